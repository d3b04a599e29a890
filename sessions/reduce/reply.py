"""How a reply begins: as a speculation while the student may still go on, or when it is owed.

A reply is speculative until `create`: nobody hears or sees anything of it before its turn is in
the log.
"""

from dataclasses import replace

from inference.contracts import ChatRequest, Direction, Priority, Sampling, Verdict
from sessions.commands import ReplyOptions
from sessions.contracts import FactKind
from sessions.effects import Judge, Think
from sessions.grounding import Ask
from sessions.ids import ReplyId
from sessions.items import Item, MessageItem, Modality, Speaker
from sessions.outputs import ReplyCreated, ReplyStatus
from sessions.prompt import in_language, messages
from sessions.reduce import finish
from sessions.reduce.draft import Draft
from sessions.sentences import split
from sessions.state import OpenTurn, Owed, Reply, Sentence, State

ALLOWED = Verdict(allowed=True)
PRECHECK = -1
"""Sentence number of the client's own input, judged before the model sees it."""


def modality_for(state: State, options: ReplyOptions) -> Modality:
    """Voice only when it is wanted and somebody pulls it."""
    wanted = options.modality or state.settings.modality
    return Modality.VOICE if wanted is Modality.VOICE and state.attached else Modality.TEXT


def speculate(d: Draft, turn: OpenTurn) -> None:
    """Think about what was said so far; thrown away when the student says more."""
    if turn.heard is None or holds(d.state, turn, turn.heard.text):
        return
    finish.discard(d)
    said = MessageItem(
        item_id=turn.item_id,
        speaker=Speaker.STUDENT,
        text=turn.heard.text,
        modality=Modality.VOICE,
    )
    basis = d.state.history.version
    reply = replace(_new(d, Owed(turn=turn.number)), basis=basis, said=said.text)
    d.state = replace(d.state, reply=reply)
    _think(d, reply, (*d.state.history.items, said))


def holds(state: State, turn: OpenTurn, text: str) -> bool:
    """Is there a speculation on exactly these words of the turn, from before a sound that was not
    one more word?"""
    reply = state.reply
    return (
        reply is not None
        and not reply.created
        and (reply.turn, reply.said, reply.basis) == (turn.number, text, state.history.version)
    )


def fits(state: State, reply: Reply, owed: Owed) -> bool:
    """Was the speculation made for exactly this turn and its words, and has nothing else happened
    since?"""
    last = state.history.items[-1] if state.history.items else None
    return (
        reply.turn is not None
        and reply.turn == owed.turn
        and reply.basis + 1 == state.history.version
        and isinstance(last, MessageItem)
        and last.text == reply.said
        and not (owed.script or state.blocked)
        and owed.options == reply.options
        and reply.modality is modality_for(state, owed.options)
    )


def start(d: Draft, owed: Owed) -> None:
    """Begin the reply that is owed, from nothing or from a fitting speculation."""
    speculation = d.state.reply
    if speculation is not None and fits(d.state, speculation, owed):
        _create(d, speculation, owed)
        return
    finish.discard(d)
    script, aside = (d.state.blocked, True) if d.state.blocked else (owed.script, owed.aside)
    reply = replace(_new(d, owed), aside=aside)
    d.state = replace(d.state, reply=reply, blocked="")
    if script:
        recite(d, script)
    elif not owed.cancelled and not _precheck(d, reply):
        think(d)
    if d.state.reply is not None:
        _create(d, d.state.reply, owed)
    if owed.cancelled:
        finish.cut(d, ReplyStatus.CANCELLED, "client_cancelled")


def recite(d: Draft, script: str) -> None:
    """Let the reply consist of fixed words that need no judging."""
    if d.state.reply is None:
        return
    sentences: list[Sentence] = []
    at = 0
    for text in split(d.own(script)):
        sentences.append(Sentence(text=text, start=at, verdict=ALLOWED))
        at += len(text)
    reply = replace(d.state.reply, sentences=tuple(sentences), finished="stop")
    d.state = replace(d.state, reply=reply)


def think(d: Draft) -> None:
    """Give the reply to the model."""
    reply = d.state.reply
    if reply is not None:
        own = reply.options.input_items
        _think(d, reply, d.state.history.items if own is None else own)


def _precheck(d: Draft, reply: Reply) -> bool:
    own = reply.options.input_items or ()
    said = [i.text for i in own if isinstance(i, MessageItem) and i.speaker is Speaker.STUDENT]
    if not said:
        return False
    text = "\n".join(said)
    d.state = replace(d.state, reply=replace(reply, precheck=text))
    d.do(Judge(direction=Direction.FROM_STUDENT, text=text, response=reply.number, index=PRECHECK))
    return True


def _new(d: Draft, owed: Owed) -> Reply:
    number = d.state.replies + 1
    d.state = replace(d.state, replies=number)
    return Reply(
        number=number,
        reply_id=ReplyId(d.new_id("resp")),
        item_id=d.new_item_id(),
        modality=modality_for(d.state, owed.options),
        options=owed.options,
        turn=owed.turn,
        written=d.state.written,
        fallback=owed.fallback,
        guard=owed.guard,
        ask=owed.ask,
        closing=owed.closing,
        source=owed.source,
    )


def _create(d: Draft, reply: Reply, owed: Owed) -> None:
    d.state = replace(d.state, reply=replace(reply, created=True, timings=owed.timings), owed=None)
    d.publish(
        ReplyCreated(reply_id=reply.reply_id, modality=reply.modality, options=reply.options)
    )
    body = {
        "reply_id": reply.reply_id,
        "modality": reply.modality.value,
        "turn": owed.turn,
        "out_of_band": reply.options.out_of_band,
    }
    d.commit(d.fact(FactKind.REPLY_STARTED, {**body}))


def _think(d: Draft, reply: Reply, items: tuple[Item, ...]) -> None:
    settings, options = d.state.settings, reply.options
    instructions = settings.instructions if options.instructions is None else options.instructions
    if d.state.rules.instructed:
        instructions = in_language(instructions, settings.language)
    tools = settings.tools if options.tools is None else options.tools
    request = ChatRequest(
        messages=messages(
            items,
            grade=d.state.grade,
            instructions=instructions,
        ),
        sampling=Sampling(
            max_tokens=options.max_tokens or settings.max_tokens,
            temperature=settings.temperature,
        ),
        tools=tools,
        tool_choice=options.tool_choice or settings.tool_choice,
        priority=Priority.VOICE if reply.voiced else Priority.TEXT,
    )
    ask = reply.ask or _ask(d.state, reply, items)
    d.do(Think(response=reply.number, request=request, ask=None if request.tools else ask))


def _ask(state: State, reply: Reply, items: tuple[Item, ...]) -> Ask | None:
    """What the student said last, to be looked up in the lessons (they are in English). Who gives
    instructions of their own for a reply wants no other."""
    last = items[-1] if items else None
    if not isinstance(last, MessageItem) or last.speaker is not Speaker.STUDENT or last.aside:
        return None
    english = state.settings.language.startswith(("en", "auto"))
    if not english or reply.options.instructions is not None:
        return None
    run = state.lesson
    item = run.open_item if run else None
    return Ask(
        question=last.text,
        grade=state.grade,
        guards=(item,) if item else (),
        rung=run.work.rungs if run else 0,
    )
