"""Tests of sessions.errors: the tree in the docstring is the tree in the code."""

import re

from sessions import errors


def test_the_printed_tree_is_true() -> None:
    printed = re.findall(r"\+-- (\w+)\s+(\w+)( retryable)?", errors.__doc__ or "")
    assert printed
    for name, code, retryable in printed:
        kind = getattr(errors, name)
        assert issubclass(kind, errors.SessionError)
        assert (kind.code, kind.retryable) == (code, bool(retryable))
