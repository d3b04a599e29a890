"""What mathematical signs are called, per language. Languages without a table keep the signs:
espeak-ng knows their names in its own dictionaries."""

from collections.abc import Callable
from dataclasses import dataclass

from inference.speaking.fractions import fraction_words
from inference.speaking.numbers import number_words, ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """One language's words for signs; every field is a phrase put between the operands."""

    plus: str = "+"
    minus: str = "-"
    negative: str = ""
    """Before a number below zero; empty says `minus`."""
    times: str = "×"
    divided: str = "÷"
    equals: str = "="
    not_equal: str = "≠"
    about: str = "≈"
    less: str = "<"
    greater: str = ">"
    at_most: str = "≤"
    at_least: str = "≥"
    plus_minus: str = "±"
    over: str = "/"
    squared: str = "²"
    cubed: str = "³"
    power: str = "^"
    root: str = "√"
    cube_root: str = "∛"
    root_of: str = "√"
    """The n-th root; the index is said before it."""
    percent: str = "%"
    degrees: str = "°"
    infinity: str = "∞"
    pi: str = "π"
    to: str = ","
    """Between the ends of a range or the parts of a ratio."""
    gives: str = ","
    blank: str = "..."
    english: bool = False
    number: Callable[[str], str] = str
    """Says digits; the identity leaves them to espeak-ng."""
    nth: Callable[[str], str] = str
    fraction: Callable[[str, str], str] | None = None
    """Says two whole numbers as a fraction; None says numerator, `over`, denominator."""

    def say_fraction(self, numerator: str, denominator: str) -> str:
        """Both are strings of digits."""
        if self.fraction is not None:
            return self.fraction(numerator, denominator)
        return f"{self.number(numerator)} {self.over} {self.number(denominator)}"


ENGLISH = Lexicon(
    plus="plus",
    minus="minus",
    negative="negative",
    times="times",
    divided="divided by",
    equals="equals",
    not_equal="is not equal to",
    about="is about",
    less="is less than",
    greater="is greater than",
    at_most="is less than or equal to",
    at_least="is greater than or equal to",
    plus_minus="plus or minus",
    over="over",
    squared="squared",
    cubed="cubed",
    power="to the power of",
    root="the square root of",
    cube_root="the cube root of",
    root_of="root of",
    percent="percent",
    degrees="degrees",
    infinity="infinity",
    pi="pie",
    to="to",
    gives="gives",
    blank="blank",
    english=True,
    number=number_words,
    nth=lambda index: ordinal(index) if index.isdecimal() else f"{index}th",
    fraction=fraction_words,
)

_SPANISH = Lexicon(
    plus="más",
    minus="menos",
    times="por",
    divided="entre",
    equals="es igual a",
    not_equal="no es igual a",
    about="es aproximadamente",
    less="es menor que",
    greater="es mayor que",
    at_most="es menor o igual que",
    at_least="es mayor o igual que",
    plus_minus="más o menos",
    over="sobre",
    squared="al cuadrado",
    cubed="al cubo",
    power="elevado a",
    root="la raíz cuadrada de",
    cube_root="la raíz cúbica de",
    root_of="raíz de",
    percent="por ciento",
    degrees="grados",
    infinity="infinito",
    pi="pi",
    to="a",
    gives="da",
    blank="espacio en blanco",
)

_FRENCH = Lexicon(
    plus="plus",
    minus="moins",
    times="fois",
    divided="divisé par",
    equals="égale",
    not_equal="est différent de",
    about="est environ égal à",
    less="est inférieur à",
    greater="est supérieur à",
    at_most="est inférieur ou égal à",
    at_least="est supérieur ou égal à",
    plus_minus="plus ou moins",
    over="sur",
    squared="au carré",
    cubed="au cube",
    power="puissance",
    root="la racine carrée de",
    cube_root="la racine cubique de",
    root_of="racine de",
    percent="pour cent",
    degrees="degrés",
    infinity="infini",
    pi="pi",
    to="à",
    gives="donne",
    blank="à compléter",
)

_GERMAN = Lexicon(
    plus="plus",
    minus="minus",
    times="mal",
    divided="geteilt durch",
    equals="ist gleich",
    not_equal="ist ungleich",
    about="ist ungefähr",
    less="ist kleiner als",
    greater="ist größer als",
    at_most="ist kleiner oder gleich",
    at_least="ist größer oder gleich",
    plus_minus="plus minus",
    over="durch",
    squared="Quadrat",
    cubed="hoch drei",
    power="hoch",
    root="die Wurzel aus",
    cube_root="die dritte Wurzel aus",
    root_of="Wurzel aus",
    percent="Prozent",
    degrees="Grad",
    infinity="unendlich",
    pi="Pi",
    to="bis",
    gives="ergibt",
    blank="Lücke",
)

_ORDER = (
    *("plus", "minus", "times", "divided", "equals", "not_equal", "about", "less", "greater"),
    *("at_most", "at_least", "plus_minus", "over", "squared", "cubed", "power", "root"),
    *("cube_root", "root_of", "percent", "degrees", "infinity", "pi", "to", "gives", "blank"),
)


def _table(words: str) -> Lexicon:
    """The words in the order above, parted by bars; digits are left to the language's voice."""
    named = dict(zip(_ORDER, words.split("|"), strict=True))
    return Lexicon(**named)  # type: ignore[arg-type]  # the fields in _ORDER are all words


_PORTUGUESE = _table(
    "mais|menos|vezes|dividido por|é igual a|é diferente de|é aproximadamente|é menor que|"
    "é maior que|é menor ou igual a|é maior ou igual a|mais ou menos|sobre|ao quadrado|ao cubo|"
    "elevado a|a raiz quadrada de|a raiz cúbica de|raiz de|por cento|graus|infinito|pi|a|dá|"
    "espaço em branco"
)
_ITALIAN = _table(
    "più|meno|per|diviso|è uguale a|è diverso da|è circa|è minore di|è maggiore di|"
    "è minore o uguale a|è maggiore o uguale a|più o meno|fratto|al quadrato|al cubo|elevato a|"
    "la radice quadrata di|la radice cubica di|radice di|per cento|gradi|infinito|pi greco|a|dà|"
    "spazio vuoto"
)
_POLISH = _table(
    "plus|minus|razy|podzielić przez|równa się|nie równa się|to około|jest mniejsze niż|"
    "jest większe niż|jest mniejsze lub równe|jest większe lub równe|plus minus|przez|do kwadratu|"
    "do sześcianu|do potęgi|pierwiastek z|pierwiastek sześcienny z|pierwiastek z|procent|stopni|"
    "nieskończoność|pi|do|daje|puste miejsce"
)
_ARABIC = _table(
    "زائد|ناقص|ضرب|تقسيم|يساوي|لا يساوي|يساوي تقريبًا|أصغر من|أكبر من|أصغر من أو يساوي|"
    "أكبر من أو يساوي|زائد أو ناقص|على|تربيع|تكعيب|أس|الجذر التربيعي للعدد|الجذر التكعيبي للعدد|"
    "جذر العدد|بالمئة|درجة|ما لا نهاية|باي|إلى|يعطي|فراغ"
)
_UKRAINIAN = _table(
    "плюс|мінус|помножити на|поділити на|дорівнює|не дорівнює|приблизно дорівнює|менше ніж|"
    "більше ніж|менше або дорівнює|більше або дорівнює|плюс мінус|поділити на|у квадраті|у кубі|"
    "у степені|квадратний корінь з|кубічний корінь з|корінь з|відсотків|градусів|нескінченність|"
    "пі|до|дає|пропуск"
)
_HINDI = _table(
    "जमा|घटा|गुणा|भाग|बराबर|बराबर नहीं|लगभग|से छोटा|से बड़ा|से छोटा या बराबर|से बड़ा या बराबर|"
    "जमा या घटा|बटा|का वर्ग|का घन|की घात|वर्गमूल|घनमूल|मूल|प्रतिशत|डिग्री|अनंत|पाई|से|होता है|"
    "खाली जगह"
)

_NEUTRAL = Lexicon()
_TABLES = {
    "en": ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "de": _GERMAN,
    "pt": _PORTUGUESE,
    "it": _ITALIAN,
    "pl": _POLISH,
    "ar": _ARABIC,
    "uk": _UKRAINIAN,
    "hi": _HINDI,
}


def lexicon_for(language: str) -> Lexicon:
    """The table of a BCP 47 tag's primary language, or the neutral one that keeps the signs."""
    return _TABLES.get(language.replace("_", "-").split("-")[0].lower(), _NEUTRAL)
