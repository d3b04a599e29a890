"""The shared screen: the latest keyframe, a few times a second, as JPEG.

Knows encoded VP8 frames, time and one worker thread. Everything between two wanted keyframes is
dropped without being decoded, and keyframes are asked for only when the picture has changed:
decoding every frame of a 1080p share at 30 per second would take a third of a core.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from media.contracts import PeerCallbacks, PeerSettings, ScreenFrame
from media.picture import BadPictureError, Jpeg, keyframe_size, to_jpeg

MAX_DECODED_PIXELS = 4096 * 2304
"""A larger picture is refused before it is decoded: VP8 allows 16,383 x 16,383, 400 MB."""
CHANGE_BYTES = 1_000
"""Encoded bytes since the last picture that count as a change; a still one sends a few dozen."""
CLOSE_TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """The track that is shown now, and how to ask its sender for a keyframe."""

    source: int
    request_keyframe: Callable[[], None]


class ScreenIn:
    """One per peer, for however many video tracks come and go; the newest one is shown."""

    def __init__(
        self, callbacks: PeerCallbacks, settings: PeerSettings, clock: Callable[[], float]
    ) -> None:
        self._callbacks = callbacks
        self._max_pixels = settings.max_screen_pixels
        self._interval_s = 1.0 / settings.max_screen_hz
        self._clock = clock
        self._shown: _Shown | None = None
        self._due_s = self._ask_s = clock()
        self._changed_bytes = CHANGE_BYTES
        self._worker: ThreadPoolExecutor | None = None
        self._busy: asyncio.Future[Jpeg] | None = None
        self._closed = False
        self.dropped = 0
        """Keyframes that came too early, too large, broken or while one was being encoded."""

    def frame(self, source: int, data: bytes, request_keyframe: Callable[[], None]) -> None:
        """One encoded frame of a track; tracks are numbered upwards. Called on the event loop."""
        if self._closed or (self._shown is not None and source < self._shown.source):
            return
        if self._shown is None or source > self._shown.source:
            self._shown = _Shown(source=source, request_keyframe=request_keyframe)
            self._changed_bytes = CHANGE_BYTES
        self._changed_bytes += len(data)
        size = keyframe_size(data)
        if size is not None and self._wanted(size):
            self._start(data, self._shown)
        else:
            self.dropped += size is not None
            self._ask()

    def ended(self, source: int) -> None:
        """The track ended or was muted for good; told once, and its frames may start again."""
        if self._shown is not None and self._shown.source == source:
            self._shown = None
            self._callbacks.on_screen_ended()

    async def close(self) -> None:
        """Wait for the picture in work, at most a second, and end the thread."""
        self._closed = True
        if self._shown is not None:
            self.ended(self._shown.source)
        if self._busy is not None:
            await asyncio.wait({self._busy}, timeout=CLOSE_TIMEOUT_S)
        if self._worker is not None:
            self._worker.shutdown(wait=False, cancel_futures=True)

    def _wanted(self, size: tuple[int, int]) -> bool:
        width, height = size
        small_enough = 0 < width * height <= MAX_DECODED_PIXELS
        return small_enough and self._busy is None and self._clock() >= self._due_s

    def _ask(self) -> None:
        """Ask for a keyframe when one is due and the picture has changed since the last."""
        now_s = self._clock()
        changed = self._changed_bytes > CHANGE_BYTES
        idle = self._busy is None and now_s >= max(self._due_s, self._ask_s)
        if self._shown is not None and changed and idle:
            self._ask_s = now_s + self._interval_s
            self._shown.request_keyframe()

    def _start(self, data: bytes, shown: _Shown) -> None:
        self._due_s = self._clock() + self._interval_s
        self._changed_bytes = 0
        self._worker = self._worker or ThreadPoolExecutor(1, thread_name_prefix="screen")
        loop = asyncio.get_running_loop()
        # One picture at a time; a keyframe that comes meanwhile is dropped and asked for again.
        self._busy = loop.run_in_executor(self._worker, to_jpeg, data, self._max_pixels)
        self._busy.add_done_callback(partial(self._done, shown, self._clock()))

    def _done(self, shown: _Shown, at_s: float, result: asyncio.Future[Jpeg]) -> None:
        self._busy = None
        try:
            jpeg = result.result()
        except (BadPictureError, asyncio.CancelledError):
            self.dropped += 1
            self._changed_bytes = CHANGE_BYTES
            return
        if shown is self._shown:
            self._callbacks.on_screen(
                ScreenFrame(jpeg=jpeg.data, width=jpeg.width, height=jpeg.height, at_s=at_s)
            )
