"""Votes between two explanations, and ratings of the tutor's messages. Both are acknowledged only
when they are in the log."""

from dataclasses import replace

from sessions.ballot import ballot_for
from sessions.commands import CastVote, Rate
from sessions.contracts import FactKind
from sessions.items import MessageItem, Speaker
from sessions.outputs import RatingTaken, VoteAsked, VoteTaken
from sessions.reduce.draft import Draft
from sessions.reduce.durable import full
from sessions.teaching.lesson import Lesson

STARS = range(1, 6)


def open_vote(d: Draft, lesson: Lesson, run_id: str) -> VoteAsked:
    """The pair of this run becomes the open vote; the output is told with the facts before it."""
    ballot = ballot_for(lesson, run_id=run_id, asked_s=d.at_s)
    d.state = replace(d.state, ballot=ballot)
    return VoteAsked(ballot=ballot)


def cast(d: Draft, command: CastVote) -> None:
    """One vote for the pair that is open."""
    ballot = d.state.ballot
    if ballot is None or ballot.pair != command.pair:
        message = "This vote is closed already."
        d.refuse("vote_not_open", message, event_id=command.event_id, param="pair")
        return
    if full(d, command.event_id):
        return
    d.state = replace(d.state, ballot=None)
    fact = d.fact(
        FactKind.VOTE_CAST,
        {
            "vote": d.new_id("vote"),
            "pair": ballot.pair,
            "lesson": ballot.lesson_id,
            "topic": ballot.topic,
            "left_source": ballot.left.source,
            "right_source": ballot.right.source,
            "choice": command.choice.value,
            "seconds": round(max(0.0, d.at_s - ballot.asked_s), 1),
        },
        {"question": ballot.question, "left": ballot.left.text, "right": ballot.right.text},
    )
    d.commit(fact, outputs=(VoteTaken(pair=ballot.pair, event_id=command.event_id),))


def rate(d: Draft, command: Rate) -> None:
    """Thumbs or stars for something the tutor said."""
    entry = d.state.history.find(command.item_id)
    item = entry.item if entry is not None else None
    if not isinstance(item, MessageItem) or item.speaker is not Speaker.TUTOR:
        d.refuse(
            "item_not_found",
            "There is no such message of the tutor.",
            event_id=command.event_id,
            param="item_id",
        )
        return
    if not _plausible(command):
        d.refuse(
            "invalid_value",
            "Give thumbs (-1 or 1) or stars (1 to 5).",
            event_id=command.event_id,
            param="stars",
        )
        return
    if full(d, command.event_id):
        return
    body = {
        "item_id": command.item_id,
        "source": item.source or "tutor",
        "thumbs": command.thumbs,
        "stars": command.stars,
    }
    fact = d.fact(FactKind.RATING_GIVEN, {**body})
    d.commit(fact, outputs=(RatingTaken(item_id=command.item_id, event_id=command.event_id),))


def _plausible(command: Rate) -> bool:
    given = [value for value in (command.thumbs, command.stars) if value is not None]
    return (
        len(given) == 1
        and command.thumbs in (None, -1, 1)
        and (command.stars is None or command.stars in STARS)
    )
