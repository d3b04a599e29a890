"""Text to token ids and chat messages to prompt text, with the checkpoint's own files.

Knows templates and control tokens; knows no slots, no HTTP. For one thread at a time.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from transformers import AutoTokenizer

from inference.contracts import JsonValue, Message, ToolSpec
from inference.engine.vocabulary import Vocabulary, read_vocabulary
from inference.errors import ModelLoadError, ModelRefusedError


class Tokenizer:
    """The checkpoint's tokenizer and chat template."""

    def __init__(self, folder: Path, *, eos: frozenset[int]) -> None:
        """Reads the tokenizer's files; raises ModelLoadError."""
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            backend = self._tokenizer.backend_tokenizer
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise ModelLoadError(f"cannot read the tokenizer in {folder.name}") from error
        if self._tokenizer.eos_token_id is not None:
            eos |= {self._tokenizer.eos_token_id}
        self._backend = backend
        self.vocabulary: Vocabulary = read_vocabulary(
            json.loads(backend.to_str()), backend.get_vocab(with_added_tokens=True), eos=eos
        )
        self._template = _read_template(self._tokenizer)
        self._controls = [str(token) for token in self._tokenizer.all_special_tokens if token]

    @property
    def renders_tools(self) -> bool:
        """Whether the chat template can tell the model about tools."""
        return "tools" in self._template

    def encode(self, text: str, *, bare: bool = True) -> list[int]:
        """Token ids; unless `bare`, with the tokens that the model expects around plain text."""
        ids: list[int] = self._backend.encode(text, add_special_tokens=not bare).ids
        return ids

    def render(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> str:
        """The prompt text up to where the assistant's reply begins.

        Raises ModelRefusedError when the template does not accept the messages.
        """
        if not self._template:
            raise ModelRefusedError("this model has no chat template; use /v1/completions")
        try:
            text = self._tokenizer.apply_chat_template(
                [self._turn(message) for message in messages],
                tools=[_tool(spec) for spec in tools] if tools and self.renders_tools else None,
                tokenize=False,
                add_generation_prompt=True,
                # Qwen3 and SmolLM3 would think aloud for seconds before a spoken answer.
                enable_thinking=False,
            )
        except (TemplateError, TypeError, KeyError) as error:
            raise ModelRefusedError(f"the chat template refused the messages: {error}") from error
        return str(text)

    def _turn(self, message: Message) -> dict[str, Any]:
        turn: dict[str, Any] = {
            "role": message.role.value,
            "content": self._plain(message.content),
        }
        if message.tool_calls:
            turn["tool_calls"] = [
                {
                    "id": call.call_id,
                    "type": "function",
                    "function": {"name": call.name, "arguments": _decoded(call.arguments)},
                }
                for call in message.tool_calls
            ]
        if message.tool_call_id is not None:
            turn["tool_call_id"] = message.tool_call_id
        return turn

    def _plain(self, text: str) -> str:
        """Break up control tokens, so that nobody can write a turn in another's name."""
        for control in self._controls:
            if control in text:
                text = text.replace(control, f"{control[0]} {control[1:]}")
        return text


def _read_template(tokenizer: Any) -> str:
    try:
        return str(tokenizer.get_chat_template())
    except ValueError:
        return ""


def _tool(spec: ToolSpec) -> dict[str, Any]:
    function = {"name": spec.name, "description": spec.description, "parameters": spec.parameters}
    return {"type": "function", "function": function}


def _decoded(arguments: str) -> Mapping[str, JsonValue] | str:
    """Templates print arguments as JSON themselves, so they want the value, not the text."""
    try:
        value = json.loads(arguments)
    except ValueError:
        return arguments
    return value if isinstance(value, dict) else arguments
