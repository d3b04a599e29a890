"""Identifiers. Opaque strings; nothing may parse them."""

from typing import NewType

TenantId = NewType("TenantId", str)
StudentId = NewType("StudentId", str)
SessionId = NewType("SessionId", str)
ItemId = NewType("ItemId", str)
ReplyId = NewType("ReplyId", str)
CallId = NewType("CallId", str)
