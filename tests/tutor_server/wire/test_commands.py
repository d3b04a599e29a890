"""Client events as commands of the live core."""

import pytest

from sessions import commands
from sessions.items import Modality
from tutor_server.wire import client_events as ev
from tutor_server.wire.commands import command
from tutor_server.wire.errors import WireError


def fresh(kind: str) -> str:
    return f"{kind}_new"


def test_plain_ones() -> None:
    pairs = [
        (ev.AudioCommit(event_id="e"), commands.CommitAudio(event_id="e")),
        (ev.AudioClear(), commands.ClearAudio()),
        (ev.ItemDelete(item_id="i"), commands.DeleteItem(item_id="i")),
        (ev.ResponseCancel(response_id="r"), commands.CancelReply(reply_id="r")),
        (ev.VoiceClear(), commands.ClearVoice()),
        (ev.TutorMute(muted=True), commands.Mute(muted=True)),
        (
            ev.ItemTruncate(item_id="i", content_index=0, audio_end_ms=5),
            commands.TruncateItem(item_id="i", heard_ms=5),
        ),
    ]
    for event, wanted in pairs:
        assert command(event, fresh) == wanted


def test_the_connection_answers_some_itself() -> None:
    for event in (
        ev.AudioAppend(audio=b""),
        ev.ItemRetrieve(item_id="i"),
        ev.TutorPlayout(item_id="i", played_ms=1),
    ):
        assert command(event, fresh) is None


def test_response_options() -> None:
    spec = ev.ResponseSpec(
        instructions="x",
        output_modalities=["text"],
        conversation="none",
        max_output_tokens=5,
        metadata={"k": "v"},
        input=[
            ev.ItemSpec(
                type="message", role="user", content=[ev.Content(type="input_text", text="hi")]
            )
        ],
    )
    made = command(ev.ResponseCreate(response=spec), fresh)
    assert isinstance(made, commands.CreateReply)
    assert made.options.modality is Modality.TEXT
    assert made.options.out_of_band
    assert made.options.input_items is not None
    assert made.options.metadata == (("k", "v"),)


@pytest.mark.parametrize(
    "event",
    [
        ev.ItemTruncate(item_id="i", content_index=1, audio_end_ms=5),
        ev.ItemTruncate(item_id="i", content_index=0, audio_end_ms=-1),
        ev.ResponseCreate(response=ev.ResponseSpec(max_output_tokens=0)),
        ev.ResponseCreate(response=ev.ResponseSpec(tool_choice="some")),
    ],
)
def test_refused(event: ev.ClientEvent) -> None:
    with pytest.raises(WireError):
        command(event, fresh)
