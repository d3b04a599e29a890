"""The whole of a live conversation as one frozen value.

Only `sessions.reduce` makes new ones. Three things can be under way at once: the open voice
turn (the student is speaking or has paused), ended turns that wait for their transcript or
verdict, and one reply (speculative until it is created).
"""

from dataclasses import dataclass, field
from enum import StrEnum

from inference.contracts import PauseWaits, Verdict
from sessions.ballot import Ballot
from sessions.commands import ReplyOptions, TurnSettings
from sessions.events import Phrase
from sessions.grounding import Ask
from sessions.history import History
from sessions.ids import ItemId, ReplyId
from sessions.items import CallItem, Item, Modality
from sessions.ledger import Ledger
from sessions.outputs import Output, Phase, ReplyStatus, Usage
from sessions.patience import NOTHING_LEARNED
from sessions.teaching.lesson import Item as LessonItem
from sessions.teaching.run import LessonRun
from sessions.teaching.talk import Talk
from sessions.tongue import tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Times and bounds of turn taking."""

    duck_gain: float = 0.25
    """About -12 dB."""
    hold_s: float = 0.2
    """Sound over the tutor that lasts this long lets the voice wait where it is, until the sound
    is judged: a false alarm costs a moment and no word."""
    overlap_s: float = 0.9
    """Speech over the tutor that lasts this long is meant."""
    backchannel_s: float = 1.5
    """The same while the words so far are "mm-hm"."""
    false_interruption_s: float = 1.0
    """A short sound whose transcript is not here by then lets the tutor go on."""
    answer_tail_s: float = 1.0
    """A "yes" over the last second of a question is an answer, not a backchannel."""
    transcript_s: float = 6.0
    """An ended turn waits this long for its transcript."""
    long_turn_s: float = 50.0
    """One recognition gets no more audio than this (speech servers take 60 s)."""
    anchor_s: float = 30.0
    """After a pause, older audio of the turn is not recognised again."""
    insist_s: float = 3.0
    """Who typed is answered after this, even into speech that does not end (a television)."""
    waiting_s: float = 20.0
    """Silence before the soft prompt; times patience."""
    detached_s: float = 10.0
    """A reply nobody pulls counts as interrupted after this."""
    closing_s: float = 3.0
    """The last commit gets this long."""
    pre_roll_s: float = 0.3
    """Voice activity is seen late: recognition starts this much before."""
    by_hand_s: float = 30.0
    """Push-to-talk commits all audio since the last commit or clear, at most this much."""
    still_s: float = 0.4
    """Speech that goes on longer after a pause changes what was said: what was thought up in the
    pause is thrown away. A soft ending or a breath is over before."""
    spoken_notice_turns: int = 4
    """"I can only catch short answers" is said aloud at most once in so many turns."""
    commits: int = 256
    """Commits that may wait for the log; then commands that need one are refused."""
    turns: int = 16
    """Ended turns that may wait for a transcript; then the oldest is given up."""
    sentences: int = 512
    """Sentences of one reply; then it ends as too long."""
    waits: PauseWaits = field(default_factory=PauseWaits)
    """What the detector's probability means in silence."""
    instructed: bool = False
    """The model follows instructions: it words the lesson's moves. Our nano model does not: it is
    asked the bare question, and the lesson speaks in the lesson's own sentences."""


class Stage(StrEnum):
    """Of the open voice turn."""

    OVERLAP = "overlap"
    """Over the tutor, not yet judged."""
    SPEAKING = "speaking"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A final transcript, or why there is none."""

    text: str = ""
    phrase: Phrase = Phrase.EMPTY
    failure: str = ""
    language: str = ""
    """What the recogniser took it for; empty when typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """The newest turn that a pause has ended."""

    turn: int
    at_s: float
    waited_s: float
    """Length of that pause."""
    answered: bool = False
    """The reply to it was heard to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a turn tells about the end of the one before it."""

    waited_s: float
    too_soon: bool
    """The student speaks on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTurn:
    """The voice turn that is going on."""

    number: int
    item_id: ItemId
    stage: Stage
    from_sample: int
    """Where its recognition starts, pre-roll included."""
    began_s: float
    """When the present stretch of speech began."""
    began_sample: int = 0
    """Where."""
    revision: int = 0
    """Counts resumptions; answers to older revisions are stale."""
    voiced: bool = True
    speech_s: float = 0.0
    """Finished stretches of speech."""
    ended_s: float = 0.0
    """When the last stretch ended."""
    end_sample: int = 0
    """The newest sample when that was noticed."""
    noticed_s: float = 0.0
    """When."""
    due_s: float | None = None
    """When the turn ends if nothing more is said."""
    partial: str = ""
    phrase: Phrase = Phrase.EMPTY
    prefix: str = ""
    """Transcript of anchored audio before `from_sample`."""
    heard: Heard | None = None
    heard_s: float | None = None
    verdict: Verdict | None = None
    announced: bool = False
    """SpeechStarted was published."""
    overlapped: bool = False
    """Began over the tutor's voice: silence or "mm-hm" is then no reason to speak up."""
    let_go: bool = False
    """The tutor goes on meanwhile (the false-interruption time passed)."""
    before: Before | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Marks of a student's turn, in clock seconds."""

    speech_end_s: float
    end_of_turn_s: float | None = None
    transcript_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCheck:
    """An answer that is being checked; its turn is in the history already."""

    number: int
    """Of the turn."""
    item: LessonItem
    text: str
    timings: Timings
    options: ReplyOptions = field(default_factory=ReplyOptions)
    """Of the reply that a client asked for."""
    event_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What a reply must not give away: the answers of `items`, unless rung 4 was reached."""

    items: tuple[LessonItem, ...] = ()
    rung: int = 0
    talk: Talk = ()
    """What was said before: pieces of several replies can make up an answer."""
    asks: str | None = None
    """The one question that the reply may put, any one if empty; None: as many as it likes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedTurn:
    """A turn that is over and waits to enter the history: spoken, typed or added.

    They enter in order: one that waits for its transcript or verdict holds up those behind it.
    """

    number: int
    item_id: ItemId
    modality: Modality
    revision: int = 0
    wants_reply: bool = True
    heard: Heard | None = None
    prefix: str = ""
    verdict: Verdict | None = None
    timings: Timings
    item: Item | None = None
    """The client's own item (AddItem), as it came."""
    after: ItemId | None = None
    end_sample: int = 0
    overlapped: bool = False
    announced: bool = True
    before: Before | None = None
    answering: str = ""
    """The lesson's item that the page says this answers."""
    event_id: str | None = None
    """Of the command that made it an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A reply that must be given as soon as the floor is free."""

    turn: int | None = None
    options: ReplyOptions = field(default_factory=ReplyOptions)
    explicit: bool = False
    """Asked for by the client."""
    cancelled: bool = False
    """Cancelled before it began: it begins and ends at once, when its turn comes."""
    script: str = ""
    """Fixed words instead of the model's."""
    aside: bool = False
    fallback: str = ""
    """Said when the model has no words or would give an answer away."""
    guard: Guard = field(default_factory=Guard)
    ask: Ask | None = None
    """What it is to be grounded in; None: what the student said last."""
    closing: str = ""
    """Said after the model's or the lessons' words."""
    source: str = ""
    """As MessageItem.source."""
    insist_s: float | None = None
    """Clock time from which on it is given even while somebody speaks."""
    timings: Timings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One piece of a reply: its text is at `start` of the item's text."""

    text: str
    start: int
    verdict: Verdict | None = None

    @property
    def end(self) -> int:
        """One behind the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A tool call while the model writes it."""

    key: str
    """The model's own id of the call; `item.call_id` is ours and never repeats."""
    item: CallItem
    index: int | None = None
    """Its place among the reply's items; None before it was announced."""
    published: int = 0
    """Characters of the arguments that were published."""
    recorded: bool = False
    """It is complete, in the history and on its way to the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """Why the voice is being stopped, and at most how much of it counts as heard."""

    status: ReplyStatus
    reason: str
    limit_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The reply under way."""

    number: int
    """Its tag everywhere, the playout's number included."""
    reply_id: ReplyId
    item_id: ItemId
    """Of its message, announced with the first sentence."""
    modality: Modality
    options: ReplyOptions
    turn: int | None = None
    basis: int = 0
    """History version that the model was given."""
    said: str = ""
    """What the student had said when it was thought up ahead of the turn's end."""
    written: int = 0
    """State.written when it began."""
    aside: bool = False
    fallback: str = ""
    guard: Guard = field(default_factory=Guard)
    ask: Ask | None = None
    closing: str = ""
    source: str = ""
    created: bool = False
    """ReplyCreated was published; False is speculation."""
    sentences: tuple[Sentence, ...] = ()
    judged: int = 0
    """Leading sentences that the gate has let pass."""
    asked: int = 0
    """Leading sentences that the mouth was given."""
    spoken: int = 0
    """Leading sentences that are in the playout to their end."""
    published: int = 0
    message_index: int | None = None
    """The message's place among the reply's items."""
    calls: tuple[Call, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    captioned: int = 0
    """Word marks that were published."""
    finished: str | None = None
    """The model's finish reason."""
    failure: str = ""
    incident: tuple[Verdict, str] | None = None
    """A blocked sentence that has not been reported yet."""
    incomplete: str = ""
    """Why the reply will end incomplete: `content_filter`, `max_output_tokens`."""
    usage: Usage = field(default_factory=Usage)
    voice_failed: bool = False
    """Some sentence could not be spoken."""
    voice_noticed: bool = False
    """The student was told so."""
    released: bool = False
    voice_finished: bool = False
    playing: bool = False
    drained: bool = False
    played: int = 0
    """Samples that the student can have heard."""
    cutting: Cutting | None = None
    """Being stopped; VoiceCut follows."""
    timings: Timings | None = None
    first_token_s: float | None = None
    first_audio_s: float | None = None
    timed: bool = False
    """TurnTimings was published."""
    precheck: str = ""
    """Text of the client's own input that the gate must pass before the model sees it."""

    @property
    def voiced(self) -> bool:
        """Is it a voice reply?"""
        return self.modality is Modality.VOICE

    @property
    def text(self) -> str:
        """The text that passed the gate."""
        return "".join(s.text for s in self.sentences[: self.judged])


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingCommit:
    """Facts on their way to the log, and what may be told once they are there."""

    number: int
    outputs: tuple[Output, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CutShort:
    """What the student did not hear of a reply that was cut off by a sound, and is said after all
    when the sound turns out to be nothing; or by a teacher's pause, and is said after it."""

    owed: Owed | None
    """The rest, word for word when the model had finished; otherwise the model is asked again
    for the same. None: nothing was left."""
    quiet: bool = False
    """It was a teacher's pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The student asked for time to think."""

    turn: int
    prompted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything."""

    nonce: str
    """Makes ids unique across owners of one session."""
    grade: int = 5
    rules: Rules = field(default_factory=Rules)
    settings: TurnSettings = field(default_factory=TurnSettings)
    history: History = field(default_factory=History)
    phase: Phase = Phase.LISTENING
    """As last published."""
    serial: int = 0
    turns: int = 0
    replies: int = 0
    written: int = 0
    """Messages of the student that were typed or added by the client."""
    sample: int = 0
    """The newest 16 kHz sample known."""
    audio_mark: int = 0
    """Sample of the last commit or clear."""
    voiced: bool = False
    """Voice activity now, whether or not anybody listens."""
    muted: bool = False
    attached: bool = False
    """A voice transport pulls. Whoever takes over attaches again; only the last one detaches."""
    detachments: int = 0
    ducked: bool = False
    open: OpenTurn | None = None
    ended: tuple[EndedTurn, ...] = ()
    owed: Owed | None = None
    reply: Reply | None = None
    cut_short: CutShort | None = None
    lesson: LessonRun | None = None
    """The lesson under way."""
    checks: tuple[PendingCheck, ...] = ()
    taught_item: ItemId | None = None
    """The newest item of the student that the lesson has seen to."""
    ballot: Ballot | None = None
    """The vote that is open."""
    paused: bool = False
    """A teacher asked for quiet."""
    whole_class: bool = False
    """The quiet is everybody's."""
    language: str = ""
    """Of the last turn that told (primary tag), where the session's language is `auto`."""
    blocked: str = ""
    """What the next reply says instead: the gate has blocked what the student wrote."""
    waiting: Waiting | None = None
    let_go: LetGo | None = None
    learned: float = NOTHING_LEARNED
    """Factor on the patience that the student has set (sessions.patience)."""
    unclear: int = 0
    """Turns in a row that gave no text."""
    told_limits_turn: int | None = None
    """The turn at which "I can only catch short answers" was last said aloud."""
    commits: tuple[PendingCommit, ...] = ()
    commit_count: int = 0
    closing: str = ""
    """Why the session is closing; empty while it lives."""
    sealed: bool = False
    """The last fact is on its way to the log."""
    closed: bool = False

    @property
    def deaf(self) -> bool:
        """What the microphone brings is nobody's turn."""
        return self.muted or self.paused

    @property
    def items(self) -> tuple[Item, ...]:
        """The conversation, oldest first."""
        return self.history.items

    @property
    def tongue(self) -> str:
        """The language of the talk, BCP 47: what the tutor's own sentences are in."""
        return tongue(self.settings.language, self.language)

    @property
    def live(self) -> Reply | None:
        """The reply that the student knows of."""
        return self.reply if self.reply and self.reply.created else None
