"""Errors that only the engine raises; the rest of the tree is in `inference.errors`.

ModelRefusedError
 +-- ContextTooLongError   context_too_long   the newest message alone does not fit
"""

from inference.errors import ModelRefusedError


class ContextTooLongError(ModelRefusedError):
    """The prompt cannot be shortened enough to fit the context."""

    code = "context_too_long"
