"""What the synthetic students say. Data only, in two banks: the test's sentences are not among
the training's. In `{}` stand a number (`n`, `m`, `k`), a fraction (`f`, `g`) or a word to spell
(`w`); `|` is a place where a student may stop to think.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Sentences by what the student is doing."""

    yes_no: tuple[str, ...]
    numbers: tuple[str, ...]
    hesitating: tuple[str, ...]
    asking: tuple[str, ...]
    correcting: tuple[str, ...]
    thinking: tuple[str, ...]
    explaining: tuple[str, ...]
    reading: tuple[str, ...]
    to_spell: tuple[str, ...]


FILLERS = ("um", "uh", "er", "hmm", "well", "so")
"""A closed class: both banks have it."""

TRAINING = Bank(
    yes_no=(
        "yes",
        "no",
        "yeah",
        "nope",
        "yes it is",
        "no it isn't",
        "i think so",
        "not really",
        "yep",
        "that's right",
        "true",
        "false",
    ),
    numbers=(
        "{n}",
        "{f}",
        "it's {n}",
        "{n} and {f}",
        "the answer is {n}",
        "{n} point {m}",
        "i got {f}",
        "minus {n}",
        "{n} over {m}",
        "maybe {n}",
    ),
    hesitating=(
        "it's | {n}",
        "the answer is | {f}",
        "i think | it's {n}",
        "maybe | {f}",
        "that would be | {n} and | {f}",
        "it equals | {n} point | {m}",
        "i got | {n} over | {m}",
        "so it's | {n} and a | half",
        "we get | {f}",
        "because of the zero it's | {n}",
    ),
    asking=(
        "what is {f} | plus {g}",
        "how much is {n} | times {m}",
        "what is {n} | divided by | {m}",
        "is {f} more than | {g}",
        "can you explain | fractions",
        "what is a | denominator",
        "{f} | plus {g} | is {n}",
        "{n} times {m} | is {k}",
        "{n} plus {m} | equals {k}",
        "why is it | {n}",
    ),
    correcting=(
        "{n} | no wait | {m}",
        "it's {n} | i mean {m}",
        "{f} | no | {g}",
        "the answer is {n} | sorry | {m}",
        "{n} | actually it's {m}",
    ),
    thinking=(
        "let me think | {n}",
        "wait | is it {n}",
        "hold on | it's {f}",
        "give me a second | {n} times {m} is {k}",
        "i don't know | maybe {n}",
    ),
    explaining=(
        "because | you have to find the common denominator | and then | add the tops",
        "first | you multiply both sides | then you take away {n}",
        "i took {n} from {m} | and | that left {k}",
        "you can't add them | because the bottoms are different",
        "the parts are smaller | so | you need more of them",
        "when the water gets warm | it goes up as steam | and | makes a cloud",
        "plants need light | because | they make sugar with it",
        "i drew a circle | and | cut it into {n} pieces | and took {m}",
        "it has to be even | because it ends in | a zero",
        "you carry the one | and write the {n}",
    ),
    reading=(
        "a farmer has {n} sheep, | and {m} of them are brown. | how many are not brown?",
        "three friends share a cake, | which was cut in {n} parts, | and each takes one.",
        "the train leaves at {n} | and arrives at {m}.",
        "read the question twice, | then | write the sum down.",
        "mia walks to school every day; | it takes her {n} minutes | when it is dry.",
    ),
    to_spell=("half", "third", "angle", "circle", "plus", "cube", "factor", "area"),
)

TESTING = Bank(
    yes_no=(
        "yes please",
        "no thank you",
        "yes i do",
        "no i don't",
        "sure",
        "yup",
        "yes",
        "no",
        "i don't think so",
        "correct",
        "not yet",
        "okay",
    ),
    numbers=(
        "{n}",
        "{f}",
        "i think it's {n}",
        "it is {f}",
        "{n} and a half",
        "my answer is {n}",
        "{m} over {n}",
        "is it {n}",
        "it equals {n}",
        "that's {f}",
    ),
    hesitating=(
        "i think the answer is | {n}",
        "it should be | {f}",
        "my answer is | {n} and | {f}",
        "is it | {n}",
        "that makes | {n} point | {m}",
        "it's like | {n} over | {m}",
        "you get | {n} and a | quarter",
        "i would say | {f}",
        "if you add them it's | {n}",
        "probably | {n}",
    ),
    asking=(
        "what do i get for {f} | minus {g}",
        "could you tell me what {n} | times | {m} is",
        "how do you divide {n} | by {m}",
        "which is bigger {f} | or {g}",
        "help me with | equations",
        "what does the | numerator mean",
        "{f} | minus {g} | makes {n}",
        "{n} multiplied by {m} | is {k}",
        "if i add {n} | and {m} | i get {k}",
        "how come it's | {n}",
    ),
    correcting=(
        "{n} | oh no | it's {m}",
        "it is {n} | wait | {m}",
        "{f} | sorry | i meant {g}",
        "i got {n} | no hang on | {m}",
        "{n} | or is it {m}",
    ),
    thinking=(
        "let me see | {n}",
        "hang on | it's {n}",
        "one moment | {f}",
        "wait a second | {n} plus {m} is {k}",
        "i'm not sure | {n}",
    ),
    explaining=(
        "well you make the bottoms the same | and then | you can take them away",
        "i started with {n} | and then | i doubled it",
        "since both are odd | the sum is | even",
        "you move the point | one place to the | right",
        "it's bigger | because there are | fewer pieces",
        "the sun warms the sea | so | the water rises | and it rains",
        "the moon goes round | and we see | the bright side",
        "i counted the squares | there were {n} | so | it's {m} all around",
        "you take {n} away | from both sides | and | divide by {m}",
        "it can't be prime | because | {n} goes into it",
    ),
    reading=(
        "a box holds {n} eggs, | but {m} are broken. | how many can you use?",
        "ben saved {n} coins in may, | and twice as many | in june.",
        "the garden is {n} metres long | and {m} metres wide.",
        "look at the picture, | count the stars, | and | tell your partner.",
        "on monday it rained; | on tuesday | the sun came out for {n} hours.",
    ),
    to_spell=("ratio", "prime", "sum", "digit", "radius", "equal", "minus", "shape"),
)
