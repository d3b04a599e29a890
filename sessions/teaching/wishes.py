"""How students say what they want, as patterns over plain lower-case English. Data, no logic."""

import re


def _holds(*phrases: str) -> re.Pattern[str]:
    """One of the phrases is in the sentence."""
    return re.compile("|".join(rf"\b(?:{phrase})" for phrase in phrases))


def _whole(*phrases: str) -> re.Pattern[str]:
    """The sentence is one or more of the phrases, with little words around."""
    little = (
        r"(?:(?:um+|uh+|oh|ok|okay|well|so|and|please|pls|thanks|thank you|now|yes|let's|lets)"
        r"[,.! ]+)*"
    )
    after = r"(?:[,.! ]+(?:please|pls|thanks|thank you|now|then|already|again))*"
    either = "|".join(phrases)
    return re.compile(rf"^{little}(?:{either})(?:[,.! ]+(?:{either}))*{after}\W*$")


_WHO = (
    r"(?:my |the |our )?(?:teachers?|mom|mum|mother|dad|father|parents?|principal|tutor|boss|"
    r"sister|brother|guardian|school|admin|developer|(?:mr|mrs|ms|miss)\.? \w+)"
)
_TO_ME = r"(?:tell|give|show|say|send|reveal|write|whisper)(?: it to)?(?: me| us)?"
_LOOSE = r"(?:please |pls |just |simply |now |finally |at least |kindly |really )*"
_THE = r"(?:the |an? |full |right |correct |final |whole |real )*"
_ANSWER = r"(?:answers?|solutions?|results?|key)"
_VERY = r"(?:so |too |just |really |way |very )*"
_MOMENT = r"(?:sec|second|seconds|moment|minute|minutes|min)"

AUTHORITY = _holds(
    rf"{_WHO} (?:already |just )?(?:said|says|told|allows?|allowed|lets?|wants?|promised|agreed|"
    r"gave)\b.{0,60}\b(?:tell|give|show|say|answer|allowed|know|reveal|ok|okay|fine|can)\b",
    r"i(?:'m| am) (?:the|a|your) (?:teacher|developer|admin|owner|principal)\b",
    r"(?:allowed|permission|permitted)\b.{0,40}\b(?:answer|tell|know)\b",
    r"(?:ignore|forget)\b.{0,30}\b(?:rules?|instructions?)\b",
)
"""Somebody is said to allow it."""
TELL = _holds(
    rf"{_LOOSE}{_TO_ME} {_LOOSE}{_THE}{_ANSWER}\b",
    rf"(?:tell|give|show) me {_LOOSE}(?:it|that|what it is)\b",
    rf"(?:what is|what's|whats|i want|i need|gimme|let me see|i'd like) {_LOOSE}{_THE}{_ANSWER}\b",
    rf"(?:can|may|could) i (?:have|get|see|know) {_THE}{_ANSWER}\b",
    r"just (?:tell|say|answer)\b",
    r"tell me\s*(?:please|pls|now|already|!|\.|$)",
    r"(?:solve|answer|do) (?:it|this|that) for me\b",
    r"you (?:do|say|solve|answer) it\b",
    r"solve it\b",
    r"spit it out\b",
)
"""The answer itself."""
HINT = _holds(
    r"(?:hints?|clues?|tips?)\b",
    r"help\b(?! (?:you|him|her|them)\b)",
    r"how (?:do|can|should|would) (?:i|we) (?:start|begin|do|solve|work|find|get|figure)\b",
    r"what (?:do|should|must|can) (?:i|we) do\b",
    r"where do (?:i|we) (?:start|begin)\b",
    r"stuck\b",
    r"what(?:'s| is) the (?:first|next) step\b",
    r"give me a (?:push|start)\b",
)
NO_HINT = _holds(
    r"(?:no|without|any) (?:more )?(?:hints?|help|clues?|tips?)\b",
    r"(?:don'?t|do not) (?:want|need) (?:a |any |the |your )?(?:hints?|help|clues?|tips?)\b",
)
GIVE_UP = _holds(
    r"i (?:give|gave) up\b",
    r"giving up\b",
    r"i quit\b",
    r"i can'?t (?:do (?:this|it|that|math)|anymore|go on)\b",
    r"too (?:hard|difficult)\b",
    r"(?:this|it|that)(?:'s| is) (?:so|really|very) (?:hard|difficult)\b",
    rf"i(?:'m| am) {_VERY}(?:dumb|stupid|bad at|terrible at|an idiot|not smart|no good)\b",
    r"i hate (?:this|math|it)\b",
    r"i(?:'ll| will) never (?:get|learn|understand)\b",
    r"i don'?t want to (?:do )?(?:this )?any ?more\b",
)
UNSURE = _holds(
    r"(?:i )?(?:really |still |just )*(?:don'?t|do not|didn'?t) (?:really )?"
    r"(?:know|understand|get (?:it|this|that)|remember|have (?:any|an|a) (?:idea|clue))\b",
    r"(?:no|not a) (?:idea|clue)\b",
    r"(?:idk|dunno)\b",
    r"i(?:'m| am) (?:not sure|unsure|confused|lost)\b",
    r"not sure\b",
    r"i forgot\b",
    r"how (?:should|would) i know\b",
)
BLANK = _whole(r"\?+", "nothing", "huh", "what")
"""Says no more than that nothing came to mind."""
SKIP = _holds(
    r"skip\b",
    r"leave (?:it|this|that)(?: one)?(?: out)?\W*$",
    r"(?:another|different|other) (?:question|one|problem)\b",
    r"i don'?t want to do this one\b",
    r"can we do (?:something|another)\b",
)
PASS = _whole("pass", "i pass")
NEXT = _whole(
    r"next(?: (?:one|question|part|step|item))?",
    "go on",
    "go ahead",
    "continue",
    "move on",
    "carry on",
    "keep going",
    "proceed",
    "start",
    r"(?:let'?s )?go(?: on)?",
    r"(?:i(?:'m| am) )?ready",
    r"(?:i(?:'m| am) )?done(?: reading)?",
    r"i (?:have )?(?:finished|read it|read that)",
)
AGAIN = re.compile(
    r"\b(?:say|read|repeat|tell|ask)(?: (?:me|it|that|this|the question))* "
    r"(?:again|once more|one more time)\b|\brepeat\b"
    r"|^(?:pardon|again|come again|what did you say|once more|one more time|"
    r"what (?:was|is) (?:that|the question)(?: again)?)\W*(?:please)?\W*$"
    r"|\bi (?:didn'?t|did not|couldn'?t) (?:hear|catch) (?:you|that|what you said)\b"
)
YES = _whole(
    *("yes", "yeah", "yep", "yup", "ya", "sure", "ok", "okay", "please", "of course"),
    *("alright", "all right", "why not", "i would", "show me", "please do", "uh huh"),
    *("mhm", "i'd like that", "do it"),
)
NO = _whole(
    *("no", "nope", "nah", "no thanks", "no thank you", "not now", "i'm fine", "i am fine"),
    *("not really", "rather not", "i don't think so", "no need"),
)
THINKING = _holds(
    r"wait\b",
    r"(?:hold|hang) on\b",
    rf"give me (?:a|some|one) (?:{_MOMENT}|time)\b",
    r"let me think\b",
    rf"(?:one|just a|just one) {_MOMENT}\b",
    r"i(?:'m| am) (?:still )?(?:thinking|working)\b",
    r"i need (?:more |some |a bit of )?time\b",
    r"not (?:done|ready|finished) yet\b",
    r"almost done\b",
)
HESITATING = _whole("hm+", "um+", "uh+", "er+", "let'?s see", "thinking")
REMARK = re.compile(
    r"^(?:hi|hello|hey|bye|goodbye|thanks|thank you|thx|cool|nice|great|wow|lol|haha+|"
    r"good (?:morning|night|evening)|you(?:'re| are) (?:nice|mean|funny|stupid|cool|the best)|"
    r"i(?:'m| am) (?:hungry|tired|bored|back|here|cold)|i like (?:you|this)|"
    r"this is (?:fun|boring|cool|easy)|yay|oh|ah|aha|i see|got it|oops|sorry)\b.{0,25}$"
)
ASKS = re.compile(
    r"^(?:(?:and|but|so|wait|um+|ok|okay),? )*"
    r"(?:what|why|how|when|where|who|which|can|could|do|does|did|is|are|was|were|should|would|"
    r"will|explain)\b"
)
"""Begins like a question."""
CHECKING = re.compile(
    r"^(?:(?:and|but|so|um+|ok|okay),? )*(?:is|was|would|could|can) "
    r"(?:it|that|the answer|this|the result|my answer|[xyn])\b"
)
"""An answer that is put as a question: "is it 12?"."""
MAYBE = re.compile(
    r"\b(?:maybe|perhaps|i think|i guess|probably|is it|it'?s|could it be|my answer is)\b(.*)$"
)
"""What comes behind may be an answer."""
