"""From a chat request to work for the engine: template, context, grammar, tool choice.

Runs in the engine's preparing thread. Knows contracts and tokens; knows no slots and no HTTP.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.contracts import ChatRequest, JsonValue, Message, ToolSpec
from inference.engine.errors import ContextTooLongError
from inference.engine.grammar import free_object
from inference.engine.grammars import TOOL_MIDDLE, TOOL_OPENING, Grammars, arguments_schema
from inference.engine.job import Work
from inference.engine.loading import Loaded
from inference.engine.lora_files import AdapterWeights
from inference.engine.masks import Grammar, check_budget
from inference.engine.prompt import fit_messages
from inference.engine.tool_text import NamedCall, OneCall, PlainText, Splitter, TaggedCalls
from inference.errors import ModelRefusedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTask:
    """A chat request, and the JSON that its reply must be."""

    request: ChatRequest
    json_schema: JsonValue = None
    """A JSON Schema, or None when any text will do."""
    json_object: bool = False
    """The reply must be some JSON object."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Work, and how its text is to be read."""

    work: Work
    splitter: Splitter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    grammar: Grammar | None
    opening: str
    """What the assistant's reply already begins with."""
    splitter: Splitter


class Preparer:
    """Prepares one request at a time."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._grammars = Grammars()
        self._free_object = Grammar(free_object())

    def chat(self, task: ChatTask, *, deadline_s: float) -> Prepared:
        """Raises ModelRefusedError, ContextTooLongError."""
        request = task.request
        if not request.messages:
            raise ModelRefusedError("messages must not be empty")
        plan = self._plan(task)
        tools = request.tools if request.tool_choice != "none" else ()
        room = self._room(request.sampling.max_tokens, plan.grammar)

        def render(messages: Sequence[Message]) -> list[int]:
            text = self._loaded.tokenizer.render(messages, tools) + plan.opening
            return self._loaded.tokenizer.encode(text)

        kept = fit_messages(request.messages, room=room, count=lambda some: len(render(some)))
        work = self._work(render(kept), request, grammar=plan.grammar, deadline_s=deadline_s)
        return Prepared(work=work, splitter=plan.splitter)

    def plain(self, prompt: str, request: ChatRequest, *, deadline_s: float) -> Prepared:
        """A prompt without messages. Raises ContextTooLongError, ModelRefusedError."""
        tokens = self._loaded.tokenizer.encode(prompt, bare=False)
        if not tokens:
            raise ModelRefusedError("prompt must not be empty")
        if len(tokens) > self._room(request.sampling.max_tokens, None):
            raise ContextTooLongError(f"the prompt has {len(tokens)} tokens; that is too long")
        work = self._work(tokens, request, grammar=None, deadline_s=deadline_s)
        return Prepared(work=work, splitter=PlainText())

    def _room(self, max_tokens: int, grammar: Grammar | None) -> int:
        """Prompt tokens that leave room for a reply: what was asked for, but for a long reply a
        quarter of the context is enough, and a grammar's shortest text always fits."""
        context = self._loaded.context
        reply = min(max_tokens, context // 4)
        if grammar is not None:
            check_budget(grammar, min(max_tokens, context // 2))
            reply = max(reply, grammar.shortest)
        return context - reply

    def _work(
        self,
        tokens: list[int],
        request: ChatRequest,
        *,
        grammar: Grammar | None,
        deadline_s: float,
    ) -> Work:
        most = min(request.sampling.max_tokens, self._loaded.context - len(tokens))
        return Work(
            prompt=tuple(tokens),
            sampling=replace(request.sampling, max_tokens=most),
            priority=request.priority,
            deadline_s=deadline_s,
            adapter=self._adapter(request),
            owner=request.user,
            cursor=self._loaded.tokens.start(grammar) if grammar else None,
        )

    def _adapter(self, request: ChatRequest) -> AdapterWeights | None:
        """Raises UnknownModelError, AdapterLoadError."""
        if request.adapter is None:
            return None
        weights = self._loaded.adapters.get(request.adapter)
        self._loaded.machine.bank.check(weights)
        return weights

    def _plan(self, task: ChatTask) -> _Plan:
        request = task.request
        choice = request.tool_choice
        if choice not in ("auto", "none"):
            return self._forced(request.tools, choice)
        if task.json_object:
            return _Plan(grammar=self._free_object, opening="", splitter=PlainText())
        if task.json_schema is not None:
            grammar = self._grammars.of_schema(task.json_schema)
            return _Plan(grammar=grammar, opening="", splitter=PlainText())
        shown = request.tools and choice == "auto" and self._loaded.tokenizer.renders_tools
        splitter = TaggedCalls(_new_id) if shown else PlainText()
        return _Plan(grammar=None, opening="", splitter=splitter)

    def _forced(self, tools: tuple[ToolSpec, ...], choice: str) -> _Plan:
        """One tool must be called: with its name already written, or after choosing it."""
        named = [tool for tool in tools if choice in ("required", tool.name)]
        if not named:
            raise ModelRefusedError(f"tool_choice {choice!r} names none of the tools")
        if len(named) > 1:
            grammar = self._grammars.of_tools(tuple(named))
            return _Plan(grammar=grammar, opening="", splitter=NamedCall(_new_id()))
        tool = named[0]
        return _Plan(
            grammar=self._grammars.of_schema(arguments_schema(tool)),
            opening=TOOL_OPENING + json.dumps(tool.name)[1:-1] + TOOL_MIDDLE,
            splitter=OneCall(tool.name, _new_id()),
        )


def _new_id() -> str:
    return f"call_{secrets.token_hex(12)}"
