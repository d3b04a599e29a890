"""pocketsphinx as SpeechToText: catches expected short answers where no Whisper model is at hand.

Free speech is out of its reach (74% of the words wrong when it was tried), so it listens with a
grammar and says so: what does not fit the grammar comes back `rejected`, never as a guess.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import compress, zip_longest

from inference.contracts import HeardWord, Hearing, HearingLimits, HearingOptions, Transcript
from inference.hearing.agreement import common_chars
from inference.hearing.buffer import UtteranceBuffer
from inference.hearing.likelihood import FRAME_S, Fit, Piece, confidence, fit, has_speech
from inference.hearing.phrases import FILLERS, SCHOOL_TERMS
from inference.hearing.pocket_decoder import Alignments, PocketDecoder
from inference.hearing.worker import ModelWorker, Urgency

ADVICE = (
    "I can only catch short answers here; you can type. "
    "Full speech recognition: run `tutor models pull whisper`."
)
ENGLISH = ("en",)
"""Other languages are rejected: its words and sounds are English."""
NO_WORDS = Transcript(text="", final=True, confidence=0.0)
REJECTED = Transcript(text="", final=True, confidence=0.0, rejected=True)


class PocketSpeechToText:
    """SpeechToText over a few decoders that are made when first needed. `async with` it."""

    def __init__(self, *, school_terms: Iterable[str] = SCHOOL_TERMS, lanes: int = 6) -> None:
        """Each lane hears one utterance at a time; 6 take one core and 210 MB."""
        self._terms = tuple(school_terms)
        self._idle: list[PocketDecoder] = []
        # Full: a seventh hearing waits for a lane; its audio waits with whoever pushes it.
        self._lanes = asyncio.Semaphore(lanes)
        self._worker = ModelWorker("pocketsphinx")

    async def __aenter__(self) -> "PocketSpeechToText":
        """Loads the first lane. Raises ModelLoadError."""
        self._idle.append(await self._worker.run(Urgency.FINAL, self._lane))
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._worker.close)

    def open(self, options: HearingOptions) -> AbstractAsyncContextManager[Hearing]:
        """See SpeechToText."""
        return self._hearing(options)

    async def limits(self) -> HearingLimits:
        """See SpeechToText."""
        return HearingLimits(
            engine="pocketsphinx",
            model="en-us grammar",
            free_speech=False,
            advice=ADVICE,
            languages=ENGLISH,
        )

    @asynccontextmanager
    async def _hearing(self, options: HearingOptions) -> AsyncIterator["PocketHearing"]:
        async with self._lanes:
            lane = await self._free_lane()
            hearing = PocketHearing(lane, self._worker, options)
            try:
                await self._worker.run(Urgency.FINAL, lambda: lane.begin(options.expected))
                yield hearing
            finally:
                hearing.close()
                # Queued before the lane's next `begin`, which would drop the audio as well.
                self._worker.submit(Urgency.FINAL, lane.drop)
                self._idle.append(lane)

    async def _free_lane(self) -> PocketDecoder:
        if self._idle:
            return self._idle.pop()
        return await self._worker.run(Urgency.FINAL, self._lane)

    def _lane(self) -> PocketDecoder:
        return PocketDecoder(self._terms)


class PocketHearing:
    """One utterance in one lane (contracts.Hearing). Decodes while audio comes."""

    def __init__(self, lane: PocketDecoder, worker: ModelWorker, options: HearingOptions) -> None:
        self._lane = lane
        self._worker = worker
        self._options = options
        self._english = (options.language or "en").lower().split("-")[0] == "en"
        self._audio = UtteranceBuffer()
        self._decoded = 0
        self._text = ""
        self._changed = asyncio.Event()
        self._ended = False
        self._final: Transcript | None = None
        self._turn = asyncio.Lock()

    async def push(self, pcm: bytes) -> None:
        """See Hearing. Raises BadAudioError beyond a minute."""
        self._audio.add(pcm)
        async with self._turn:
            fresh = self._take()
            if fresh and self._english:
                self._show(await self._worker.run(Urgency.AUDIO, lambda: self._feed(fresh)))

    async def partials(self) -> AsyncIterator[Transcript]:
        """See Hearing. Only the newest is kept for a slow reader."""
        shown = ""
        while not self._ended:
            await self._changed.wait()
            self._changed.clear()
            if self._text != shown and not self._ended:
                stable = common_chars(shown, self._text)
                shown = self._text
                yield Transcript(text=shown, stable_chars=stable)

    async def finish(self) -> Transcript:
        """See Hearing. A second call returns the same."""
        async with self._turn:
            if self._final is None:
                heard = await self._worker.run(Urgency.FINAL, self._lane.end)
                self._final = judged(heard) if self._english else self._foreign()
        self.close()
        return self._final

    def close(self) -> None:
        """Ends the partials; a second call does nothing."""
        self._ended = True
        self._changed.set()

    def _take(self) -> bytes:
        fresh = self._audio.since(self._decoded)
        self._decoded += len(fresh)
        return fresh

    def _feed(self, pcm: bytes) -> str:
        self._lane.feed(pcm)
        return self._lane.hypothesis()

    def _show(self, hypothesis: str) -> None:
        text = readable(hypothesis.split())
        if text != self._text:
            self._text = text
            self._changed.set()

    def _foreign(self) -> Transcript:
        return REJECTED if self._audio.seconds > 0.0 else NO_WORDS


def judged(heard: Alignments) -> Transcript:
    """The words if they were really said; otherwise rejected, or nothing where all was silent."""
    match = fit(heard.words, heard.phones)
    if match is None or not match.believable:
        return REJECTED if has_speech(heard.phones) else NO_WORDS
    words = _heard_words(heard.words, match)
    return Transcript(
        text=readable([word.text for word in words]),
        words=words,
        confidence=min((word.confidence for word in words), default=0.0),
        final=True,
    )


def readable(words: Sequence[str]) -> str:
    """Without hesitations and with a capital I: `um i don't know` -> `I don't know`."""
    kept = compress(words, _meant(words))
    return " ".join("I" + w[1:] if w == "i" or w.startswith("i'") else w for w in kept)


def _meant(words: Sequence[str]) -> list[bool]:
    """Which words are no hesitation. `uh huh` stays whole: its second half alone asks what was
    meant."""
    return [
        word not in FILLERS or (word, following) == ("uh", "huh")
        for word, following in zip_longest(words, words[1:], fillvalue="")
    ]


def _heard_words(pieces: Sequence[Piece], match: Fit) -> tuple[HeardWord, ...]:
    spoken = [piece for piece in pieces if not piece.silent]
    meant = _meant([piece.label for piece in spoken])
    return tuple(
        HeardWord(
            text=piece.label,
            start_s=piece.first * FRAME_S,
            end_s=(piece.last + 1) * FRAME_S,
            confidence=confidence(word_fit),
        )
        for piece, word_fit, kept in zip(spoken, match.words, meant, strict=True)
        if kept
    )
