"""What is asked of the cache: the question, and everything that must be equal before it is
compared. Pure."""

import hashlib
import json
from dataclasses import astuple, dataclass

from sessions.ids import StudentId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """Replies of different partitions never meet."""

    tenant: TenantId
    scope: str
    """The part of the product that asks, such as `generate`; the label of the metrics."""
    locale: str
    grade: int
    item: str
    """What it is about: a lesson's item, or a subject and a way of explaining."""
    policy: str
    """Version of the safety rules and of the tutor's policy."""
    prompt_version: str
    model_version: str

    def __post_init__(self) -> None:
        if not 1 <= self.grade <= 12:
            raise ValueError(f"grade must be 1 to 12, is {self.grade}")
        texts = (self.scope, self.locale, self.policy, self.prompt_version, self.model_version)
        if not all(texts) or not self.tenant:
            raise ValueError("only the item of a partition may be empty")

    @property
    def digest(self) -> str:
        """Different for different partitions."""
        return hashlib.sha256(json.dumps(astuple(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, masked, without a conversation before it."""

    partition: Partition
    text: str
    student: StudentId | None = None
    """Who asks; the reply is forgotten with them. It is no part of what is compared."""
