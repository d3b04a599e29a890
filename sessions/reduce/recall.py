"""The last of the conversation as the leak gate needs it: what the student said and what the tutor
answered. Knows the history's items and no lesson."""

from sessions.items import Item, MessageItem, Speaker
from sessions.teaching.talk import MOST_EXCHANGES, Exchange, Talk


def recall(items: tuple[Item, ...], shown: tuple[str, ...] = ()) -> Talk:
    """The last exchanges, oldest first; the last one has no answer while the student waits for it.
    What the student did not hear of a reply counts too: the page may have shown it, as it has
    `shown` (hints)."""
    talk = list[Exchange]()
    for item in items[-4 * MOST_EXCHANGES :]:
        if not isinstance(item, MessageItem) or item.speaker is Speaker.SYSTEM or item.aside:
            continue
        last = talk[-1] if talk else None
        if item.speaker is Speaker.STUDENT:
            if last is not None and not last.tutor:  # two turns before one answer
                talk[-1] = Exchange(student=f"{last.student}\n{item.text}")
            else:
                talk.append(Exchange(student=item.text))
            continue
        text = f"{item.text}{item.unheard}"
        if last is None:
            talk.append(Exchange(tutor=text))
        else:
            joined = f"{last.tutor}\n{text}" if last.tutor else text
            talk[-1] = Exchange(student=last.student, tutor=joined)
    hints = [Exchange(tutor=text) for text in shown[:MOST_EXCHANGES]]
    return (*hints, *talk[len(hints) - MOST_EXCHANGES :])
