"""Tests of sessions.intake."""

import asyncio

from sessions.commands import AddItem, Command, CreateReply, Mute, ReplyOptions, Say
from sessions.ear import Ear
from sessions.events import Asked, Phrase
from sessions.ids import ItemId
from sessions.inbox import Inbox
from sessions.intake import Intake
from sessions.items import MessageItem, Modality, Speaker
from sessions.tail import AudioTail
from tests.fakes.classroom import SILENCE, Classroom, virtual

PHONE = "call 555 0100"


def message(speaker: Speaker) -> MessageItem:
    return MessageItem(item_id=ItemId("a"), speaker=speaker, text=PHONE, modality=Modality.TEXT)


def asked(command: Command) -> Asked:
    ports = Classroom().ports()
    tail = AudioTail()
    ear = Ear(Inbox(), tail, vad=ports.vad, segmenter=ports.segmenter, clock=ports.clock)
    ear.hear(SILENCE)
    return Intake(ports, tail=tail, ear=ear).event(command)


@virtual
async def test_what_a_student_wrote_is_masked_wherever_it_stands() -> None:
    own = ReplyOptions(input_items=(message(Speaker.STUDENT), message(Speaker.SYSTEM)))
    events = [
        asked(Say(text=PHONE)),
        asked(AddItem(item=message(Speaker.STUDENT))),
        asked(CreateReply(options=own)),
    ]
    texts = str([event.command for event in events])
    assert texts.count("[phone]") == 3
    assert texts.count("555") == 1  # the developer's own system message


@virtual
async def test_time_and_audio_are_stamped() -> None:
    await asyncio.sleep(2)
    event = asked(Mute(muted=True))
    assert (event.at_s, event.sample, event.loud) == (2.0, 320, False)
    assert asked(Say(text="hold on")).phrase is Phrase.THINKING
