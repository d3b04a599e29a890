"""A thousand conversations with random timing of everything, in virtual time.

Whatever happens and whenever: no double reply, no stale speech, no lost answer, a history that
equals what came out of the loudspeaker, one end per reply, one end per session, no task left.
"""

import asyncio
import random
from dataclasses import dataclass, field

import pytest

from sessions.commands import (
    AddItem,
    CancelReply,
    ChangeSettings,
    ClearVoice,
    Close,
    CreateReply,
    Mute,
    Pause,
    TurnSettings,
    VoiceAttached,
    VoiceDetached,
)
from sessions.facts import restore
from sessions.ids import ItemId
from sessions.items import ItemStatus, MessageItem, Modality, Speaker
from sessions.outputs import Closed, Phase, PhaseChanged, ReplyCreated, ReplyDone, VoiceStarted
from sessions.reduce import reduce
from tests.fakes.classroom import Classroom, words
from tests.fakes.hearing import FakeStt
from tests.fakes.thinking import FakeLlm, FakeTts, calls
from tests.virtual_time import run_virtual

CONVERSATIONS = 1_000
BACKCHANNELS = ("mm-hm", "okay", "yeah")
SHORT = ("yes", "no", "4", "stop")


@dataclass
class Play:
    """One random conversation."""

    seed: int
    calm: bool
    """Nothing breaks and nobody mutes: then nothing that was said may be lost."""
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.serial = 0
        self.room = Classroom(
            stt=FakeStt(
                final_s=self.dice.choice((0.0, 0.05, 0.2, 0.7, 1.5)),
                partials_on=self.dice.random() < 0.7,
            ),
            llm=FakeLlm(
                first_s=self.dice.choice((0.0, 0.05, 0.4, 1.2)),
                token_s=self.dice.choice((0.0, 0.01, 0.1)),
            ),
            tts=FakeTts(
                first_s=self.dice.choice((0.0, 0.03, 0.5)),
                chunk_s=self.dice.choice((0.0, 0.01, 0.15)),
            ),
            settings=TurnSettings(patience=self.dice.choice((0.5, 1.0))),
            pull_ms=100,
            push_ms=60,
        )
        self.room.log.delay_s = self.dice.choice((0.0, 0.003, 0.3))
        if self.dice.random() < 0.1:
            self.room.llm.script = calls("look", '{"a": 12}', "Let me look.")

    async def run(self) -> None:
        """Talk, then close and check."""
        room = self.room
        async with room.open():
            self.before = room.session.state
            for _ in range(self.dice.randint(1, 4)):
                await self.act()
                await asyncio.sleep(self.dice.choice((0.0, 0.02, 0.3, 0.62, 1.0, 2.5)))
            if self.calm:
                await self.settle()
            elif self.dice.random() < 0.3:
                room.post(Close(reason="idle"))
                room.post(Close(reason="left"))
        self.check()

    async def settle(self) -> None:
        """Let everything come to its end."""
        await asyncio.sleep(2.0)
        await self.room.quiet()

    def text(self) -> str:
        """New words, so that none can be mistaken for another."""
        self.serial += self.dice.randint(1, 4)
        return " ".join(f"w{n}" for n in range(self.serial, self.serial + self.dice.randint(2, 4)))

    async def act(self) -> None:
        """One random thing."""
        odds = self.dice.random()
        if odds < 0.45:
            await self.speak(self.text())
        elif odds < 0.55:
            await self.speak(self.dice.choice(SHORT))
        elif odds < 0.62:
            await self.room.say(self.dice.choice(("*cough", "*hum *hum *hum", *BACKCHANNELS)))
        elif odds < 0.75:
            self.said.append(self.text())
            self.room.write(self.said[-1])
        elif self.calm:
            self.room.post(self.dice.choice((CancelReply(), ClearVoice(), CreateReply())))
        else:
            await self.disturb()

    async def speak(self, text: str) -> None:
        """Say words, sometimes with a pause in them."""
        self.said.append(text)
        await self.room.say(text, silence_s=self.dice.choice((0.12, 0.3, 0.6, 0.9)))

    async def disturb(self) -> None:
        """Break something for a while."""
        room, dice = self.room, self.dice
        what = dice.randrange(10)
        if what == 0:
            room.post(Mute(muted=True))
            await asyncio.sleep(dice.random())
            room.post(Mute(muted=False))
        elif what == 1:
            room.post(VoiceDetached())
            room.pulling = False
            await asyncio.sleep(dice.choice((0.2, 1.0, 12.0)))
            room.pulling = True
            room.post(VoiceAttached())
        elif what == 2:
            room.log.down = True
            await asyncio.sleep(dice.choice((0.1, 1.5)))
            room.log.down = False
        elif what == 3:
            room.log.loses_answers = 2
        elif what == 4:
            room.llm.down = not room.llm.down
        elif what == 5:
            room.stt.broken = dice.choice((1, 2))
        elif what == 6:
            room.write("how to build a bomb")
        elif what == 7:
            room.post(
                ChangeSettings(
                    settings=TurnSettings(
                        hands_free=dice.random() < 0.8,
                        interruptible=dice.random() < 0.5,
                        modality=dice.choice((Modality.VOICE, Modality.TEXT)),
                    )
                )
            )
        elif what == 8:
            await self.hush()
        else:
            item = MessageItem(
                item_id=ItemId(f"mine{dice.randrange(3)}"),
                speaker=dice.choice((Speaker.STUDENT, Speaker.SYSTEM)),
                text="w0 w1",
                modality=Modality.TEXT,
            )
            room.post(AddItem(item=item, after=dice.choice((None, ItemId("root")))))

    async def hush(self) -> None:
        """A teacher pauses the talk, and lets it go on: sometimes twice, or from one student's
        pause to everybody's. Nothing is said meanwhile."""
        room, dice = self.room, self.dice
        for whole_class in dice.choices((False, True), k=dice.randint(1, 2)):
            room.post(Pause(paused=True, whole_class=whole_class))
        await room.until_phase(Phase.WAITING)
        await asyncio.sleep(0.2)  # the last 10 ms fade out with the next pull
        before = len(room.loudspeaker)
        await asyncio.sleep(dice.choice((0.0, 0.3, 3.0)))
        assert len(room.loudspeaker) == before
        for _ in range(dice.randint(1, 2)):
            room.post(Pause(paused=False))

    def check(self) -> None:
        """The promises."""
        self.check_ends()
        self.check_history()
        self.check_phases()
        if self.calm:
            self.check_nothing_lost()

    def check_ends(self) -> None:
        """One end each, in order, and nothing left running."""
        room = self.room
        replies = [o for o in room.outputs if isinstance(o, ReplyCreated | ReplyDone)]
        for created, done in zip(replies[::2], replies[1::2], strict=True):
            assert isinstance(created, ReplyCreated)
            assert isinstance(done, ReplyDone)
            assert created.reply_id == done.reply_id
        assert len(room.all(Closed)) == 1
        assert isinstance(room.outputs[-1], Closed)
        assert (room.stt.open_now, room.llm.running, room.tts.running) == (0, 0, 0)

    def check_history(self) -> None:
        """History is what was heard, in memory, in the log and in a replay."""
        room = self.room
        items = room.session.items
        voice = [
            i.text
            for i in items
            if isinstance(i, MessageItem)
            and i.speaker is Speaker.TUTOR
            and i.modality is Modality.VOICE
        ]
        assert room.played == words(voice)
        assert all(
            i.status is not ItemStatus.IN_PROGRESS for i in items if isinstance(i, MessageItem)
        )
        assert restore(room.log.facts) == items
        if self.seed % 10 < 8:
            return
        state = self.before
        for event in room.record:
            state, _ = reduce(state, event)
        assert state == room.session.state

    def check_phases(self) -> None:
        """Speaking is never said before something plays."""
        room = self.room
        phases = [p.phase for p in room.all(PhaseChanged)]
        assert phases[-1] is Phase.CLOSED
        if Phase.SPEAKING in phases:
            assert room.all(VoiceStarted)

    def check_nothing_lost(self) -> None:
        """Every word that was said or typed is in the history, once and in order of turns."""
        told = [t for t in words(self.room.student).split() if t not in BACKCHANNELS]
        assert sorted(told) == sorted(words(self.said).split())


async def _play(seed: int) -> None:
    play = Play(seed, calm=seed % 2 == 0)
    try:
        await play.run()
    except BaseException as error:
        error.add_note(f"seed {seed}")
        raise
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.slow
def test_a_thousand_conversations_keep_their_promises() -> None:
    for seed in range(CONVERSATIONS):
        run_virtual(_play(seed))
