"""The one reader of the environment: typed, listed by `tutor settings`, refused at start.

Each field is one `TUTOR_*` variable and one flag of `tutor serve`. Nothing else in the project
reads the environment; every role gets only its own values from `app`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar

from inference.languages.table import AUTO, find

T = TypeVar("T")


class SettingsError(Exception):
    """A setting is wrong; the message begins with the variable's name."""


def _text(value: str) -> str:
    return value


def _port(value: str) -> int:
    return _between(int(value), 1, 65_535)


def _between(value: T, low: T, high: T) -> T:
    # Numbers only; mypy has no comparable TypeVar bound worth its length here.
    if not low <= value <= high:  # type: ignore[operator]
        raise ValueError(f"must be {low} to {high}")
    return value


def _whole(low: int, high: int) -> Callable[[str], int]:
    return lambda value: _between(int(value), low, high)


def _number(low: float, high: float) -> Callable[[str], float]:
    return lambda value: _between(float(value), low, high)


def _switch(value: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False, "": False}
    if value.lower() not in known:
        raise ValueError("must be true or false")
    return known[value.lower()]


def _choice(*names: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return value

    return parse


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"must begin with {' or '.join(f'{s}://' for s in schemes)}")
        return value.rstrip("/")

    return parse


def _spoken(value: str) -> str:
    if value != AUTO and find(value) is None:
        raise ValueError("must be auto or the tag of a language that `tutor voices` lists")
    return value


def _detector(value: str) -> str:
    known = value in ("model", "rule") or value.startswith(("http://", "https://"))
    if not known and not value.endswith(".onnx"):
        raise ValueError("must be model, rule, an .onnx file or a URL")
    return value


def _setting(default: str, about: str, parse: Callable[[str], T], *, secret: bool = False) -> T:
    value: T = field(
        default_factory=lambda: parse(default),
        metadata={
            "default": default,
            "about": about,
            "parse": parse,
            "secret": secret,
            "switch": parse is _switch,
        },
    )
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of the server."""

    host: str = _setting("127.0.0.1", "Address to listen on; 0.0.0.0 for the network.", _text)
    port: int = _setting("8000", "Port to listen on.", _port)
    # RUF009: _setting is our field(); ruff cannot know.
    home: Path = _setting("~/.tutor-server", "Folder of all state: data, keys, models.", _path)  # noqa: RUF009
    public_url: str = _setting(
        "", "How browsers reach the server, if behind a proxy.", _url("http", "https")
    )
    allowed_origins: tuple[str, ...] = _setting(
        "", "Other web origins allowed to open sockets, comma separated.", _names
    )
    tls: bool = _setting("false", "Serve https with a certificate made for this host.", _switch)
    tls_cert: str = _setting("", "Certificate file (PEM) to use instead of our own.", _text)
    tls_key: str = _setting("", "Key file (PEM) of that certificate.", _text)
    database_url: str = _setting(
        "", "Postgres for the application role; empty starts our own.",
        _url("postgres", "postgresql"), secret=True,
    )  # fmt: skip
    database_owner_url: str = _setting(
        "", "Postgres for the owner role, which runs migrations; empty uses TUTOR_DATABASE_URL.",
        _url("postgres", "postgresql"), secret=True,
    )  # fmt: skip
    redis_url: str = _setting(
        "", "Redis; empty starts our own.", _url("redis", "rediss", "unix"), secret=True
    )
    llm_url: str = _setting(
        "", "An OpenAI-compatible server (vLLM, Ollama) instead of our engine.",
        _url("http", "https"),
    )  # fmt: skip
    llm_api_key: str = _setting("", "Bearer key of TUTOR_LLM_URL.", _text, secret=True)
    llm_model: str = _setting(
        "nano", "`nano`, a folder, or a hub name for our engine; a model's name for a URL.", _text
    )
    llm_tiers: str = _setting(
        "", "TOML file of tiers and their replicas; instead of TUTOR_LLM_URL.", _text
    )
    llm_dtype: str = _setting(
        "auto",
        "Number format; `auto` is bfloat16 where the hardware multiplies in it.",
        _choice("auto", "float32", "bfloat16"),
    )
    llm_weights: str = _setting(
        "full",
        "How our engine keeps the layers' weights; `int4` needs a CUDA GPU, both need torchao.",
        _choice("full", "int8", "int4"),
    )
    llm_device: str = _setting("auto", "`auto`, `cpu` or `cuda`.", _choice("auto", "cpu", "cuda"))
    llm_threads: int = _setting("1", "CPU threads of the engine.", _whole(1, 256))
    llm_slots: int = _setting(
        "32", "Replies that the engine computes side by side.", _whole(1, 256)
    )
    llm_adapters: str = _setting(
        "", "Folder with one PEFT folder per adapter for our engine; empty for none.", _text
    )
    stt: str = _setting(
        "auto", "Speech recognition.", _choice("auto", "faster-whisper", "pocketsphinx")
    )
    whisper_model: str = _setting("base.en", "Whisper model: a name or a folder.", _text)
    end_of_turn: str = _setting(
        "model", "Who judges pauses: `model` (our own), `rule`, an ONNX file, or a URL.", _detector
    )
    coqui_model: str = _setting("", "Coqui voice: a model name or folder; empty for none.", _text)
    language: str = _setting(
        "en", "Language of talks whose student chose none: a tag such as `de`, or `auto`.", _spoken
    )
    llm_difficulty: str = _setting(
        "auto",
        "Says how hard a question is, for two tiers or more: `auto` (our own), `off`, or a file.",
        _text,
    )
    llm_in_house: str = _setting(
        "auto",
        "Whether TUTOR_LLM_URL may hear what is sensitive; `auto`: on this machine or network.",
        _choice("auto", "yes", "no"),
    )
    helpline: str = _setting("", "What a child in danger is told to call, in your words.", _text)
    ice_servers: tuple[str, ...] = _setting(
        "", "STUN and TURN servers, comma separated: turn:user:secret@host:port.", _names
    )
    max_sessions: int = _setting("200", "Live sessions in one process.", _whole(1, 100_000))
    workers: int = _setting(
        "1", "Web processes on the one port; about 45 talks fill a core.", _whole(1, 64)
    )
    max_lag_ms: float = _setting(
        "40", "Lateness of a web process (p95) from which it takes nobody new; 0: it takes all.",
        _number(0, 10_000),
    )  # fmt: skip
    drain_s: float = _setting(
        "5", "Seconds a web process that stops waits for replies to end.", _number(0, 600)
    )
    opens_per_minute: int = _setting(
        "60", "Connections one student or address may open in a minute.", _whole(1, 1_000_000)
    )
    session_idle_s: float = _setting(
        "300", "Seconds a session waits for its student to come back.", _number(1, 86_400)
    )
    flight_days: int = _setting(
        "7", "Days that flight records of consenting students are kept.", _whole(1, 30)
    )
    log_level: str = _setting("info", "Log level.", _choice("debug", "info", "warning", "error"))
    log_format: str = _setting("human", "Log lines.", _choice("human", "json"))
    log_pii: bool = _setting("false", "Log what students say. Never in a school.", _switch)


def variable(name: str) -> str:
    """`port` -> `TUTOR_PORT`."""
    return f"TUTOR_{name.upper()}"


def _parse(name: str, text: str, parse: Callable[[str], object], source: str) -> object:
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        raise SettingsError(f"{source} is wrong: {text!r} ({error}).") from error


def read(flags: Mapping[str, str] | None = None) -> Settings:
    """Settings from flags, then the environment, then defaults. Raises SettingsError."""
    known = {item.name: item for item in fields(Settings)}
    allowed = {variable(name) for name in known}
    for name in os.environ:
        if name.startswith("TUTOR_") and name not in allowed and not name.startswith("TUTOR_TEST"):
            raise SettingsError(f"{name} is not a setting; `tutor settings` lists them.")
    values: dict[str, object] = {}
    for name, item in known.items():
        parse = item.metadata["parse"]
        if flags and name in flags:
            flag = f"--{name.replace('_', '-')}"
            values[name] = _parse(name, flags[name], parse, f"{variable(name)} ({flag})")
        elif variable(name) in os.environ:
            values[name] = _parse(name, os.environ[variable(name)], parse, variable(name))
    settings = Settings(**values)  # type: ignore[arg-type]  # parsed by the field's own parser
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    if bool(settings.tls_cert) != bool(settings.tls_key):
        raise SettingsError("TUTOR_TLS_CERT and TUTOR_TLS_KEY belong together; set both.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of `tutor settings`."""

    variable: str
    flag: str
    default: str
    about: str
    value: str


def listing(settings: Settings) -> tuple[Listed, ...]:
    """Every setting with its present value; secrets are hidden."""
    lines = []
    for item in fields(Settings):
        value = getattr(settings, item.name)
        text = ",".join(value) if isinstance(value, tuple) else str(value)
        if item.metadata["secret"] and text:
            text = "(set)"
        lines.append(
            Listed(
                variable=variable(item.name),
                flag=f"--{item.name.replace('_', '-')}",
                default=item.metadata["default"],
                about=item.metadata["about"],
                value=text,
            )
        )
    return tuple(lines)


def environment(settings: Settings) -> dict[str, str]:
    """The environment for a child process: ours, with every setting made explicit."""
    env = dict(os.environ)
    for item in fields(Settings):
        value = getattr(settings, item.name)
        env[variable(item.name)] = ",".join(value) if isinstance(value, tuple) else str(value)
    return env
