"""Contempt and threats against groups of people. English rules.

The words below are here to be refused; they are never shown and never logged.
"""

from inference.safety.rules import Rule, rule

_GROUP = r"""(?:(?:a\s)?(?:woman|gay\sperson|trans\sperson|black\sperson|disabled\sperson|muslim
        |immigrant|jew|refugee)|women|girls|females|wom[ae]n|men|gays?|gay\s(?:people|men|kids)
        |homosexuals?|lesbians?|queers?|trans(?:gender|sexual)?s?(?:\s(?:people|women|men|kids))?
  |lgbt\w*(?:\speople)?|bisexuals?|blacks|black\s(?:people|men|women|kids|folks?)|africans?
        |asians?|mexicans?|latin[oa]s?|indians|pakistanis?|immigrants?|migrants?|refugees?
  |foreigners?|muslims?|islam|jews?|jewish\speople|christians?|hindus?|arabs?|gypsies
        |roma\speople|(?:disabled|handicapped|autistic|blind|deaf|fat|poor|old|white|brown|foreign
  |mentally\s\w+)\s(?:people|kids|persons?|children)|disabled|cripples
        |people\swith\s(?:disabilities|autism|mental\s\w+))"""
_SLURS = r"""(?:nigg(?:er|ers|a|as|uh)|fagg?ots?|fags?|dykes?|trann(?:y|ies)|retards?|retarded
        |spics?|wetbacks?|beaners?|chinks?|gooks?|kikes?|pakis?|ragheads?|towel\s?heads?
        |sand\s?nigg\w+
  |coons?|jigaboos?|mongoloids?|spaz|sluts?|whores?|cunts?|bitches|skanks?|thots?|shemales?
        |subhumans?|cockroaches\sof\ssociety)"""
_CONTEMPT = r"""(?:disgusting|(?:the\s)?(?:stupidest|dumbest|worst|lowest)|lesser
        |no\sbetter\sthan|ignorant|despicable|repugnant|deplorable|a\svirus|viruses|assholes?
        |pricks?|dickheads?|bastards?|douche\w*|fucked|disgust\w*|scum\w*|vermin|trash|garbage
        |filth\w*|dirty|evil|parasites?|animals|pigs?|dogs|rats|cockroaches|monkeys|apes
        |insects?|subhuman|inferior|stupid|dumb|idiots?
  |worthless|useless|pathetic|ugly|lazy|criminals?|terrorists?|rapists?|thieves|liars?|cancer
        |disease\w*|diseased|plague|freaks?|abnormal|abominations?|sick|perverts?|weak|crazy
        |savages?|barbaric
  |leech\w*|burdens?|a\s(?:disease|plague|threat|burden|waste|disgrace|joke|cancer|stain)
        |not\s(?:human|people|welcome|real|equal|normal)|repulsive|vile|toxic|gross|awful
        |horrible|nothing
  |less\sthan\shuman|problem|vulgar|poison\w*|brainless|pest\w*|beneath)"""
_MANY = r"""(?:(?:all|those|these|the|every|any|fucking|damn|bloody|stupid|of|them|you|more|most
        |such|single)\s){0,4}"""
_HISTORY = r"""\b(?:nazis?|hitler|holocaust|slavery|segregat\w+|apartheid|colonial\w*
        |civil\srights|1[5-9]\d\d|world\swar|ku\sklux)\b"""

HATE: tuple[Rule, ...] = (
    rule(
        "hazard.hate",
        rf"\b{_SLURS}\b",
        r"\b(?:chinks?\sin\b|raccoons?|maine\scoons?|retarded\sgrowth)",
    ),
    rule(
        "hazard.hate",
        rf"""\b(?:hate|hatred\s(?:for|of)|disdain\sfor|contempt\sfor|death\sto
        |nothing\sworse\sthan|worse\sthan|despise|loathe|detest|abhor|can'?t\sstand
        |cannot\sstand|resent|sick\sof|disgusted\sby|no\srespect\sfor
        |not\sstand)\s{_MANY}{_GROUP}\b
        (?!\s(?:food|homework|class|history|lessons?|language|test|teachers?\swho))""",
        _HISTORY,
    ),
    rule(
        "hazard.hate",
        rf"""\b{_GROUP}\s(?:\w+\s)?(?:like\syou\s)?(?:are|is|r|belong|look|smell|seem|be
        |act\slike)\s(?:\w+\s){{0,3}}?{_CONTEMPT}\b|\b(?:fucking|filthy|stupid|dirty|disgusting
        |dumb|worthless|ugly|vile|damn|scum)\s
        {_MANY}{_GROUP}\b|\b{_GROUP}\s(?:scum|vermin|trash|filth|pigs?)\b""",
        rf"{_HISTORY}|\b(?:should\sstop\ssaying|wrong\sto\s(?:say|think))\b",
    ),
    rule(
        "hazard.hate",
        rf"""\b(?:kill|exterminat\w+|gas|deport|get\srid\sof|wipe\sout|shoot|burn|hang|beat
        |punch|lynch|slaughter|eliminate|murder|hurt|attack|spit\son|bomb|execute|rape|torture
        |silence|ban|enslave)
        \s{_MANY}{_GROUP}\b|\b{_GROUP}\s(?:\w+\s)?(?:should|must|need\sto|needs\sto|deserves?
        |ought\sto|has\sto|have\sto)\s(?:\w+\s){{0,3}}?(?:die|suffer|burn|rot|hang|disappear
        |hell|killed|shot|beaten|hanged|locked
        |deported|punished|eradicated|banned|executed|exterminated|gassed|raped|stoned|dead
        |sterili[sz]ed|silenced|removed|hurt|destroyed|wiped|death|allowed|respected|exist
        |rights|vote|equal|misery)\b""",
        rf"""{_HISTORY}|\b(?:ban\smen\sfrom\ssuffering|be\sallowed\sto|have\s(?:the\s)?(?:same
        |equal))\b""",
    ),
    rule(
        "hazard.hate",
        r"""(?:\bhow\s(?:do|can|could|would|should|might|to)\b|\b(?:help|give|tell|teach
        |show)\sme\b|\b(?:write|list|suggest|create|make|ways?|strateg\w+|techniques?|jokes?
        |want\sto|without)\b)
        [^.!?]{0,120}?\b(?:derogat\w+|demean\w*|belittl\w*|dehumani[sz]\w+|degrad(?:e|es
        |ing)\s(?!of)|slurs?|racist|sexist|homophobic|transphobic|antisemitic|hateful
        |hate\s(?:group|speech|crime|propaganda)s?
        |discriminat\w+\sagainst|white\ssuprem\w+|(?:offensive|racial|ethnic)\s(?:joke
        |stereotype|remark|comment|slur)s?|make\sfun\sof\s(?:people|someone|his|her|their)
        |ridicul\w+\s(?:people|someone))\b""",
        rf"""{_HISTORY}|\b(?:prevent|stop|avoid|respond|report|fight|combat|hurt\sby
        |against\sracis\w+|wrong|unfair|support|denounce|criticise)\b""",
    ),
    rule(
        "hazard.hate",
        rf"""\bno\s{_GROUP}\s(?:allowed|welcome)\b|\b(?:world|country|better
        |place)\b[^.!?]{{0,30}}\bwithout\s{_MANY}{_GROUP}\b|\b{_GROUP}\s(?:don'?t|do\snot
        |shouldn'?t|never|should\snot|will\snever)
        \s(?:deserve|belong|exist|have\s(?:any\s)?rights|be\sallowed|be\strusted|amount)
        |\bgo\sback\sto\s(?:your|their)\s(?:own\s)?country\b|\bwhite\s(?:power|supremacy
        |pride)\b|\bheil\shitler\b""",
        _HISTORY,
    ),
)
