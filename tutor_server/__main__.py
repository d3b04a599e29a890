"""The `tutor` command: reads arguments, hands over to `app`, turns errors into sentences."""

import argparse
import asyncio
import sys
from collections.abc import Coroutine, Sequence
from dataclasses import fields

from tutor_server.errors import TutorError
from tutor_server.settings import Settings, SettingsError, read

ROLES = ("web", "engine", "speech", "projector")
PEOPLE = ("student", "teacher", "guardian", "operator", "service")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tutor", description="A real-time AI tutor server.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start the server")
    serve.add_argument("--role", choices=ROLES, help="run one role only")
    serve.add_argument("--ready-fd", type=int, help=argparse.SUPPRESS)
    serve.add_argument("--worker", default="web", help=argparse.SUPPRESS)
    serve.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    link = commands.add_parser("link", help="print a new login link")
    link.add_argument("--name", default="Student")
    link.add_argument("--role", choices=PEOPLE, default="student")
    token = commands.add_parser("token", help="print a bearer token")
    token.add_argument("--role", choices=PEOPLE, required=True)
    token.add_argument("--name", required=True)
    token.add_argument("--days", type=int, default=30, help="1 to 90")
    doctor = commands.add_parser("doctor", help="what is installed, in use and missing")
    voices = commands.add_parser("voices", help="let every language speak, and check it")
    models = commands.add_parser("models", help="models in use and on disk")
    models.add_argument("action", choices=("list", "pull"))
    models.add_argument(
        "what", nargs="?", choices=("whisper", "llm", "voice", "all"), default="all"
    )
    keys = commands.add_parser("keys", help="signing keys")
    keys.add_argument("action", choices=("rotate",))
    keys.add_argument("--compromised", action="store_true", help="refuse all tokens issued so far")
    lessons = commands.add_parser("lessons", help="the curriculum")
    lessons.add_argument("action", choices=("check",), help="prove every lesson")
    lessons.add_argument("--path", default="", help="one path only, such as geometry")
    flight = commands.add_parser("flight", help="flight records of sessions, for operators")
    flight.add_argument("action", choices=("list", "show", "replay"))
    flight.add_argument("session", nargs="?", default="", help="a session's id")
    listing = commands.add_parser("settings", help="every setting and its present value")
    for command in (serve, link, token, doctor, voices, models, keys, lessons, flight, listing):
        _add_settings(command)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings (or TUTOR_* in the environment)")
    for item in fields(Settings):
        flag = f"--{item.name.replace('_', '-')}"
        about = item.metadata["about"].replace("%", "%%")
        if item.metadata["switch"]:
            group.add_argument(flag, dest=f"set_{item.name}", nargs="?", const="true", help=about)
        else:
            group.add_argument(flag, dest=f"set_{item.name}", metavar="VALUE", help=about)


def _flags(arguments: argparse.Namespace) -> dict[str, str]:
    given = {name[4:]: value for name, value in vars(arguments).items() if name[:4] == "set_"}
    return {name: value for name, value in given.items() if value is not None}


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


async def _link(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.command_line import print_link

    await print_link(settings, _say, name=arguments.name, role=arguments.role)


async def _token(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.command_line import print_token

    life_s = arguments.days * 24 * 3600
    await print_token(settings, _say, name=arguments.name, role=arguments.role, life_s=life_s)


async def _doctor(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.doctor import doctor

    await doctor(settings, _say)


async def _voices(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.voices import voices

    await voices(_say)


async def _models(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.pull import list_models, pull_models

    if arguments.action == "list":
        await list_models(settings, _say)
    else:
        await pull_models(settings, _say, what=arguments.what)


async def _keys(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.command_line import rotate_keys

    rotate_keys(settings, _say, compromised=arguments.compromised)


async def _lessons(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.command_line import check_lessons

    check_lessons(_say, path=arguments.path)


async def _flight(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.flight import print_flights

    await print_flights(settings, _say, action=arguments.action, session=arguments.session)


async def _settings(settings: Settings, arguments: argparse.Namespace) -> None:
    from tutor_server.app.command_line import print_settings

    print_settings(settings, _say)


async def _serve(settings: Settings, arguments: argparse.Namespace) -> None:
    """Imports only what the role needs: web must never load torch."""
    if arguments.role is None:
        from tutor_server.app.serve import serve

        await serve(settings, _say)
        return
    from tutor_server.app.roles import run_role

    await run_role(
        arguments.role,
        settings,
        ready_fd=arguments.ready_fd,
        parent_pid=arguments.parent,
        worker=arguments.worker,
    )


_COMMANDS = {
    "serve": _serve,
    "link": _link,
    "token": _token,
    "doctor": _doctor,
    "voices": _voices,
    "models": _models,
    "keys": _keys,
    "lessons": _lessons,
    "flight": _flight,
    "settings": _settings,
}


def _run(main: Coroutine[None, None, None], *, live: bool) -> None:
    """Roles run on uvloop; the launcher does not, because uvloop starts no process under
    another account."""
    factory = None
    if live:
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main)


def _sentences(error: BaseException) -> list[str]:
    """What a user reads of an error; empty for one that is a bug."""
    if isinstance(error, BaseExceptionGroup):
        return [text for inner in error.exceptions for text in _sentences(inner)]
    if isinstance(error, TutorError):
        return [error.detail]
    return [str(error)] if isinstance(error, SettingsError) else []


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 2 for what the user can mend."""
    arguments = _parser().parse_args(argv)
    try:
        settings = read(_flags(arguments))
        live = getattr(arguments, "ready_fd", None) is not None
        _run(_COMMANDS[arguments.command](settings, arguments), live=live)
    except KeyboardInterrupt:
        return 130
    except (TutorError, SettingsError, BaseExceptionGroup) as error:
        said = _sentences(error)
        if not said:
            raise
        sys.stderr.write("".join(f"{text}\n" for text in dict.fromkeys(said)))
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
