"""The student's microphone: finds speech in it and keeps the newest audio.

Knows frames, voice activity and levels; whether anybody should listen is the reducer's to say.
"""

import asyncio
from array import array
from operator import mul

from inference.contracts import IN_RATE_HZ, VoiceActivity
from sessions.contracts import Clock, Segmenter
from sessions.events import SpeechBegan, SpeechEnded
from sessions.inbox import Inbox
from sessions.tail import AudioTail

FRAME_SAMPLES = 512
BACKLOG_S = 30.0
"""Audio that may wait for voice activity (a client may send a recorded question at once);
when full the oldest leaves that queue (recognition still gets it from the tail)."""
FRAMES_PER_TURN = 16
"""Frames (58 us each) between two looks at the rest of the loop."""
STALL_S = 1.0
"""A microphone that stops in the middle of speech has ended it."""
LOUD = 180
"""RMS of int16, about -45 dBFS: above a quiet room."""
_FRAME_BYTES = FRAME_SAMPLES * 2


class Ear:
    """Voice activity of one session."""

    def __init__(
        self,
        inbox: Inbox,
        tail: AudioTail,
        *,
        vad: VoiceActivity,
        segmenter: Segmenter,
        clock: Clock,
    ) -> None:
        self._inbox = inbox
        self._tail = tail
        self._vad = vad
        self._segmenter = segmenter
        self._clock = clock
        self._waiting = bytearray()
        self._half = b""
        self._base = 0
        self._filled = asyncio.Event()
        self._deaf = False
        self._speech = False
        self.tutor_speaking = False
        self.loud = False
        """Something loud came since the last `mark`."""
        self.level = 0.0
        """RMS of the newest frame, 0 to 1."""

    @property
    def stirring(self) -> bool:
        """Nobody speaks yet, but the newest frame sounds like it."""
        return self._segmenter.stirring

    def hear(self, pcm: bytes) -> None:
        """Take audio of any length; odd bytes wait for their other half."""
        data = self._half + pcm
        whole = len(data) & ~1
        self._half = data[whole:]
        if self._deaf or not whole:
            return
        self._tail.append(data[:whole])
        self._waiting += data[:whole]
        over = len(self._waiting) - round(BACKLOG_S * IN_RATE_HZ) * 2
        if over > 0:
            del self._waiting[:over]
            self._base += over // 2
        if len(self._waiting) >= _FRAME_BYTES:
            self._filled.set()

    def deafen(self, deaf: bool) -> None:
        """Ignore the microphone, or hear again as if from the start."""
        self._deaf = deaf
        self._waiting.clear()
        self._restart()

    def mark(self) -> None:
        """Forget how loud it was."""
        self.loud = False

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            if len(self._waiting) < _FRAME_BYTES:
                await self._more()
                continue
            for _ in range(FRAMES_PER_TURN):
                if len(self._waiting) < _FRAME_BYTES:
                    break
                self._frame()
            else:
                await asyncio.sleep(0)

    async def _more(self) -> None:
        self._filled.clear()
        if not self._speech:
            await self._filled.wait()
            return
        try:
            async with asyncio.timeout(STALL_S):
                await self._filled.wait()
        except TimeoutError:
            self._restart()
            sample = self._tail.end
            stopped_s = self._clock() - STALL_S
            self._inbox.report(SpeechEnded(at_s=stopped_s, sample=sample, now_sample=sample))

    def _frame(self) -> None:
        frame = bytes(self._waiting[:_FRAME_BYTES])
        del self._waiting[:_FRAME_BYTES]
        self._measure(frame)
        edge = self._segmenter.push(
            self._vad.probability(frame), tutor_speaking=self.tutor_speaking
        )
        if edge is None:
            return
        self._speech = edge.speech
        kind = SpeechBegan if edge.speech else SpeechEnded
        sample = self._base + edge.sample
        self._inbox.report(kind(at_s=self._clock(), sample=sample, now_sample=self._tail.end))

    def _measure(self, frame: bytes) -> None:
        some = array("h", frame)[::4]
        rms = (sum(map(mul, some, some)) / len(some)) ** 0.5
        self.level = rms / 32_768
        self.loud = self.loud or rms > LOUD

    def _restart(self) -> None:
        self._vad.reset()
        self._segmenter.reset()
        self._base = self._tail.end - len(self._waiting) // 2
        self._speech = False
