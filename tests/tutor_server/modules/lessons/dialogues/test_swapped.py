"""Other words: everywhere the same ones, formulas untouched, what is the tutor's own kept."""

from random import Random

from tutor_server.modules.lessons.dialogues.swapped import Swap, lexicon

WORDS = ("granite", "turnip", "velvet", "hammock")


def swap(share: float = 1.0, *, kept: str = "", seed: int = 1) -> Swap:
    return Swap(Random(seed), WORDS, share, kept=kept)


def test_a_word_gets_the_same_other_word_everywhere() -> None:
    other = swap()
    first = other.text("The mirror reflects")
    assert "mirror" not in first
    put = first.split()[1]
    assert other.text("a mirror") == f"a {put}"
    assert other.text("Mirror") == put.title()


def test_one_and_many_stay_relatives() -> None:
    other = swap()
    put = other.text("mirror")
    assert other.text("mirrors").startswith(put)


def test_formulas_code_and_small_words_stay() -> None:
    kept = "so that `mirror = 3` and $\\frac{1}{2}$ are both the same"
    assert swap().text(kept) == kept


def test_numbers_get_others_of_their_length() -> None:
    put = swap(seed=3).text("It has 250 parts and 250 ends.")
    numbers = [word for word in put.split() if word.isdigit()]
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert len(numbers[0]) == 3
    assert "0.5" in swap().text("It is 0.5 of it.")


def test_what_is_kept_stays() -> None:
    assert swap(kept="Let us ask your teacher.").text("the teacher") == "the teacher"
    assert swap().text("the teacher") != "the teacher"


def test_no_share_changes_nothing() -> None:
    assert swap(0.0).text("A mirror of 250.") == "A mirror of 250."


def test_the_lexicon_holds_what_says_something() -> None:
    assert lexicon(["The mirror is `granite` and it is about velvet."]) == ("mirror", "velvet")
