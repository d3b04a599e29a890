"""Generators depend on their name alone."""

from inference.nano.seeds import generator


def test_the_same_name_gives_the_same_draws() -> None:
    assert generator("a").random() == generator("a").random()
    assert generator("a").random() != generator("b").random()
