"""What a tutor of children does not talk about: weapons, drugs, sex, violence, crime, dares and
contact outside the lesson. English rules; a learned classifier is to stand beside them.

Word problems and history stay: rules want a request or an intention, and words that belong to
lessons ("kill the process", "sexual reproduction", the atomic bomb in 1945) are let through.
"""

from inference.safety.rules import Rule, rule

_GAP = r"[^.!?]{0,140}?"
_ASKS = r"""(?: \bhow\s(?:do|can|could|would|should|might|to|best|does|about)\b
  | \b(?:show|tell|teach|give|help|guide|walk)\s(?:me|us)\b | \b(?:describe|explain|write|list
        |suggest)\b
  | \b(?:steps?|instructions?|recipe|guide|tutorial|blueprints?|ways?|methods?|tips|advice
        |strateg\w+
      |techniques?|tactics?|tools?|ingredients|materials|formula|plans?|ideas?)\s(?:to|for|on|of
        |that|used)\b
  | \bwhere\s(?:can|do|could|would|to|should)\b | \bwhat(?:'s|\sis|\sare)?\sthe\s(?:best|most
        |easiest|safest|fastest)\b
  | \b(?:can|could|should|would|may)\s(?:i|we|you|one|someone)\b
  | \bi(?:'m|\sam|'ve|\shave)?\s(?:\w+\s)?(?:want|wanna|need|like|love|going|gonna|planning|plan
        |trying|try|thinking|
      wish|hope|looking|looked|made|make|thought|know|considering)\b
  | \bwe(?:'re|\sare)?\s(?:want|need|going|planning|plan|trying)\b | \bis\sit\s(?:ok|okay|fun
        |possible|fine|safe|easy|legal|wrong)\b
  | \blet(?:'s|\sus)\b | \bwhy\s(?:is|are|not|can't|shouldn't|don't)\b )"""
_LESSON = r"""\b(?:world\swars?|ww(?:1|2|i|ii)|history|hiroshima|nagasaki|manhattan\sproject
        |cold\swar|treaty
  |century|in\s1[5-9]\d\d|oppenheimer)\b"""
_PERSON = r"""(?:someone|somebody|anyone|everyone|people|(?:a|the|this|that|another|any|some
        |every|innocent|young|my|your|his|her|our)\s
  (?:\w+\s){0,2}?(?:person|people|man|woman|men|women|boy|girl|boys|girls|kid|kids|child
        |children|teen\w*|minors?
  |mom|mum|mother|dad|father|parents?|brother|sister|wife|husband|girlfriend|boyfriend|ex|boss
        |co-?worker
  |neighbou?rs?|teacher|classmates?|students?|friends?|bully|enem(?:y|ies)|civilians?|victims?
        |president|cops?|police
  |officers?|crowds?|famil(?:y|ies)|stranger|targets?)|civilians|victims|children|minors|kids
        |women|girls|strangers
  |politicians|immigrants)"""
_WEAPON = r"""(?:bio-?weapons?|(?:biological|chemical|nuclear|radiological|radioactive
        |mass\sdestruction|toxin|bacteriological)\s
  (?:\w+\s)?(?:weapon\w*|agents?|bombs?|attacks?|warfare|warheads?|devices?|dispersal)
        |weapons?\sof\smass|dirty\sbombs?
  |(?:fission|fusion|hydrogen|atom(?:ic)?|car|pipe|petrol|nail|home-?made|smoke|simple
        |time)[\s-](?:\w+\s)?bombs?|bombs?|bombing|explosives?
  |ieds?|improvised\sexplosive\w*|grenades?|molotovs?|napalm|thermite|gun\s?powder
        |nitroglycerin\w*|tnt|c-?4\sexplosive
  |nerve\s(?:agent|gas)\w*|sarin|ricin|vx|anthrax|mustard\sgas|chlorine\sgas|cyanide|smallpox
        |plague\sbacteria|botulinum\w*
  |toxins?\sattack|cluster\smunitions?|land\s?mines?|ammunition|silencers?|ghost\sguns?
        |untraceable\sguns?|guns?|firearms?
  |rifles?|blinding\slasers?|laser\sweapons?|incapacitating\sagents?|warheads?|missiles?
        |flame\s?throwers?)"""
_DRUG = r"""(?:meth(?:amphetamines?)?|crystal\smeth|cocaine|crack|heroin|fentanyl|lsd|mdma
        |ecstasy|ketamine|pcp|ghb|weed|marijuana
  |cannabis|opioids?|oxy(?:codone|contin)|xanax|adderall|vapes?|psilocybin|magic\smushrooms
        |shrooms|steroids
  |(?:illegal\s|hard\s|street\s|party\s)?drugs(?!\s?(?:store|\scompan))|edibles|tobacco
        |cigarettes|alcohol|booze)"""
_TRAINING = r"""\b(?:why|avoid|refuse|danger\w*|harm\w*|effects?|say\sno|bad\sfor|quit|addict\w*
        |percent|prevent\w*)\b"""

HAZARDS: tuple[Rule, ...] = (
    rule("hazard.weapons", rf"{_ASKS}{_GAP}\b{_WEAPON}\b", _LESSON),
    rule(
        "hazard.weapons",
        r"""\b(?:dirty\sbombs?|bio-?weapons?|pipe\sbombs?|molotovs?|nerve\sagents?|sarin|ricin
        |ghost\sguns?"""
        r"""|improvised\sexplosives?|(?:biological|chemical|radiological)\s(?:weapon|attack
        |warfare)s?)\b""",
        _LESSON,
    ),
    rule(
        "hazard.drugs",
        rf"""{_ASKS}{_GAP}\b(?:make|making|cook|cooking|buy|buying|get|getting|sell|selling|grow
        |growing|synthesi[sz]e|smuggl\w+
        |smok\w+|tak\w+|snort\w*|inject\w*|deal|dealing|use|using|try|hide|hiding|find|score
        |source)\b[^.!?]{{0,40}}?\b{_DRUG}\b""",
        _TRAINING,
    ),
    rule(
        "hazard.abuse",
        r"""\b(?:rap(?:e|ed|ing|ist|ists)|molest\w*|p(?:a)?edophil\w*|csam|csem|lolita|loli
        |lolicon|incest\w*|grop(?:e|ed|ing)|sextort\w*
        |child\s(?:porn\w*|sex\w*|erotic\w*|abuse|exploitation|brides?|models?)|(?:groom(?:ing)?
        |exploit\w*|abus\w+|lur(?:e|ing)|seduc\w+|molest\w*
        |sexuali[sz]\w+|traffick\w*)\s(?:of\s)?(?:(?:a|the|young|vulnerable|innocent|underage
        |those|other)\s)*(?:child\w*|kids?|minors?|teen\w*|girls?|boys?
        |toddlers?|pre-?teens?|students?)|(?:human|sex|child|labou?r)\strafficking|traffickers?
        |underage\s(?:girls?|boys?|sex\w*|porn|content|kids?)
        |jail\s?bait|revenge\sporn|sexual\s(?:assault|abuse|harass\w+|coercion|exploitation
        |predator)\w*)\b""",
        r"\b(?:wallet|rapeseed)\b",
    ),
    rule(
        "hazard.sexual",
        r"""\b(?:porn\w*|nudes?|nudity|erotic\w*|erotica|masturbat\w*|orgasms?|ejaculat\w*
        |blow\s?jobs?|hentai|sexting|sexts?|dildos?
        |fetish\w*|kinky?|horny|boobs|tits|titties|threesome|foreplay|genitals?|crotch|cum
        |cumming|milfs?|bdsm|sexy|sexiest
        |(?:have|having|had|has|wants?|phone|oral|anal|gay|hot|rough|underage|teen)\ssex
        |sex\s(?:with|toys?|videos?|tapes?|work\w*|acts?
        |scenes?|slaves?|traffick\w*|offend\w*|crimes?|chats?|positions?|lives|life|appeal
        |dolls?|cams?|parties|party|shops?|stories)
        |cyber-?sex|sexuali[sz]\w+|sexual(?:ly)?\s(?!reproduc\w+|selection|dimorphism|cells?
        |maturity|organisms?|stages?)\w+|upskirt\w*
        |voyeur\w*|strip(?:per|pers|\s?club|\s?tease)|prostitut\w*|lingerie|seduc\w+|(?:suck
        |lick|touch|finger)\w*\s(?:my|your|his|her|the)\s
        (?:\w+\s)?(?:dick|cock|penis|pussy|vagina|breasts?|ass|nipples?)|dick\spics?|fuck(?:ing
        |ed)?\s(?:her|him|me|my|you)\b|naked\s(?:girls?
        |boys?|pictures?|photos?|pics?|body|bodies|women|men|people|child\w*|kids?))\b
        |\b(?:photos?|pictures?|pics|videos?)\s(?:of\s\w+\s)?naked\b""",
        r"\b(?:asexual|sexual)\sreproduction\b",
    ),
    rule(
        "hazard.violence",
        rf"""{_ASKS}{_GAP}\b(?:kill|murder|assassinate|strangle|stab|poison|shoot|torture|kidnap
        |abduct|hurt|harm|attack|blow\sup|beat\sup|choke
        |behead|massacre|terrori[sz]e|drown|burn|eliminate|slaughter|intimidate|threaten|stalk
        |silence|blackmail|bully|humiliate|punish|drug)(?:ing|s)?\s
        {_PERSON}\b""",
        r"""\b(?:did|antibiotics?|germs?|bacteria|virus\w*|avoid|prevent|stop|without|not\sto
        |vampires?|percent|shoot\sa\s(?:photo|video|movie|film|basket)\w*)\b""",
    ),
    rule(
        "hazard.violence",
        r"""\b(?:i(?:'m|\sam|'ll|\swill|'d|\swould)?\s(?:really\s|just\s|so\s)?(?:want\sto|wanna
        |going\sto|gonna|plan\sto|need\sto|like\sto|will)?\s?
        (?:kill|murder|stab|strangle|shoot|poison|torture|beat\sup)\s(?:him|her|them|you
        |my\s(?!time|speed|score|characters?)\w+|that\s(?:kid|boy|girl)
        |everyone|everybody|all\sof\s(?:them|you)))\b|\b(?:kys|kill\syour\s?self|go\sdie
        |hang\syourself|end\syour\slife|drink\sbleach)\b""",
        r"""\bkill\smy\s(?:appetite|vibe|mood|grade|battery|phone|streak)\b|\bin\s(?:the\sgame
        |minecraft|fortnite|roblox)\b""",
    ),
    rule(
        "hazard.threat",
        r"""\b(?:shoot(?:ing)?\sup|bomb(?:ing)?|blow(?:ing)?\sup|burn(?:ing)?\sdown
        |attack(?:ing)?)\s(?:the|my|our|this|a)\s(?:\w+\s)?(?:school|class\w*|church|mosque
        |synagogue|hospital|mall)\b|\b(?:bring\w*|tak\w+)\s(?:a\s|my\s
        |the\s)?(?:\w+['’]?s?\s)?(?:gun|knife|weapon|bomb)s?\s(?:to|into)\s(?:school|class)\b""",
        _LESSON,
        alert=True,
    ),
    rule(
        "hazard.violence",
        rf"""{_ASKS}{_GAP}\b(?:terroris[mt]\w*|mass\sshoot\w*|school\sshoot\w*|hit\s?m[ae]n
        |hijack\w*|guerrilla\swarfare|lynch\w*|serial\skill\w*|genocid\w*
        |gore|gory|dismember\w*|torture|domestic\s(?:violence|abuse)|physical(?:ly)?\sabus\w+
        |dog\s?fight\w*|animal\scruelty|ethnic\scleansing)\b""",
        rf"{_LESSON}|\b(?:prevent|stop|victims?|awareness|remember\w*|happened|holocaust)\b",
    ),
    rule(
        "hazard.violence",
        r"""\b(?:execut\w+|plan\w*|launch\w*|carry(?:ing)?\sout|coordinat\w+|stag(?:e|ing)
        |commit\w*)\s(?:\w+\s){0,4}?(?:attacks?|assaults?|riots?|bombings?|ambush\w*|massacres?
        |murders?|shootings?|coup)\b
        |\b(?:incit\w+|provok\w+|encourag\w+|organi[sz]\w+)\s(?:\w+\s){0,3}?(?:violen\w+|riots?
        |clashes)\b|\b(?:caus\w+|inflict\w*|maximi[sz]\w+
        |creat\w+)\s(?:\w+\s){0,3}?(?:casualties|pain|suffering|terror|panic|bloodshed
        |fatalities)\b""",
        rf"""{_LESSON}|\b(?:what|why)\scauses?\b|\b(?:prevent\w*|stop|heart\sattacks?|nerves?
        |disease)\b""",
    ),
    rule(
        "hazard.crime",
        rf"""{_ASKS}{_GAP}\b(?:shop-?lift(?:ing)?|launder\w*|counterfeit\w*|forg(?:e|ing|ery)
        |hack\s(?:into|someone|my|a|the)|phish\w*|scam\w*|fraud\w*|smuggl\w*
        |break(?:ing)?\sinto|burglar\w*|arson|vandali[sz]\w+|fake\s(?:id|passport|money
        |identit\w+|documents?)|steal(?:ing)?\s(?!bases?)|rob(?:bing)?\s(?:a|the|some\w*|people)
        |identity\stheft|ponzi|pyramid\sscheme|embezzl\w*|brib\w+|extort\w*|pick\s(?:a\s
        |the\s)?locks?|hot-?wire|evad\w+|black\smarket|dark\s?web|ransom\w*|malware
        |keylogger\w*|insider\strading|tax\sfraud|illegal(?:ly)?|unlawful\w*)\b""",
        r"""\b(?:how\s(?:much|many)|avoid\s(?:scams?|fraud)|protect|prevent|safe\sfrom
        |recogni[sz]e|report|spot|steal\sthe\sshow)\b""",
    ),
    rule(
        "hazard.crime",
        r"""\b(?:without\s(?:getting\scaught|being\s(?:caught|detected|noticed|traced|suspected)
        |detection|(?:raising|drawing)\s(?:any\s)?suspicion|leaving\s(?:a\s|any\s)?
        (?:trace|evidence|marks?))|(?:evad\w+|avoid\w*|escap\w+|bypass\w*)\s(?:the\s|law\s|any\s
        |being\s|getting\s)*(?:police|detection|authorities|enforcement|arrest|prosecution
        |jail|caught|suspicion|legal\sconsequences)|cover(?:ing)?\s(?:up\s)?my\stracks
        |get(?:ting)?\saway\swith\s(?:murder|a\scrime|it|crimes?|fraud|theft|tax))\b""",
        r"\bgot\saway\swith\sit\b",
    ),
    rule(
        "hazard.challenge",
        r"""\b(?:black-?out|pass-?out|choking|benadryl|cinnamon|fire|skull\s?breaker|milk\scrate
        |one\schip|paqui|tide\spods?|salt\sand\sice|blue\swhale|hot\swater|dry\sscoop\w*)
        \schallenges?\b|\b(?:choking|fainting|pass-?out)\sgame\b|\beat\w*\s(?:a\s)?tide\spods?\b
        |\b(?:car|train|subway)[\s-]surfing\b
        |\b(?:huff|sniff|inhal)\w*\s(?:glue|paint|gas|aerosols?|markers)\b
        |\bdangerous\s(?:challenges?|dares?|pranks?|stunts?)\b""",
        r"\bwhy\b[^.!?]*\bdangerous\b",
    ),
    rule(
        "hazard.contact",
        r"""\b(?:send|show|give|text|snap)\s(?:me|us)\s(?:a\s|some\s|your\s
        |an?other\s)*(?:selfies?|(?:photos?|pictures?|pics?|videos?)\sof\s(?:you|yourself
        |your\s(?:face|body|room
        |house|family))\b|(?:home\s)?address|phone\snumber|number\sso|password|location|nudes?)
        |\bwhat(?:'s|\sis)\syour\s(?:(?:home\s)?address|phone\snumber|password|last\sname
        |full\sname)\b|\bwhere\sdo\syou\slive\b|\bare\syou\s(?:home\s)?alone\b|\b(?:don'?t
        |do\snot|never)\stell\s(?:your|any|an?\s)\s?(?:parents?|mom|mum|dad|teacher|adults?|one)
        |\bkeep\s(?:this|it)\s(?:a\s|our\s|between\sus\s?)*secret\b|\bour\s(?:little\s)?secret\b
        |\bmeet\s(?:me|you|up)?\s?(?:in\s(?:person|real\slife)|irl|alone|after\sschool|offline)\b
        |\bcome\s(?:to|over\sto)\s(?:my|your)\s(?:house|place|home)\b""",
        r"\b(?:surprise|birthday|present)\b",
    ),
)
