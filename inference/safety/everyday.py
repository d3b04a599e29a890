"""Words and what they do in a statement: which carry no fact, and which turn one around. Data."""

from typing import Final

from inference.safety.stems import stem


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


EMPTY: Final = _stems(
    """a an the of to in on at by for with from into onto as is are am was were be been being it
    its they them their theirs this that these those there here and or but if so than then too
    also do does did done doing have has had having can could will would should may might must i
    me my mine we us our ours you your yours he him his she her hers who whom whose what which when
    where why how about let s t re ll ve d m o'clock not don't doesn't isn't aren't can't cannot
    won't didn't wasn't weren't couldn't wouldn't shouldn't haven't hasn't n't no never none
    nothing nobody neither nor without one ones another other others each both such very quite
    rather really just even still yet again ever well oh yes okay ok hi hello please thanks thank
    while because since until through during across around between among within toward towards
    against along per via upon over under any some many much most few little lot lots all every
    always only often usually sometimes mostly almost nearly about exactly simply perhaps maybe
    now already soon later once twice however therefore thus instead whether though although
    unless i'm it's that's let's you're
    we're they're here's there's what's i'll you'll we'll i've you've we've"""
)
"""They carry no fact by themselves."""
EVERYDAY: Final = _stems(
    """able act add ago allow answer appear ask away back bad become begin believe belong best
    better bring build call careful carry case cause certain chance change check choose clear come
    common compare complete contain copy correct count create cut decide depend describe
    difference different easy end enough everything example explain fact fall fast feel few find
    first fit fix follow form friend full get give go good great group grow guess hand happen hard
    hear help hold idea imagine important interesting join keep kind know last lead learn leave
    let like live long look lose lots make main matter mean middle mind move name need new next
    nice notice old open order own pair part parts people person picture piece place plain play
    point possible problem proud put question quick quickly reach read ready real reason remember
    right rule same say see seem sense set share short show side simple single small smart
    something sort special stand start stay step stop story student sure take talk teach tell
    thing think though time together try tutor understand use useful want watch way whole wonder
    wonderful word words work world write wrong yourself actually basically carefully classic
    lesson topic job fun cool awesome curious happy glad happily today tomorrow okay hint hey
    excellent fantastic section paragraph sentence above passage everyone someone anything anyone
    somebody everybody away far close near usual normal quite typical general
    generally especially particular particularly mainly basic"""
)
"""Words of any explanation: a sentence may bring a few of them that its material lacks."""
_PAIRS: Final = """
    more/less more/fewer bigger/smaller big/small large/small larger/smaller greater/smaller
    greater/less up/down before/after above/below top/bottom first/last hot/cold warm/cool
    warmer/cooler fast/slow faster/slower increase/decrease grow/shrink rise/sink rise/fall
    same/different inside/outside in/out left/right long/short longer/shorter high/low
    higher/lower heavy/light heavier/lighter open/closed start/end begin/end positive/negative
    multiply/divide add/subtract gain/lose strong/weak absorb/release push/pull day/night
    summer/winter true/false right/wrong even/odd near/far toward/away odd/even maximum/minimum
    most/least always/never all/none future/past older/younger deep/shallow north/south
    east/west win/lose expand/contract melt/freeze attract/repel dark/bright loud/quiet
    float/sink safe/dangerous possible/impossible equal/unequal fair/unfair certain/uncertain
    likely/unlikely helpful/harmful thin/thick wide/narrow early/late earlier/later
    forward/backward buy/sell public/private numerator/denominator horizontal/vertical
    stronger/weaker steeper/flatter nearer/farther closer/farther
"""
OPPOSITES: Final = tuple(
    (stem(one), stem(other)) for one, _, other in (pair.partition("/") for pair in _PAIRS.split())
)
"""Putting one for the other turns a statement around."""
NEGATIONS: Final = frozenset(
    """not no never none nothing nobody neither nor without cannot hardly don't doesn't isn't
    aren't can't won't didn't wasn't weren't couldn't wouldn't shouldn't haven't hasn't""".split()  # noqa: SIM905
)
"""An odd number of them denies."""
STRONG: Final = frozenset("all every always only never none nobody everybody everything".split())  # noqa: SIM905
"""They claim more than `some` or `often`; a sentence may not bring one of its own."""
WEAK: Final = frozenset(
    """some most many mostly often usually sometimes nearly almost few rarely can may might about
    perhaps probably generally""".split()  # noqa: SIM905
)
"""They claim less than `all`."""
