"""Replies about items whose answer is algebra, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="variables-and-expressions",
        item="five-less-than-n",
        key="n - 5",
        leaks=(
            "You write it as n − 5.",
            "Begin with n, then a minus sign, then the 5.",
            "n minus five.",
            "Subtract 5 from n.",
            "The expression would be -5 + n.",
        ),
        safe=(
            "Say it with a real number: what is 5 less than 12?",
            "Be careful with the order. Which one do you begin with?",
        ),
    ),
    Group(
        lesson="like-terms",
        item="eight-y-minus-y",
        key="7*y",
        leaks=(
            "8y − y is 8y − 1y, and that leaves 7y.",
            "seven y",
            "The number in front of the y has to be 7.",
            "It's y times seven.",
            "Write `7*y` in the box.",
        ),
        safe=(
            "A plain y has an invisible number in front of it. Which one?",
            "How many y do you have at first, and how many go away?",
        ),
    ),
    Group(
        lesson="patterns-to-rules",
        item="rule-for-five-eight-eleven",
        key="3*n + 2",
        leaks=(
            "It goes up by 3 each time, so the rule is 3n + 2.",
            "Three n plus two.",
            "Take n times three and add two.",
            "That would be 2 + 3 × n.",
            "For the nth number you can use 5 + 3(n − 1).",
        ),
        safe=(
            "By how much does the pattern go up each time?",
            "Try your rule for the first number. Does it give 5?",
        ),
    ),
    Group(
        lesson="variables-and-expressions",
        item="students-and-teachers",
        key="s = 6*t",
        leaks=(
            "The equation is s = 6t.",
            "s equals six times t.",
            "s is 6 multiplied by t, that's the whole equation.",
            "Put 6t on the right side.",
            "It's the same as s/t = 6, that is s = t × 6.",
        ),
        safe=(
            "Are there more students or more teachers? Try it with 10 teachers.",
            "Test your equation: if t is 10, does s come out as 60?",
        ),
    ),
    Group(
        lesson="distributive-property",
        item="gift-bags",
        key="5*t + 10",
        leaks=(
            "Five bags at t + 2 coins each make 5t + 10.",
            "five t plus ten",
            "The toys cost 5t and the stickers cost 10, so add 5t and 10.",
            "10 + 5t is what you want.",
            "5(t + 2), and now multiply it out: 5t + 5·2.",
        ),
        safe=(
            "What does one bag cost? Then think of all the bags.",
            "Every bag holds a toy and stickers. Did you count the stickers for each bag?",
        ),
    ),
)
