"""The reply cache: finds a kept reply, keeps new ones, checks some of its hits.

Decisions are in eligible, form and threshold; here they meet storage. It never raises when storage
or the sentence model is away: then there is no hit and nothing is kept. Nothing is kept unless
the caller says of each reply that it is nobody's own.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from inference.errors import InferenceError
from sessions.ids import TenantId
from tutor_server.errors import UnavailableError
from tutor_server.modules.replies.agree import agree
from tutor_server.modules.replies.eligible import Refusal, judged, may_keep_reply
from tutor_server.modules.replies.form import Form
from tutor_server.modules.replies.hot import Hot, HotReplies
from tutor_server.modules.replies.metrics import ReplyMetrics
from tutor_server.modules.replies.question import Question
from tutor_server.modules.replies.store import Near, ReplyStore
from tutor_server.modules.replies.threshold import Check, threshold
from tutor_server.modules.replies.wording import tokens

CHECK_SHARE: Final = 0.02
"""Share of semantic hits that are asked again and compared, so that thresholds stay true."""

_log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Sentences to unit vectors, beside the event loop."""

    async def embed(self, text: str) -> NDArray[np.float32]:
        """Raises InferenceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A reply to say again."""

    reply_id: str
    reply: str
    similarity: float
    to_check: bool = False
    """Ask the model nevertheless and call `check` with what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the cache needs besides its stores."""

    embedder: Embedder
    metrics: ReplyMetrics
    now: Callable[[], datetime]
    draw: Callable[[], float]
    """A random number from 0 to 1 (1 excluded), to choose the hits that are checked."""


class ReplyCache:
    """One per process; all processes share its stores."""

    def __init__(self, store: ReplyStore, hot: HotReplies, around: Around) -> None:
        self._store, self._hot, self._around = store, hot, around

    async def find(self, question: Question) -> Found | None:
        """A reply that may be said again, or None."""
        scope, form = question.partition.scope, judged(question.text)
        if isinstance(form, Refusal):
            self._around.metrics.looked_up(scope, form.value)
            return None
        try:
            found, result = await self._look(question, form)
        except (UnavailableError, InferenceError) as error:
            found, result = None, "away"
            _log.warning("reply cache is away", extra={"error": type(error).__name__})
        self._around.metrics.looked_up(scope, result)
        return found

    async def keep(self, question: Question, reply: str) -> str | None:
        """Keep a reply that is nobody's own; its id, or None when it is not kept."""
        form = judged(question.text)
        if isinstance(form, Refusal) or not may_keep_reply(reply):
            return None
        try:
            vector = await self._around.embedder.embed(question.text)
            now = self._around.now()
            kept = await self._store.keep(question, form.digest, vector, reply, now=now)
        except (UnavailableError, InferenceError) as error:
            _log.warning("reply was not kept", extra={"error": type(error).__name__})
            return None
        if kept is not None:
            self._around.metrics.kept(question.partition.scope)
        return kept

    async def check(self, question: Question, found: Found, fresh: str) -> bool:
        """Compare a hit with what the model says now; whether both say the same."""
        tenant, now = question.partition.tenant, self._around.now()
        try:
            embed = self._around.embedder.embed
            vectors = await embed(found.reply), await embed(fresh)
            agreed = agree(found.reply, fresh, vectors)
            told = Check(similarity=found.similarity, agreed=agreed)
            await self._store.check(tenant, found.reply_id, told, now=now)
        except (UnavailableError, InferenceError) as error:
            _log.warning("hit was not checked", extra={"error": type(error).__name__})
            return False
        self._around.metrics.checked(question.partition.scope, agreed=agreed)
        if not agreed:
            # Copies in Redis were made under the old threshold.
            await self._hot.remove(tenant, found.reply_id)
        return agreed

    async def rate(self, tenant: TenantId, reply_id: str, *, good: bool) -> None:
        """A thumb: down removes the reply everywhere, up lets it live longer. Raises
        StorageUnavailableError, for somebody is told that it was done."""
        if good:
            await self._store.confirm(tenant, reply_id, now=self._around.now())
            return
        await self._hot.remove(tenant, reply_id)
        if await self._store.remove(tenant, reply_id):
            self._around.metrics.removed("vote")

    async def remove_other_versions(
        self, tenant: TenantId, *, policy: str, prompt_version: str, model_version: str
    ) -> int:
        """Forget what other versions said, when a process with new ones starts. Raises
        StorageUnavailableError."""
        count = await self._store.remove_other_versions(
            tenant, policy=policy, prompt_version=prompt_version, model_version=model_version
        )
        self._around.metrics.removed("version", count)
        return count

    async def _look(self, question: Question, form: Form) -> tuple[Found | None, str]:
        partition, key = question.partition, _key(question)
        hot = await self._hot.find(partition.tenant, key)
        if hot is not None:
            await self._store.hit(partition.tenant, hot.reply_id)
            return Found(reply_id=hot.reply_id, reply=hot.reply, similarity=1.0), "exact"
        now = self._around.now()
        if not await self._store.any(partition, form.digest, now=now):
            return None, "miss"
        vector = await self._around.embedder.embed(question.text)
        near = await self._store.nearest(partition, form.digest, vector, now=now)
        if near is None:
            return None, "miss"
        if near.similarity < threshold(near.checks):
            return None, "below"
        return await self._hit(partition.tenant, key, near)

    async def _hit(self, tenant: TenantId, key: str, near: Near) -> tuple[Found, str]:
        await self._store.hit(tenant, near.reply_id)
        to_check = self._around.draw() < CHECK_SHARE
        if not to_check:
            await self._hot.keep(tenant, key, Hot(reply_id=near.reply_id, reply=near.reply))
        found = Found(
            reply_id=near.reply_id,
            reply=near.reply,
            similarity=near.similarity,
            to_check=to_check,
        )
        return found, "checked" if to_check else "semantic"


def _key(question: Question) -> str:
    """The partition and the very words."""
    words = "\0".join((question.partition.digest, *tokens(question.text)))
    return hashlib.sha256(words.encode()).hexdigest()
