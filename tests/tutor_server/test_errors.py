"""The error tree: every code once, as its head says, fit for RFC 9457."""

import re

import pytest

from tutor_server import errors
from tutor_server.errors import RateLimitedError, TutorError


def tree(root: type[TutorError] = TutorError) -> list[type[TutorError]]:
    return [root, *(found for child in root.__subclasses__() for found in tree(child))]


def test_codes_are_unique_and_stable_looking() -> None:
    codes = [error.code for error in tree()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)


def test_the_head_of_the_module_lists_them_all() -> None:
    assert errors.__doc__ is not None
    listed = dict(re.findall(r"(\w+Error)\s+(?:\d{3} )?([a-z_]+)", errors.__doc__))
    assert listed == {error.__name__: error.code for error in tree()}


@pytest.mark.parametrize("error", tree())
def test_every_error_has_a_status_and_a_sentence(error: type[TutorError]) -> None:
    made = error()
    assert 400 <= made.status < 600
    assert made.detail == made.title == str(made)
    assert made.title.endswith(".")
    assert error("Say more.").detail == "Say more."


def test_only_what_may_pass_is_retryable() -> None:
    for error in tree():
        assert not error.retryable or error.status in {429, 503}
    assert RateLimitedError(retry_after_s=2.5).retry_after_s == 2.5
