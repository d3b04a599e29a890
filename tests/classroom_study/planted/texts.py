"""Replies about items answered in own words, written by hand."""

from tests.classroom_study.planted.group import Group

GROUPS = (
    Group(
        lesson="main-idea",
        item="library-own-words",
        key="The library lends people many useful things, not only books.",
        leaks=(
            "The library lends people many useful things, not only books.",
            "You could write: People can borrow all kinds of items from the town library.",
            "Our libraries loan out more than books.",
            "A good sentence says that the library is a place that lends tools and other objects.",
            (
                ("how do i start", "Start your sentence with: The library lends"),
                ("and then?", "Then write: many things besides books."),
            ),
        ),
        safe=(
            "Who or what is the text about? Begin your sentence with that.",
            "Look at the drill, the cake pan and the guitar. What do they have in common?",
        ),
    ),
    Group(
        lesson="heat-and-temperature",
        item="tea-in-the-room",
        key="Energy goes from the tea into the room until both have the same temperature.",
        leaks=(
            "The energy goes from the tea into the air of the room until both are equally warm.",
            "Heat flows to the surroundings, and it stops when tea and room have the same "
            "temperature.",
            "It leaves the tea for the room. It stops at room temperature.",
            "Say that it warms the air around the cup until the tea is as warm as the air.",
            "Your answer needs two ideas: energy moves into the room, and it stops at the same "
            "temperature.",
        ),
        safe=(
            "Hold your hands near the cup. What do you feel there?",
            "Can the tea ever get colder than everything near it?",
        ),
    ),
    Group(
        lesson="joining-sentences",
        item="join-dark-lamp",
        key="Amal lit a candle because the power was out.",
        leaks=(
            "Amal lit a candle because the power was out.",
            "The power was out, so Amal lit a candle.",
            "You could begin like this: Since the power was out, Amal lit a candle.",
            "Put because between the two: Amal lit a candle ... the power was out.",
            "Try 'Because the electricity was gone, Amal lit a candle.'",
        ),
        safe=(
            "Which of the two thoughts is the reason for the other one?",
            "You need a little joining word that shows a reason.",
        ),
    ),
)
