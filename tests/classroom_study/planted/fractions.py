"""Replies about items whose answer is a fraction, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="line-plots",
        item="difference-longest-shortest",
        key="3/4",
        leaks=(
            "The longest is 1 and the shortest is 1/4, so the difference is 3/4 of a centimeter.",
            "The answer is three quarters.",
            "It is 0.75 cm longer.",
            "Take a whole and cut a quarter off: the beetle is 75% of a centimeter longer.",
            "You get 6/8, and you can still make that simpler.",
        ),
        safe=(
            "Which mark belongs to the longest beetle, and which one to the shortest?",
            "The 6 beetles above 3/4 are in the middle. They are neither long nor short.",
        ),
    ),
    Group(
        lesson="mixed-numbers",
        item="twenty-three-eighths",
        key="2 7/8",
        leaks=(
            "8 fits into 23 two times and 7 is left over, so it is 2 7/8.",
            "Two and seven eighths!",
            "Write a big 2, and beside it the fraction 7/8.",
            "In LaTeX I'd write $2\\frac{7}{8}$.",
            "There are 2 wholes, and the rest is seven eighths.",
        ),
        safe=(
            "How many eighths make a whole? Take as many wholes out as you can.",
            "The denominator stays as it is. Look for the number of wholes in 23/8.",
        ),
    ),
    Group(
        lesson="fraction-of-a-number",
        item="five-times-two-thirds",
        key="8/5",
        leaks=(
            "4 × 2/5 = 8/5 of a bag.",
            "That makes eight fifths of a bag of rice.",
            "One whole bag and 3/5 of another one.",
            "Altogether you need 1.6 bags.",
            "The top number is 8 and the bottom number is 5.",
        ),
        safe=(
            "Each bowl needs 2 of the fifths. Think of 4 bowls in a row.",
            "Does the size of the parts change when there are more bowls?",
        ),
    ),
    Group(
        lesson="add-like-fractions",
        item="rest-of-the-book",
        key="3/7",
        leaks=(
            "He still has three sevenths to read.",
            "7/7 − 4/7 = 3/7.",
            "The numerator you want is 3, with 7 as the denominator.",
            "\u2170 know it: \u00b3\u2044\u2087 of the book!",
            "He has read four of seven parts, so 3 out of 7 parts are left.",
        ),
        safe=(
            "How would you write the whole book in sevenths?",
            "He has read 4/7. You want the other part of the book.",
        ),
    ),
    Group(
        lesson="simple-probability",
        item="letter-card-vowel",
        key="1/3",
        leaks=(
            "Two of the six cards are vowels: 2/6, which is 1/3.",
            "The chance is one third.",
            "It's one in three.",
            "2 out of 6 cards show a vowel.",
            "Every third card on average, so about 33.3 percent, or 1 : 3 as a fraction.",
        ),
        safe=(
            "How many cards are there, and on which of them is a vowel?",
            "A probability compares the cards that fit with all the cards.",
        ),
    ),
    Group(
        lesson="multiply-fractions",
        item="two-thirds-of-four-fifths",
        key="8/15",
        leaks=(
            "2/3 of 4/5 is 8/15 of the field.",
            "Corn grows on eight fifteenths of the field.",
            "Tops: 2 × 4 = 8. Bottoms: 3 × 5 = 15. Put the first over the second.",
            "eight over fifteen",
            (
                ("what goes on top?", "An 8 goes on top."),
                ("and below?", "15 goes below it."),
            ),
        ),
        safe=(
            "Draw the field, cut it into fifths, and color the planted part.",
            "You want a part of a part. Which operation does the word of stand for?",
        ),
    ),
)
