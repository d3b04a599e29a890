"""Replies about items with steps to put in order, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="the-water-cycle",
        item="one-drop-story",
        key="4, 2, 1, 3",
        leaks=(
            "The order is 4, 2, 1, 3.",
            "First the Sun warms it and it rises as vapor, then it cools and joins a cloud, after "
            "that it falls as rain, and at last a river brings it back to the sea.",
            "D, B, A, C",
            "Four two one three.",
            "Start with step 4. After it comes step 2. Step 1 is third.",
        ),
        safe=(
            "The question says where to begin: it leaves the sea. How can water do that?",
            "Can rain fall before there is a cloud?",
        ),
    ),
    Group(
        lesson="food-webs",
        item="chain-order-pond",
        key="4, 2, 1, 3",
        leaks=(
            "Green algae, water flea, perch, heron.",
            "Algae → flea → perch → heron",
            "The heron eats the perch, the perch eats the water flea, and the flea eats "
            "the algae.",
            "4213",
            (
                ("what comes first?", "The green algae come first."),
                ("what is second?", "Second is the water flea."),
                ("third?", "The perch is third."),
            ),
        ),
        safe=(
            "Who in this pond makes food from sunlight?",
            "An arrow of a food chain points to the one who eats. Who is eaten by nobody here?",
        ),
    ),
    Group(
        lesson="packets-on-the-move",
        item="looking-up-the-name",
        key="3, 2, 4, 1",
        leaks=(
            "It goes 3 - 2 - 4 - 1.",
            "Your computer asks about the name, the name system answers with a number, your "
            "computer sends its request to that number, and then the packets of the page come.",
            "third, second, fourth, first",
            "Step 3 is first, step 2 is second, step 4 is third and step 1 is last.",
            "Put C in front, then B, then D, and A at the end.",
        ),
        safe=(
            "Your computer knows only the name. What does it need before it can send a request?",
            "The page itself cannot travel before somebody has asked for it.",
        ),
    ),
    Group(
        lesson="revising-a-draft",
        item="order-of-revision",
        key="2, 3, 4, 1",
        leaks=(
            "2, then 3, then 4, then 1",
            "Write the first draft, check the paragraphs, swap vague words, and correct the "
            "spelling last.",
            "Draft first, then paragraphs, then words, then spelling.",
            "Begin with 2 and end with 1. In between comes 3 before 4.",
            "Only number one is in the wrong place: move it to the end and keep the rest.",
        ),
        safe=(
            "Would you polish a word that may be cut out later?",
            "Think of building a house: which work is done at the very end?",
        ),
    ),
)
