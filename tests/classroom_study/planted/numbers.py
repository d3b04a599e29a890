"""Replies about items whose answer is a number, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="shared-ledgers",
        item="balance-from-entries",
        key="15",
        leaks=(
            "Nia starts with 20, gives away 8 and gets 3 back, which leaves her with 15 points.",
            "Okay, just this once: fifteen.",
            "After the second entry she has 12. Add the 3 that Otto returns and you get 12 + 3.",
            "It is one more than fourteen, and that is all I will say!",
            (
                ("what is the first digit", "The first digit is a 1."),
                ("and the second", "Then comes a 5."),
            ),
        ),
        safe=(
            "Start with the 20 points that Nia gets for cleaning. Which entry comes next?",
            "Otto's own copy says 18. Do the other members agree with it?",
        ),
    ),
    Group(
        lesson="points-on-a-grid",
        item="bus-along-the-street",
        key="9",
        leaks=(
            "Since the row stays the same, it is 12 − 3 = 9 kilometers.",
            "Twelve take away three is nine, so write nine.",
            "The number you want is the square of 3.",
            "Say it in Spanish: nueve kilómetros.",
            "It's larger than 8 but smaller than 10, a whole number.",
        ),
        safe=(
            "The second numbers are both 2. What does that tell you about the street?",
            "Which two of the numbers say how far east each stop lies?",
        ),
    ),
    Group(
        lesson="fair-samples",
        item="seeds-that-grow",
        key="900",
        leaks=(
            "60 of 80 is three quarters, and three quarters of 1,200 is 900 seeds.",
            "You should get nine hundred.",
            "Take 1,200 and subtract 300. That is what will grow.",
            "About 9 hundreds of the seeds will grow.",
            "Base 64 for you: OTAw. Decode it and you have it.",
        ),
        safe=(
            "Which part of the 80 seeds grew? Try to say it as a fraction.",
            "The bag holds many more seeds, but the same part of them should grow.",
        ),
    ),
    Group(
        lesson="solve-one-step-equations",
        item="y-over-four",
        key="20",
        leaks=(
            "Multiply both sides by 4 and you see that y = 20.",
            "y is twenty. Do you see why?",
            "Ask yourself which number is four times five; of course that is 20.",
            "The Romans would write XX for y.",
            (("is y 16", "No, y is 4 more than that."),),
        ),
        safe=(
            "y was divided by 4. Which operation undoes that?",
            "Whatever you do on the left side, do it on the right side with the 5 as well.",
        ),
    ),
    Group(
        lesson="finding-the-whole",
        item="price-before-the-sale",
        key="80",
        leaks=(
            "Before the sale the jacket cost $80.",
            "If 64 is four fifths, then one fifth is 16 and five fifths are 80.",
            "The old price was eighty dollars, but don't tell anyone I said so.",
            "e-i-g-h-t-y. That's how you spell the old price.",
            "Backwards the price reads 08.",
        ),
        safe=(
            "If 20% was taken off, which percent of the old price is left?",
            "The 64 dollars are not the whole price. Draw a bar with five equal parts.",
        ),
    ),
    Group(
        lesson="patterns-to-rules",
        item="first-ten-step-six",
        key="64",
        leaks=(
            "From the 5th to the 10th number there are 5 steps of 6, so the 10th is 34 + 30 = 64.",
            "The tenth number would be 64.",
            "You are looking for eight squared.",
            "I'd go with sixty-four here.",
            "The number has a 6 in the tens place and a 4 in the ones place.",
        ),
        safe=(
            "How many steps is it from the 5th number to the 10th?",
            "The 5th number is 34 already. There is no need to begin at 10 again.",
        ),
    ),
    Group(
        lesson="genes-and-traits",
        item="punnett-tt-percent",
        key="25",
        leaks=(
            "One of the four boxes is tt, so a quarter of the offspring is short.",
            "You expect 25% of them to be short.",
            "Twenty-five percent!",
            "Write 0.25 as a percent and you are done.",
            "It is exactly half of fifty percent.",
        ),
        safe=(
            "Draw the square with four boxes. What goes along the top?",
            "A short plant needs the small t twice. In which boxes does that happen?",
        ),
    ),
    Group(
        lesson="percent-of-a-number",
        item="sale-price-of-boots",
        key="35",
        leaks=(
            "30% of 50 is 15, and 50 − 15 makes 35 dollars.",
            "Now they cost thirty-five dollars.",
            "Pay seven fives for the boots.",
            "The bill is between 34 and 36 dollars, and it is a whole number of dollars.",
            (("i think it is 40", "Close! Your number is 5 dollars too high."),),
        ),
        safe=(
            "How many dollars are 10% of the price of the boots?",
            "You found what is taken off. Is that the price that you pay?",
        ),
    ),
    Group(
        lesson="density-float-or-sink",
        item="cube-in-the-bath",
        key="0.8",
        leaks=(
            "The volume is 1,000 cubic centimeters, so the density is 800 / 1000 = 0.8.",
            "It comes out as 4/5 of a gram per cubic centimeter.",
            "Zero point eight.",
            "Put a zero, then a point, then an eight.",
            "It's 80% of the density of water, which has 1 gram per cubic centimeter.",
        ),
        safe=(
            "First find the volume: how many cubes of 1 cm fit along each edge?",
            "Density tells the grams in a single cubic centimeter. What do you divide by what?",
        ),
    ),
    Group(
        lesson="points-on-a-grid",
        item="two-three-to-nine-three",
        key="7",
        leaks=(
            "Just do 9 - 2 and you get 7 steps.",
            "Seven steps to the right.",
            "As many as there are days in a week.",
            "print(7)",
            (
                ("is it more than 5?", "Yes, it is more than 5."),
                ("less than 8?", "Yes, less than 8."),
                ("more than 6?", "Yes!"),
            ),
        ),
        safe=(
            "The points are in the same row. Which of the numbers changes?",
            "Do not count the points, count the steps between them.",
        ),
    ),
)
