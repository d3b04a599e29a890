"""Roles load only what they need, meet readiness, and stop cleanly."""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.running_server import RunningServer, free_port, reachable_home

pytestmark = pytest.mark.slow

MODEL_LIBRARIES = {"torch", "transformers", "peft", "faster_whisper", "ctranslate2"}


def test_the_web_role_loads_no_model_library() -> None:
    code = (
        "import sys, json; import tutor_server.app.web_role;"
        "import tutor_server.app.projector_role; print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & MODEL_LIBRARIES
    assert {"aiohttp", "aiortc", "onnxruntime"} <= loaded


def test_the_running_web_process_has_mapped_no_model_library(server: RunningServer) -> None:
    maps = Path(f"/proc/{server.parts()['web']}/maps").read_text()
    assert "libtorch" not in maps
    assert "ctranslate2" not in maps
    assert "libtorch" in Path(f"/proc/{server.parts()['engine']}/maps").read_text()


def test_ready_says_what_is_missing(server: RunningServer) -> None:
    with urllib.request.urlopen(f"{server.url}/ready", timeout=5) as response:
        body = json.loads(response.read())
    assert body["status"] == "ready"
    assert set(body["parts"]) == {"storage", "engine", "speech"}


def test_metrics_have_every_leg_of_a_turn(server: RunningServer) -> None:
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=5) as response:
        text = response.read().decode()
    for name in ("tutor_turn_leg_seconds", "tutor_replies", "tutor_live_sessions"):
        assert name in text


def test_an_occupied_port_is_a_plain_sentence(server: RunningServer, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tutor_server", "serve"],
        env={**server.environment, "TUTOR_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert f"Port {server.port} is already in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_server_on_the_same_home_is_refused(server: RunningServer) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tutor_server", "serve"],
        env={**server.environment, "TUTOR_PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "Another tutor server already runs" in done.stderr
    assert server.ready()


def test_link_token_doctor_settings(server: RunningServer) -> None:
    assert server.command("link").startswith(f"{server.url}/login/")
    token = server.token("Lin Link", "teacher")
    assert token.count(".") == 2
    assert "\n" not in token
    assert "ready at" in server.command("doctor")
    assert "TUTOR_PORT" in server.command("settings")


def test_a_link_works_once(server: RunningServer) -> None:
    link = server.command("link", "--name", "Once Only")
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = opener.open(link, timeout=10).read().decode()
    assert "<title>" in page
    me = json.loads(opener.open(f"{server.url}/v1/me", timeout=10).read())
    assert me["name"] == "Once Only"
    again = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    assert again.open(link, timeout=10).url.endswith("/login?reason=used")


@pytest.mark.parametrize("path", ["/v1/me", "/v1/sessions", "/v1/models", "/v1/me/export"])
def test_without_a_token_there_is_nothing(server: RunningServer, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{server.url}{path}", timeout=5)
    assert caught.value.code == 401
    assert json.loads(caught.value.read())["code"] == "token_missing"


def test_a_foreign_page_cannot_use_the_cookie_or_the_socket(server: RunningServer) -> None:
    token = server.token()
    for path, cookie in (("/v1/realtime", ""), ("/v1/realtime/client_secrets", "x")):
        request = urllib.request.Request(
            f"{server.url}{path}",
            data=b"{}" if cookie else None,
            headers={"Origin": "https://evil.example", "Authorization": f"Bearer {token}"},
        )
        if cookie:
            request.remove_header("Authorization")
            request.add_header("Cookie", f"tutor_login={token}")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)
        assert caught.value.code == 403
        assert json.loads(caught.value.read())["code"] == "origin_refused"


def test_a_stop_while_starting_leaves_nothing_behind() -> None:
    with reachable_home() as home:
        server = RunningServer(home)
        process = subprocess.Popen(
            [sys.executable, "-m", "tutor_server", "serve"],
            env=server.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if "storage" in line:
                break
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(60) == 0
        assert "Stopping" in rest
        process.stdout.close()
        left = [cwd for entry in Path("/proc").glob("[0-9]*/cwd") if (cwd := target(entry))]
        assert not [cwd for cwd in left if cwd.startswith(str(home))]


def target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
