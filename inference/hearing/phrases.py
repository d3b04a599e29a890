"""The English words and phrases of a lesson: what students say to a tutor, and how it ends.

Data only. The small recogniser's grammar hears them; the end-of-turn rules read them.
"""


def _listed(text: str) -> tuple[str, ...]:
    """Phrases separated by bars, over several lines."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


# --- numbers -------------------------------------------------------------------

UNITS = _listed("one|two|three|four|five|six|seven|eight|nine")
TEENS = _listed(
    """ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"""
)
TENS = _listed("twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety")
PART = _listed("half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth")
PARTS = _listed(
    """halves|thirds|quarters|fourths|fifths|sixths|sevenths|eighths|ninths|tenths|hundredths"""
)
VALUES: dict[str, int] = (
    {"zero": 0}
    | {word: number for number, word in enumerate((*UNITS, *TEENS), 1)}
    | {word: 20 + 10 * number for number, word in enumerate(TENS)}
)
OPERATORS = _listed(
    """plus|minus|times|divided by|multiplied by|over|and|take away|is|equals|is equal to|
    equal to|is more than|is less than|is bigger than|is smaller than"""
)
ASK_NUMBER = _listed(
    """what is|what's|how much is|is it|is the answer|it is|it's|it equals|the answer is|
    my answer is|i think it's|i think it is|i think|i got|equals|maybe|that's|because|
    calculate|so|what is the square root of|the square root of"""
)
ROUNDED_TO = _listed(
    "the nearest ten|the nearest hundred|the nearest whole number|one decimal place"
)

# --- a lesson's talk -------------------------------------------------------------

SCHOOL_TERMS = _listed(
    """a fraction|fractions|a numerator|a denominator|a decimal|decimals|a percent|a percentage|
    a quotient|a remainder|a factor|a multiple|a prime number|an even number|an odd number|
    a square|a square root|a triangle|a rectangle|a circle|a polygon|an angle|a right angle|
    area|perimeter|volume|an equation|an expression|a variable|algebra|addition|subtraction|
    multiplication|division|place value|rounding|a ratio|the average|gravity|energy|a cell|
    photosynthesis|evaporation|a planet|a noun|a verb|an adjective"""
)
ASK_TERM = _listed(
    """what is|what's|what are|explain|tell me about|help me with|teach me|
    i want to learn about|how do you find|is it"""
)
YES_NO = _listed(
    """yes|yeah|yep|yes it is|yes i do|yes please|no|nope|no it isn't|no i don't|no thank you|
    okay|sure|right|correct|that's right|true|false|maybe|not yet|not really|i think so|
    i don't think so"""
)
REMARKS = _listed(
    """i don't know|i'm not sure|i have no idea|i don't understand|i don't get it|i'm confused|
    i'm stuck|why|why not|how|how do you know|how does that work|what|what do you mean|help|
    help me|can you help me|i need help|repeat that|say that again|can you repeat that|
    can you say that again|give me a hint|can i have a hint|a hint please|let me think|
    let me see|wait|wait a minute|wait a second|hold on|one moment|one second|give me a second|
    give me a minute|stop|be quiet|next question|next|go on|continue|another one|
    another question|again|let's go|i'm ready|i'm done|finished|show me|show me how|
    show me an example|give me an example|slow down|slower please|too fast|that was easy|
    that's too hard|this is hard|i'm tired|i need a break|hello|hi|good morning|how are you|
    thank you|thanks|please|goodbye|bye|i got it|i understand|explain that|explain it again|
    tell me more|skip this one|i see|oh i see|cool|uh huh|hmm|got it|all right|oh okay"""
)
FILLERS = _listed("um|uh|er|hmm|well|oh")

# --- how a turn ends -------------------------------------------------------------

THINKING = frozenset(
    _listed(
        """let me think|let me think about it|let me think about that|let me see|wait|wait wait|
        wait a second|wait a minute|wait a moment|hold on|hang on|hold on a second|
        hang on a second|give me a second|give me a minute|give me a moment|give me a sec|
        one second|one sec|one moment|one minute|just a second|just a minute|just a moment|
        i need to think|i'm thinking|i am thinking|i'm still thinking|i need a moment|
        i need a minute|i need more time|can i think|can i have a second|can i have a minute|
        don't tell me|not yet"""
    )
)
"""The student asks for time."""
BACKCHANNELS = frozenset(
    _listed(
        """mm|mhm|mm hm|mm hmm|mhmm|hmm|hm|uh huh|aha|ah|oh|oh okay|oh ok|okay|ok|okay okay|
        yeah|yeah yeah|yep|yup|yes|right|alright|all right|sure|i see|oh i see|got it|i got it|
        cool|wow|nice|good|great|fine|true|that's true|makes sense|that makes sense"""
    )
)
"""The student listens, and says so."""
WHOLE_ANSWERS = frozenset(
    (*YES_NO, *_listed("yup|nah|ok|no it's not|i do|i did|i can|i am|it is|it was|not"))
)
"""Nothing need follow, even where the last word is in UNFINISHED."""
UNFINISHED = frozenset(
    _listed(
        """um|umm|uh|uhh|uhm|er|erm|hmm|so|and|but|or|because|cause|cuz|if|then|than|that|which|
        who|when|while|with|without|of|to|from|by|in|on|at|for|into|over|under|about|as|like|
        the|a|an|my|your|his|her|its|our|their|this|these|is|are|was|were|am|be|been|i'm|it's|
        that's|what's|equals|plus|minus|times|divided|multiplied|multiply|add|subtract|take|
        carry|point|negative|i|you|he|she|we|they|do|does|did|can|could|will|would|should|have|
        has|had|not|first|next|maybe|means|let's|gonna"""
    )
)
"""Words after which an English sentence goes on."""
SOFTENERS = frozenset(_listed("um|umm|uh|uhh|er|erm|hmm|oh|well|please|okay|ok|so|sorry"))
"""Said before or after a request, and no part of it."""
