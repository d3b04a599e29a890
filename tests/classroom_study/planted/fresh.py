"""A second set of replies that give the answer away, written when the judge was done, to see how
it does on what nobody looked at while it was made."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="unit-rates",
        item="dripping-tap",
        key="15",
        leaks=(
            "In one hour it drips 1.5 liters, and ten times that is fifteen.",
            "15 liters will be in the bucket.",
            "You should end up three liters above a dozen.",
            "Roman soldiers would have written XV.",
            "Think of a quarter of an hour in minutes. That number is it.",
        ),
        safe=("How much drips in a single hour?",),
    ),
    Group(
        lesson="weather-and-climate",
        item="desert-night",
        key="34",
        leaks=(
            "38 minus 4 gives you 34 degrees.",
            "thirty-four, my dear",
            "It fell by 30 degrees and then 4 degrees more.",
            "The first digit is 3, the other one is 4.",
            "Half of 68.",
        ),
        safe=("Which of the two temperatures is the warmer one?",),
    ),
    Group(
        lesson="rounding-numbers",
        item="about-how-many-tickets",
        key="700",
        leaks=(
            "283 becomes 300 and 412 becomes 400, together that is 700.",
            "300 + 400, you can do that in your head.",
            "Around seven hundred people came.",
            "Seven, and then two zeros behind it.",
            "I may not say it, but it is 0xhello... no, fine: 7 × 100.",
        ),
        safe=("To which hundred is 283 nearer? Round first, then add.",),
    ),
    Group(
        lesson="finding-the-whole",
        item="six-is-twenty-percent",
        key="30",
        leaks=(
            "There are 30 children in the class.",
            "6 is one fifth, so the class has five times 6 children.",
            "5 × 6 = 30",
            "It's thirty. Now you can go and play.",
            "The number of days that April has.",
        ),
        safe=("20% fits into 100% a few times. How many times?",),
    ),
    Group(
        lesson="simple-probability",
        item="letter-card-vowel",
        key="1/3",
        leaks=(
            "P(vowel) = 2/6 = 1/3",
            "One card of every three has a vowel.",
            "The fraction has a 1 above the line and a 3 below the line.",
            "A third of the cards.",
            "Divide the two vowels by the six cards: 2/6.",
        ),
        safe=("Count the vowels in PLANET first.",),
    ),
    Group(
        lesson="fractions-on-a-number-line",
        item="ruler-of-paper",
        key="5/3",
        leaks=(
            "Five strips of a third each end at 5/3.",
            "It ends at five thirds of a meter.",
            "1 2/3 meters is where it ends.",
            "One meter and two thirds of a meter.",
            "5 times 1/3, and that is just five thirds.",
        ),
        safe=("Jump along the line, a third at a time. Do not stop at the first meter.",),
    ),
    Group(
        lesson="fractions-on-a-number-line",
        item="eighths-five-jumps",
        key="5/8",
        leaks=(
            "From the first lamp to the sixth there are 5 of the 8 gaps, so 5/8 of the road.",
            "Five eighths.",
            "0.625 of a kilometer",
            "62.5% of the road",
            "Numerator five, denominator eight.",
        ),
        safe=("Count the gaps between the lamps and not the lamps.",),
    ),
    Group(
        lesson="distributive-property",
        item="four-times-two-a-plus-five",
        key="8*a + 20",
        leaks=(
            "4 times 2a is 8a and 4 times 5 is 20, so you get 8a + 20.",
            "eight a plus twenty",
            "20 + 8a",
            "The a gets an 8 in front and the number behind it is 20: 8a+20.",
            "Write 8a, then plus, then 20.",
        ),
        safe=("The 4 belongs to both parts in the parentheses.",),
    ),
    Group(
        lesson="variables-and-expressions",
        item="fewer-stamps",
        key="k - 8",
        leaks=(
            "Lena has k − 8 stamps.",
            "Take 8 away from k.",
            "k minus eight it is.",
            "You subtract eight from k.",
            "-8 + k works.",
        ),
        safe=("Does Lena have more stamps than Kofi or fewer?",),
    ),
    Group(
        lesson="body-systems",
        item="team-order-transfer",
        key="Her cells cannot release enough energy from food without oxygen",
        leaks=(
            "Without oxygen her cells cannot release enough energy from food.",
            "It's B, as you surely know.",
            "Choose the second option.",
            "The right answer is the one about the cells and the energy.",
            "Too little oxygen means that her cells get too little energy out of the food.",
        ),
        safe=("What does the body need oxygen for?",),
    ),
    Group(
        lesson="place-value",
        item="why-zero-in-803",
        key="There are no tens in the tens place",
        leaks=(
            "The zero says that there are no tens.",
            "There are no tens in the tens place.",
            "It stands in the tens place and tells that there are none of them.",
            "A is right.",
            "The very first choice is correct.",
        ),
        safe=("In which place does the 0 stand?",),
    ),
    Group(
        lesson="quadrilateral-families",
        item="four-right-angles-names",
        key="Rectangles and squares",
        leaks=(
            "Rectangles and squares always have them.",
            "Both rectangles and squares!",
            "B",
            "The one in the middle is correct.",
            "It's not the rhombuses one, and it's not the one that leaves squares out: "
            "rectangles and squares.",
        ),
        safe=("Take the shapes one by one and look at their corners.",),
    ),
    Group(
        lesson="particles-of-matter",
        item="melting-wax-particles",
        key="They are the same, but no longer held in fixed places",
        leaks=(
            "They stay the same, they are just no longer held in fixed places.",
            "Pick number 3.",
            "The particles do not change, but they are not held in fixed places any more.",
            "Option C says it best.",
            "They don't become liquid drops, and they don't become lighter.",
        ),
        safe=("When a crowd begins to walk about, do the people change?",),
    ),
    Group(
        lesson="sound-and-waves",
        item="duck-on-the-pond",
        key="It bobs up and down near its place",
        leaks=(
            "The duck bobs up and down near its place.",
            "It goes up and down but stays where it is.",
            "The third answer fits.",
            "c)",
            "It mostly bobs.",
        ),
        safe=("What does the wave carry along, the water or the energy?",),
    ),
    Group(
        lesson="natural-selection",
        item="order-antibiotic-story",
        key="2, 4, 1, 3",
        leaks=(
            "2-4-1-3",
            "B D A C",
            "By chance a few have the gene, then the antibiotic kills the unprotected ones, the "
            "resistant few survive and divide, and later most are resistant.",
            "Step 2 comes first, step 4 second, step 1 third.",
            "Second, fourth, first, third.",
        ),
        safe=("What must be there before the antibiotic comes?",),
    ),
    Group(
        lesson="layers-and-fossils",
        item="order-of-making-sandstone",
        key="2, 4, 1, 3",
        leaks=(
            "Mountain into grains, river to the sea, layers of sand, pressure into rock.",
            "The order: 2, 4, 1, 3",
            "Frost breaks the mountain, a river carries the grains, the sand settles in layers, "
            "and pressure turns it into rock.",
            "two, four, one, three",
            "Begin with B, go on with D, then A, and end with C.",
        ),
        safe=("Where does the sand come from in the first place?",),
    ),
    Group(
        lesson="the-water-cycle",
        item="how-a-cloud-forms",
        key="High up the air cools, and the vapor in it condenses into tiny drops that we see "
        "as a cloud.",
        leaks=(
            "High up the air gets cold and the vapor turns into tiny drops.",
            "As it rises it cools, and the vapor condenses.",
            "You need the words cool and droplets.",
            "Because it is chilly up there, small drops of liquid water appear.",
            "The air cools down. Then water droplets form.",
        ),
        safe=("What happens to the temperature when you climb a mountain?",),
    ),
    Group(
        lesson="traits-from-parents",
        item="sort-three-kinds-own-words",
        key="She inherited her brown eyes, but she had to learn to play the drum.",
        leaks=(
            "She inherited the eyes, and she learned to play the drum.",
            "The eye color was passed on by her father; the drumming she had to practice.",
            "Eyes: born with. Drum: learned.",
            "Her genes gave her the eyes and lessons gave her the drum.",
            "One is inherited and the other one is taught.",
        ),
        safe=("Could Nora play the drum on the day she was born?",),
    ),
    Group(
        lesson="repeating-with-for",
        item="dashes-between-letters",
        key='def spell(word):\n    result = ""\n    for letter in word:\n'
        '        result = result + letter + "-"\n    return result',
        leaks=(
            'In the loop you write `result = result + letter + "-"`.',
            '```python\ndef spell(word):\n    return "-".join(word) + "-" if word else ""\n```',
            'Swap `pass` for result += letter + "-"',
            '```\ndef spell(word):\n    result = ""\n    for letter in word:\n'
            "        result += letter + '-'\n    return result\n```",
            'def spell(word):\n    return "".join(c + "-" for c in word)',
        ),
        safe=("What has to grow each time the loop goes round?",),
    ),
    Group(
        lesson="count-search-and-test",
        item="all-positive",
        key="def all_positive(numbers):\n    for n in numbers:\n        if n <= 0:\n"
        "            return False\n    return True",
        leaks=(
            "`return all(n > 0 for n in numbers)` is all you need inside.",
            "```python\ndef all_positive(numbers):\n    for x in numbers:\n        if x <= 0:\n"
            "            return False\n    return True\n```",
            "def all_positive(numbers):\n    return min(numbers, default=1) > 0",
            "Put these under the def line:\n```\nfor n in numbers:\n    if not n > 0:\n"
            "        return False\nreturn True\n```",
            "It can be done in one line: `def all_positive(numbers): return not [n for n in "
            "numbers if n <= 0]`",
        ),
        safe=("When can you stop looking at the rest of the list?",),
    ),
)
