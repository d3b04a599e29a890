"""Replies about items with choices, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="joining-sentences",
        item="soup-was-hot",
        key="Put the word so after the comma",
        leaks=(
            "You repair it when you put the word so after the comma.",
            "Choose D.",
            "Adding *so* behind the comma fixes it: The soup was hot, so I waited.",
            "It's the last of the four choices.",
            "A and B are wrong because a comma is too weak, and C makes it worse.",
        ),
        safe=(
            "Read both halves aloud. Could each of them stand alone?",
            "Is a comma strong enough to hold two sentences together?",
        ),
    ),
    Group(
        lesson="one-step-inequalities",
        item="four-n-above-twenty",
        key="n > 5",
        leaks=(
            "Divide both sides by 4 and n > 5 is left.",
            "n must be greater than five.",
            "The third option is the one you want.",
            "Not the one with the equals sign and not the one with the less sign.",
            "Every number above 5 works, so pick the choice that says that.",
        ),
        safe=(
            "Which operation undoes the 4 in front of n?",
            "Try a few numbers for n. Which of them make the left side large enough?",
        ),
    ),
    Group(
        lesson="arithmetic-in-python",
        item="divide-ten-by-two",
        key="5.0",
        leaks=(
            "The slash always gives a decimal, so Python shows 5.0.",
            "It shows five point zero.",
            "Option B is what you would see.",
            "It isn't 5 and it isn't 10 / 2.",
            "The one in the middle.",
        ),
        safe=(
            "There are no quotes, so Python works it out. What kind of number does / make?",
            "Think of the rule about the slash in this lesson.",
        ),
    ),
    Group(
        lesson="strong-paragraphs",
        item="new-paragraph-where",
        key="At the first sentence about food",
        leaks=(
            "It should begin at the first sentence about food.",
            "Where he starts to write about what the dog eats, a new paragraph begins.",
            "B is correct.",
            "The new paragraph goes where the food begins.",
            (
                ("which one can i cross out?", "It is not after the fifth sentence."),
                ("and what else?", "Nowhere is wrong too."),
            ),
        ),
        safe=(
            "A paragraph is about one thing. How many things does Zain write about?",
            "Do not count the sentences. What changes in the middle of the text?",
        ),
    ),
    Group(
        lesson="speed-and-graphs",
        item="two-walkers-compared",
        key="Bea",
        leaks=(
            "Bea was faster, with 4 km in each hour.",
            "It was the girl who walked 8 km.",
            "Amir makes 3 km per hour and Bea makes 4 km per hour.",
            "Her name has three letters and begins with a B.",
            "The first answer is right.",
        ),
        safe=(
            "How far did each of them get in a single hour?",
            "Amir got farther, and he also had more time. Can you compare them fairly?",
        ),
    ),
    Group(
        lesson="sound-and-waves",
        item="drum-hit-harder",
        key="It gets louder",
        leaks=(
            "A harder hit makes it louder.",
            "Louder!",
            "More energy means a louder sound, so that is your answer.",
            "It doesn't get lower or higher.",
            "Go for choice A, my friend.",
        ),
        safe=(
            "What does the skin of the drum do when it is hit hard?",
            "Higher and lower are about how fast it shakes. Does a hard hit change that?",
        ),
    ),
    Group(
        lesson="points-on-a-grid",
        item="four-right-two-up",
        key="(4, 2)",
        leaks=(
            "You end at (4, 2).",
            "Right comes first, so it is four, then two.",
            "You are at 4|2.",
            "Take the second point in the list.",
            "x is 4 and y is 2.",
        ),
        safe=(
            "Which of the two numbers of a point says how far to the right?",
            "The origin is where both numbers are zero. Go from there.",
        ),
    ),
    Group(
        lesson="text-structure",
        item="frogs-and-toads",
        key="It compares two animals",
        leaks=(
            "The text compares two animals.",
            "It is a comparison of frogs and toads.",
            "It tells how frogs and toads are alike and different, so pick the comparing one.",
            "The answer starts with It compares.",
            "It neither describes a single animal nor explains a cause.",
        ),
        safe=(
            "Look for the little words however and while. What do they do in this text?",
            "How many animals is the text about?",
        ),
    ),
)
