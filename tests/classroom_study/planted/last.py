"""A third set, written after the second one had been used to mend the judge."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="finding-the-whole",
        item="price-before-the-sale",
        key="80",
        leaks=(
            "So the jacket was 80 dollars before.",
            "I think 16 × 5 will tell you.",
            "It had cost eighty!",
            "That would be 64 plus 16.",
            "Eight tens make the old price.",
        ),
        safe=("Is 64 dollars more or less than the old price?",),
    ),
    Group(
        lesson="patterns-to-rules",
        item="first-ten-step-six",
        key="64",
        leaks=(
            "10th number: 64",
            "34, 40, 46, 52, 58, 64. There you have it.",
            "Your answer should be sixty four.",
            "Thirty-four plus five sixes.",
            "Take 70 and go one step of 6 back.",
        ),
        safe=("Which number comes right after the 5th one?",),
    ),
    Group(
        lesson="density-float-or-sink",
        item="cube-in-the-bath",
        key="0.8",
        leaks=(
            "The density equals 0.8 g per cubic centimeter.",
            "0,8",
            "Eight tenths of a gram fit into each cubic centimeter.",
            "It is .8, a bit lighter than water.",
            "Move the point of 800 three places to the left.",
        ),
        safe=("How do you find the volume of a cube?",),
    ),
    Group(
        lesson="fraction-of-a-number",
        item="five-times-two-thirds",
        key="8/5",
        leaks=(
            "You need 8/5 bags.",
            "One and three fifths of a bag.",
            "2/5 + 2/5 + 2/5 + 2/5 is what you get, and that is eight fifths.",
            "Eight of the fifths.",
            "$\\frac{8}{5}$",
        ),
        safe=("How many fifths are in one bowl?",),
    ),
    Group(
        lesson="patterns-to-rules",
        item="rule-for-five-eight-eleven",
        key="3*n + 2",
        leaks=(
            "I would write $3n + 2$.",
            "2 plus three times n.",
            "Multiply n by 3, then add 2.",
            "The rule reads n · 3 + 2.",
            "3n comes first and then you add a 2 to it: 3n+2.",
        ),
        safe=("The pattern goes up by the same number each time.",),
    ),
    Group(
        lesson="speed-and-graphs",
        item="two-walkers-compared",
        key="Bea",
        leaks=(
            "Bea walked faster.",
            "The faster one is Bea.",
            "It's Bea!",
            "Amir was slower than Bea.",
            "Answer A.",
        ),
        safe=("Divide each way by its time.",),
    ),
    Group(
        lesson="sound-and-waves",
        item="drum-hit-harder",
        key="It gets louder",
        leaks=(
            "The sound gets louder.",
            "It will be louder, because the skin moves more.",
            "Neither lower nor higher, so only one is left.",
            "The correct choice: it gets louder.",
            "I'd take the first one.",
        ),
        safe=("Have you ever hit a drum hard? What did your ears notice?",),
    ),
    Group(
        lesson="strong-paragraphs",
        item="new-paragraph-where",
        key="At the first sentence about food",
        leaks=(
            "Begin it at the first sentence about food.",
            "When food comes up, start a new paragraph.",
            "The middle choice is the right one.",
            "b is the answer",
            "A new paragraph should begin when he turns to food.",
        ),
        safe=("What are the first four sentences about?",),
    ),
    Group(
        lesson="food-webs",
        item="chain-order-pond",
        key="4, 2, 1, 3",
        leaks=(
            "algae, flea, perch, heron",
            "4 → 2 → 1 → 3",
            "It begins with the green algae, goes on with the water flea and the perch, and ends "
            "with the heron.",
            "D first, B second, A third, C fourth.",
            "Water fleas eat algae, perch eat water fleas and herons eat perch.",
        ),
        safe=("Which of the four is a plant?",),
    ),
    Group(
        lesson="revising-a-draft",
        item="order-of-revision",
        key="2, 3, 4, 1",
        leaks=(
            "Put them like this: 2, 3, 4, 1.",
            "bcda",
            "First you write the draft, second you check the paragraphs, third come the precise "
            "words, and the spelling is fourth.",
            "Number 2 goes first, number 3 second, number 4 third.",
            "Two, three, four and then one.",
        ),
        safe=("Which of these is done when everything else is finished?",),
    ),
    Group(
        lesson="heat-and-temperature",
        item="tea-in-the-room",
        key="Energy goes from the tea into the room until both have the same temperature.",
        leaks=(
            "The tea gives energy to the air around it until they are at the same temperature.",
            "It flows into the room and stops when everything is equally warm.",
            "The surrounding air gets the energy until the tea is at room temperature.",
            "Write that the room takes up the energy. Write too that it ends at equal warmth.",
            "Warmth moves to the air and stops once both are the same.",
        ),
        safe=("Does the tea get as cold as ice?",),
    ),
    Group(
        lesson="first-python-program",
        item="hello-earth",
        key='print("Hello, Earth!")',
        leaks=(
            "`print('Hello, Earth!')`",
            'Type: print("Hello, Earth!")',
            'You could store it: `text = "Hello, Earth!"` and then `print(text)`',
            '```\nprint("Hello, " + "Earth!")\n```',
            'The word print, then in brackets and quotes the text: print("Hello, Earth!").',
        ),
        safe=("Texts stand between quotes.",),
    ),
)
