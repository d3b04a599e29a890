"""The words that the gate knows: contractions, number words, units, forms and equal words.

Only words whose exchange never changes an answer stand here. A word that is unknown stays what it
is, so whatever is missing here costs a hit and never makes a false one.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _pairs(text: str) -> Mapping[str, str]:
    """`left=right` pairs, spaces inside written as `_`."""
    pairs = (pair.split("=") for pair in text.split())
    return MappingProxyType({a.replace("_", " "): b.replace("_", " ") for a, b in pairs})


CONTRACTIONS: Final = _pairs(
    """can't=can_not cannot=can_not won't=will_not shan't=shall_not ain't=is_not
    let's=let_us i'm=i_am whats=what_is whos=who_is hows=how_is wheres=where_is whens=when_is
    what're=what_are dont=do_not doesnt=does_not didnt=did_not isnt=is_not arent=are_not
    wasnt=was_not werent=were_not cant=can_not couldnt=could_not shouldnt=should_not
    wouldnt=would_not hasnt=has_not havent=have_not"""
)
"""Those with n't, 're, 've, 'll and 'd are taken apart by rule."""
IS_AFTER: Final = frozenset(
    {"what", "who", "how", "where", "when", "why", "that", "there", "here", "it", "he", "she"}
)
"""After these `'s` is `is`; after any other word it is a possessive."""

UNITS: Final = _pairs(
    """millimeter=mm centimeter=cm decimeter=dm meter=m kilometer=km inch=in foot=ft feet=ft
    yard=yd mile=mi milligram=mg gram=g kilogram=kg ounce=oz pound=lb ton=t milliliter=ml
    liter=l gallon=gal second=s minute=min hour=h day=day week=week month=month year=year
    percent=% dollar=$ cent=¢ euro=€ degree=° celsius=°c fahrenheit=°f"""
)
"""Names of units, singular; they count wherever they stand."""
AFTER_NUMBER: Final = _pairs(
    """mm=mm cm=cm dm=dm km=km ft=ft yd=yd mi=mi mg=mg kg=kg oz=oz lb=lb lbs=lb ml=ml gal=gal
    sec=s min=min mins=min hr=h hrs=h"""
)
"""Short forms of units; they count after a number or after `how many`. A single letter may be a
variable: 5 m is not always 5 meters."""
SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {"%": "%", "$": "$", "€": "€", "£": "£", "¢": "¢", "°": "°"}
)
SPELLING: Final = _pairs(
    """metre=meter centimetre=centimeter millimetre=millimeter kilometre=kilometer litre=liter
    millilitre=milliliter colour=color centre=center favourite=favorite maths=math
    mathematics=math behaviour=behavior neighbour=neighbor grey=gray sulphur=sulfur"""
)

CARDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {
        word: value
        for value, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
             "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
             "seventeen", "eighteen", "nineteen")
        )
    }
)  # fmt: skip
TENS: Final[Mapping[str, int]] = MappingProxyType(
    {
        word: 10 * value
        for value, word in enumerate(
            ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
        )
    }
)
SCALES: Final[Mapping[str, int]] = MappingProxyType(
    {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
)

IRREGULAR: Final = _pairs(
    """children=child men=man women=woman teeth=tooth mice=mouse geese=goose people=person
    leaves=leaf halves=half knives=knife wolves=wolf lives=life loaves=loaf has=have does=do
    goes=go vertices=vertex axes=axis bases=base nuclei=nucleus bacteria=bacterium"""
)
NOT_PLURAL: Final = frozenset(
    """news goods arms glasses customs pants spirits means minutes-taken species series lens gas
    bus plus minus less its this thus us was is as has his yes always perhaps sometimes towards
    across besides physics economics ethics""".split()  # noqa: SIM905 a list of words reads better
)
"""They end in s and are no plural, or their plural means another thing."""
VERBS: Final = frozenset(
    """add subtract multiply divide find make work turn change round solve write use need give
    calculate grow cause float erupt form move convert measure compare draw read count simplify
    reduce estimate factor expand graph plot""".split()  # noqa: SIM905 a list of words reads better
)
"""Their -ing is taken for the verb itself."""
SAME: Final = _pairs("kid=child bigger=larger biggest=largest big=large")
"""Words that mean the same wherever they stand."""
SAME_DEED: Final = _pairs(
    """calculate=find compute=find work_out=find figure_out=find get=find change=turn
    convert=turn"""
)
"""Deeds that are done the same way; only as the first word of what one wants to do."""
