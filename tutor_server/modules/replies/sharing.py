"""The reply cache as the web layer's port: adds the versions that this process speaks with."""

from dataclasses import dataclass

from tutor_server.modules.replies.cache import Found, ReplyCache
from tutor_server.modules.replies.question import Partition, Question
from tutor_server.web.cached_reply import Asked, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What made a reply; a reply of other versions is never said."""

    policy: str
    prompt: str
    model: str


class SharedReplies:
    """Implements tutor_server.web.cached_reply.Replies."""

    def __init__(self, cache: ReplyCache, versions: Versions) -> None:
        self._cache, self._versions = cache, versions

    async def find(self, asked: Asked, text: str) -> Kept | None:
        """See Replies."""
        found = await self._cache.find(self._question(asked, text))
        if found is None:
            return None
        return Kept(
            reply_id=found.reply_id,
            reply=found.reply,
            similarity=found.similarity,
            to_check=found.to_check,
        )

    async def keep(self, asked: Asked, text: str, reply: str) -> str | None:
        """See Replies."""
        return await self._cache.keep(self._question(asked, text), reply)

    async def check(self, asked: Asked, text: str, kept: Kept, fresh: str) -> bool:
        """See Replies."""
        found = Found(reply_id=kept.reply_id, reply=kept.reply, similarity=kept.similarity)
        return await self._cache.check(self._question(asked, text), found, fresh)

    def _question(self, asked: Asked, text: str) -> Question:
        partition = Partition(
            tenant=asked.tenant,
            scope=asked.scope,
            locale=asked.locale,
            grade=asked.grade,
            item=asked.item,
            policy=self._versions.policy,
            prompt_version=self._versions.prompt,
            model_version=self._versions.model,
        )
        return Question(partition=partition, text=text, student=asked.student)
