"""Documents and code say the same: settings, events, routes, files, names of packages."""

import importlib.metadata
import re
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

from tutor_server.settings import Settings, variable
from tutor_server.wire.vocabulary import CLIENT_EVENTS, SERVER_EVENTS

ROOT = Path(__file__).parent.parent.parent
OURS = {"tutor_server", "sessions", "media", "inference"}


def document(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_says_what_it_is() -> None:
    for item in fields(Settings):
        about = item.metadata["about"]
        assert about.endswith("."), item.name
        assert variable(item.name).startswith("TUTOR_")


def test_settings_named_in_documents_exist() -> None:
    known = {variable(item.name) for item in fields(Settings)} | {"TUTOR_TOKEN"}
    for name in ("README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"\bTUTOR_[A-Z_]+\b", document(name)))
        assert named <= known, (name, named - known)


def test_events_named_in_the_architecture_exist() -> None:
    named = set(re.findall(r"`(tutor\.[a-z.]+)`", document("ARCHITECTURE.md")))
    assert named <= set(SERVER_EVENTS) | set(CLIENT_EVENTS) | {"tutor.msgpack.v1"}


def test_every_event_of_the_code_is_in_the_vocabulary() -> None:
    pattern = re.compile(r'"type": f?"([a-z_]+(?:\.[a-z_]+)+)"')
    sent = set()
    for folder in ("wire", "attach"):
        for path in (ROOT / "tutor_server" / folder).glob("*.py"):
            sent |= set(pattern.findall(path.read_text()))
    assert sent <= set(SERVER_EVENTS) | set(CLIENT_EVENTS), sent - set(SERVER_EVENTS)


def test_commands_and_files_of_the_readme_exist() -> None:
    text = document("README.md")
    for target in re.findall(r"make ([a-z]+)", text):
        assert re.search(rf"^{target}:", document("Makefile"), re.M), target
    for link in re.findall(r"\]\(([A-Z]+(?:\.md)?)\)", text):
        assert (ROOT / link).exists(), link


def test_folders_named_in_the_architecture_exist() -> None:
    ours = "tutor_server|sessions|media|inference|static|deploy|tests"
    for name in re.findall(rf"`((?:{ours})/[\w/.]*)`", document("ARCHITECTURE.md")):
        assert (ROOT / name).exists(), name


def test_nobody_else_owns_our_package_names() -> None:
    owners = importlib.metadata.packages_distributions()
    for name in OURS:
        assert set(owners.get(name, ())) <= {"tutor-server"}, name


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads(document("pyproject.toml"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(name for extra in extras for name in extra)]
    pinned = {
        line.partition("==")[0].lower().replace("_", "-")
        for line in document("constraints.txt").splitlines()
        if "==" in line
    }
    names = {re.split(r"[=<>\[]", name)[0].lower() for name in wanted}
    assert names <= pinned, names - pinned


def test_no_top_level_folder_is_added() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    folders = {name.partition("/")[0] for name in listed.splitlines() if "/" in name}
    assert folders <= {*OURS, "static", "deploy", "tests", ".ci"}


def test_the_tracked_tree_stays_small() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    sizes = {path: path.stat().st_size for path in paths if path.exists()}
    assert sum(sizes.values()) < 50_000_000
    assert max(sizes.values()) < 15_000_000
