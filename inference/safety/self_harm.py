"""The protocol for a child who speaks of hurting themselves, or of being hurt.

Whoever says it is believed: the turn is answered with fixed, warm words and a human is told.
Everyday sayings ("this homework is killing me", "dying to know") are not this.
"""

from inference.safety.rules import Rule, rule

DEFAULT_HELP = "If you are in danger right now, call your local emergency number."

_WISH = r"""(?:want(?:ed|s)?\sto|wanna|going\sto|gonna|plan(?:ning)?\sto|think(?:ing)?\s(?:about
        |of)|thought\s(?:about|of)|feel\slike|trying\sto|tried\sto|ready\sto|might|could|should
        |will|need\sto
  |about\sto|urge\sto|wish\si\scould)"""
_ME = r"(?:my\s?self|me)"
_SAYING = r"""\b(?:of\s(?:boredom|laughter|laughing|embarrassment|shame|cringe|happiness)
        |laugh\w*|lol|haha|to\sknow|to\ssee|in\s(?:the\sgame|minecraft|roblox|fortnite)
        |my\scharacter|level)\b"""

SELF_HARM: tuple[Rule, ...] = (
    rule(
        "self_harm",
        rf"""\b(?:i|we|she|he|they|my\sfriend|my\s\w+)\b[^.!?]{{0,40}}?\b{_WISH}\s(?:just\s
        |really\s)?(?:die|dying|be\sdead|kill(?:ing)?\s(?:my|her|him|them)\s?sel(?:f|ves)
        |end(?:ing)?\s(?:it\sall|my\slife|everything)
        |hurt(?:ing)?\s(?:my|her|him|them)\s?self|harm(?:ing)?\s(?:my|her|him)\s?self
        |cut(?:ting)?\s(?:my|her|him)\s?self|disappear\sforever|suicide|jump\soff
        |not\s(?:be\shere|exist|wake\sup)|overdose|hang\smyself
        |starve\smyself)\b""",
        _SAYING,
        alert=True,
    ),
    rule(
        "self_harm",
        r"""\b(?:kill(?:ing)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?|burn(?:ing)?|hang(?:ing)?
        |starv(?:e|ing)|drown(?:ing)?|poison(?:ing)?|suffocat(?:e|ing))\smy\s?self\b""",
        r"""\b(?:cut(?:ting)?\smyself\s(?:a|some|another|shaving|on|by)|laugh\w*|burn(?:ing|t
        |ed)?\smyself\s(?:on|with\sthe|cooking)|hurt\smyself\s(?:in|at|playing|when|while|on
        |running|skating)|kill(?:ing)?\smyself\slaughing)\b""",
        alert=True,
    ),
    rule(
        "self_harm",
        r"""\bi\s(?:do\s?n[o']?t|don't|do\snot|dont)\s(?:really\s|even\s)?(?:want\sto
        |wanna)\s(?:live|be\salive|be\shere\sany\s?more|exist|wake\sup|go\son\sliving)\b
        |\bi\s(?:wish|hope)\si\s(?:was|were|am|had)\s
        (?:dead|never\s(?:been\s)?born|not\salive|gone\sforever)\b|\b(?:no|any)\s(?:reason
        |point)\s(?:to|in)\s(?:live|living|life|being\salive|going\son)\b|\beveryone\s(?:would
        |will|'d)\s(?:be\s)?
        (?:\w+\s)?better\soff\s(?:without\sme|if\si)|\b(?:nobody|no\sone)\swould\s(?:care|notice
        |miss\sme)\sif\si\s(?:died|was\sgone|disappeared|were)\b|\bi(?:'m|\sam
        |\sfeel)\ssuicidal\b|\bsuicidal\sthoughts?\b
        |\bself[\s-]?harm(?:ing|ed|s)?\b|\bmake\smyself\s(?:throw\sup|sick|vomit)\b
        |\btook\s(?:too\smany|a\slot\sof|all\s(?:the|my))\s(?:pills|tablets)\b""",
        alert=True,
    ),
    rule(
        "self_harm",
        r"""\b(?:how|ways?|methods?|best|easiest|painless\w*|quick\w*|means|encourag\w+
        |convinc\w+|pro)\b[^.!?]{0,60}?\b(?:suicid\w+|kill\s(?:one|your|them|him|her)\s?sel(?:f
        |ves)|to\sdie\b|anorexi\w*|bulimi\w*|purg(?:e|ing)
        |starv\w+\s(?:my|your|them|one)sel\w+|overdos\w*|sel(?:f|ves)[\s-]?(?:harm|injur
        |mutilat)\w*)|\b(?:i|me|my)\b[^.!?]{0,60}?\bsuicid\w*|\b(?:commit(?:ting)?|promot\w+
        |glorif\w+|live-?stream\w*)\s(?:to\s)?(?:suicide|self[\s-]?harm)\b
        |\bpro[\s-]?ana\b|\bthinspo\b|\bsuicide\s(?:note|pact|method)s?\b
        |\beating\sdisorders?\b""",
        r"""\b(?:romeo|juliet|hamlet|cleopatra|socrates|novel|play|poem|prevent\w*|awareness
        |dice|cells?)\b""",
        alert=True,
    ),
)
ABUSE: tuple[Rule, ...] = (
    rule(
        "abuse",
        r"""\bmy\s(?:step[\s-]?)?(?:dad|father|mom|mum|mother|parents?|uncle|aunt|brother|sister
        |cousin|grand\w+|teacher|coach|step\w+|babysitter|priest|tutor|neighbou?r|boyfriend
        |mom's\sboyfriend|mum's\sboyfriend)\s
        (?:\w+\s){0,2}?(?:hits?|beats?|punch(?:es)?|kicks?|slaps?|chokes?|hurts?|burns?|whips?
        |touch(?:es|ed)?|abuses?|abused|molest\w*|locks?|starves?|threatens?)\s(?:me|us
        |my\s(?:brother|sister|mom|mum))\b(?!\s(?:with\s)?(?:a\shigh|in\s
        (?:chess|a\sgame|cards|mario|the\sgame|fifa|checkers)|at\s))""",
        r"\b(?:high\sfive|chess|video\sgame|race|checkers|cards)\b",
        alert=True,
    ),
    rule(
        "abuse",
        r"""\b(?:he|she|they|someone|somebody|a\s(?:man|guy|boy|woman|teacher|grown-?up|stranger
        |person)|an?\s(?:adult|older\s\w+))\s(?:\w+\s){0,3}?(?:touch(?:es|ed|ing)\s(?:me
        |my\s(?:private|body|bum|chest))|hurt(?:s|ing)?\sme\b
        |hits?\sme\b|beat(?:s|ing)?\sme\b|made\sme\s(?:touch|undress|do\sthings)
        |makes\sme\s(?:touch|undress|do\sthings)|(?:asked|asks|told|tells|wants|wanted
        |keeps\sasking)\s(?:me\s)?(?:to\ssend|for|to\smeet|me\sto\s(?:meet|send))\s
        (?:\w+\s){0,3}?(?:photos?|pictures?|pics?|nudes?|selfies?|videos?|him|her|them|alone|up
        |in\sperson))""",
        r"""\b(?:of\s(?:my|the)\s(?:homework|work|page|worksheet|project)
        |teacher\sasked\sme\sfor\sa\spicture\sof)\b""",
        alert=True,
    ),
    rule(
        "abuse",
        r"""\bi(?:'m|\sam)\s(?:\w+\s)?(?:scared|afraid|frightened|terrified)\s(?:to\sgo\shome
        |to\sbe\s(?:at\s)?home|of\smy\s(?:step\w*|dad|father|mom|mum|mother|uncle|parents
        |brother))\b|\b(?:not|don'?t\sfeel|isn'?t|never)\ssafe\sat\shome\b
        |\b(?:told|tells|telling|said|says|made)\s(?:me\s)?(?:to\s|not\sto\s)?(?:keep\s(?:it
        |this)\s(?:a\s)?secret|tell\sany(?:one|body))\b|\bi(?:'m|\sam|\swas|'ve\sbeen
        |\shave\sbeen)\s(?:being\s)?(?:abused|molested|raped|groomed|beaten\sat\shome)\b
        |\b(?:nothing|no\sfood)\sto\seat\sat\shome\b""",
        r"\b(?:surprise|birthday|present|party)\b",
        alert=True,
    ),
)
