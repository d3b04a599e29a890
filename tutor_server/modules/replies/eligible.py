"""What may be kept and said again: nothing that is about somebody or about something said before.

Pure. In doubt the answer is no.
"""

import re
from enum import StrEnum
from typing import Final

from tutor_server.modules.replies.form import Form, form_of
from tutor_server.modules.replies.frames import Want

MAX_REPLY_CHARS: Final = 4_000
_MASK: Final = re.compile(r"\[[a-z][a-z_ -]*\]", re.IGNORECASE)
"""Personal data was here: [name], [phone]."""
_PERSONAL: Final = frozenset(
    """i me my mine myself we us our ours ourselves you your yours yourself he him his she her hers
    mom mum dad mommy daddy mother father brother sister friend teacher""".split()  # noqa: SIM905
)
_POINTING: Final = frozenset(
    """it this that these those they them there here same above below before previous
    last next another other else more again""".split()  # noqa: SIM905
)
"""They point to what was said or shown before."""
_OWNERS: Final = frozenset({"its", "their"})
"""They point back only when nothing in the question stands before them."""
_TIMELY: Final = frozenset(
    "today tonight yesterday tomorrow now current currently latest recent recently".split()  # noqa: SIM905
)


class Refusal(StrEnum):
    """Why a question is not the cache's."""

    NO_QUESTION = "no_question"
    PERSONAL = "personal"
    POINTING = "pointing"
    TIMELY = "timely"


def judged(text: str) -> Form | Refusal:
    """The form under which a question may be kept and found, or why it may not."""
    form = form_of(text)
    if form is None:
        return Refusal.NO_QUESTION
    if _MASK.search(text):
        return Refusal.PERSONAL
    words = set(form.about)
    if words & _PERSONAL:
        return Refusal.PERSONAL
    if words & _TIMELY:
        return Refusal.TIMELY
    if words & (_POINTING - _comparing(form)) or form.about[0] in _OWNERS:
        return Refusal.POINTING
    return form


def may_keep_reply(reply: str) -> bool:
    """Whether a reply is whole, of a sensible size and about nobody."""
    return 0 < len(reply.strip()) <= MAX_REPLY_CHARS and not _MASK.search(reply)


def _comparing(form: Form) -> frozenset[str]:
    """`5 more than 3` points to nothing."""
    return frozenset({"more"} if "than" in form.about or form.want is Want.HOW_MUCH else ())
