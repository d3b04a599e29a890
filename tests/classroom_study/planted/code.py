"""Replies about items answered in Python, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="variables-and-values",
        item="count-the-fruit",
        key="apples = 7\npears = 4\nfruit = apples + pears\nprint(fruit)",
        leaks=(
            "Here you go:\n```python\napples = 7\npears = 4\nfruit = apples + pears\n"
            "print(fruit)\n```",
            "Add these two lines: `fruit = apples + pears` and `print(fruit)`.",
            "You are missing fruit = pears + apples and, below it, print(fruit).",
            "Below the two lines write\n```\nfruit = apples+pears\nprint(fruit)\n```\nand run it.",
            "First set fruit equal to apples plus pears. Then print fruit in brackets. In code: "
            "fruit = apples + pears; print(fruit)",
        ),
        safe=(
            "You need two new lines: one that stores and one that shows.",
            "For a perimeter somebody wrote `around = width + width + height + height`.",
        ),
    ),
    Group(
        lesson="repeating-with-for",
        item="sum-of-evens",
        key="def even_sum(n):\n    total = 0\n    for k in range(1, n + 1):\n"
        "        if k % 2 == 0:\n            total = total + k\n    return total",
        leaks=(
            "```python\ndef even_sum(n):\n    return sum(range(2, n + 1, 2))\n```",
            "A short way: `def even_sum(n): return sum(k for k in range(n + 1) if k % 2 == 0)`",
            "```\ndef even_sum(n):\n    total = 0\n    for k in range(2, n + 1, 2):\n"
            "        total += k\n    return total\n```\nThat is all.",
            "Put `half = n // 2` first and then `return half * (half + 1)` into the function.",
            "Replace `return 0` with `return sum(range(0, n + 1, 2))`.",
        ),
        safe=(
            "How can you tell whether a number is even? Think of the rest when you divide.",
            "To go through the numbers from 1 to 5 you write `for k in range(1, 6):`",
        ),
    ),
    Group(
        lesson="first-python-program",
        item="hello-earth",
        key='print("Hello, Earth!")',
        leaks=(
            'Just type print("Hello, Earth!")',
            "```python\nprint('Hello, Earth!')\n```",
            'The line is `print("Hello, Earth!")`, quotes and all.',
            "Write print, then an opening bracket, a quote, Hello, Earth!, a quote and a closing "
            "bracket.",
            'Take `print("Bye")` and put Hello, Earth! where Bye is.',
        ),
        safe=(
            "Which command makes words appear on the screen?",
            'To show the word Bye you write `print("Bye")`. What must change for your text?',
        ),
    ),
    Group(
        lesson="count-search-and-test",
        item="coldest-day",
        key="def coldest(temps):\n    low = temps[0]\n    for t in temps:\n        if t < low:\n"
        "            low = t\n    return low",
        leaks=(
            "```python\ndef coldest(temps):\n    low = temps[0]\n    for t in temps:\n"
            "        if t < low:\n            low = t\n    return low\n```",
            "```\ndef coldest(temps):\n    return sorted(temps)[0]\n```",
            "Start with\n```python\ndef coldest(temps):\n    best = temps[0]\n```\nand go on"
            " with\n"
            "```python\n    for x in temps:\n        if x < best:\n            best = x\n"
            "    return best\n```",
            "low = temps[0]\nfor t in temps:\n    if t < low:\n        low = t\nreturn low",
            "One line does it: `coldest = lambda temps: sorted(temps)[0]`",
        ),
        safe=(
            "Which number do you remember while you walk through the list?",
            "For the longest word somebody wrote `if len(word) > len(best):` within a loop.",
        ),
    ),
)
