"""The shipped examples are what the code reads."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from inference.routing.configured import Api, read_tiers

DEPLOY = Path(__file__).parents[3] / "deploy"
README = (DEPLOY / "README.md").read_text()


@pytest.mark.parametrize("name", ["ray", "vllm"])
def test_the_files_of_tiers_can_be_read(name: str) -> None:
    found = read_tiers((DEPLOY / name / "tiers.toml").read_text())
    assert next(tier.name for tier in found.tiers) == "nano"
    apis = {place.api for places in found.tiers.values() for place in places}
    assert (Api.OPENAI in apis) == (name == "vllm")


def test_files_named_in_the_readme_exist() -> None:
    for name in re.findall(r"`?((?:deploy|inference)/[\w/.]+\w)", README):
        assert (DEPLOY.parent / name).exists(), name


def test_the_resolver_is_called_what_pyproject_calls_it() -> None:
    script = (DEPLOY / "vllm" / "serve.sh").read_text()
    (plugin,) = re.findall(r"VLLM_PLUGINS=(\w+)", script)
    assert f"\n{plugin} = " in (DEPLOY.parent / "pyproject.toml").read_text()


@pytest.mark.slow
def test_vllm_is_started_as_the_script_says(tmp_path: Path) -> None:
    vllm = tmp_path / "vllm"
    vllm.write_text('#!/bin/sh\nenv; for word in "$@"; do echo "word $word"; done\n')
    vllm.chmod(0o700)
    told = {
        "PATH": "/usr/bin:/bin",
        "VLLM": str(vllm),
        "VLLM_API_KEY": "secret",
        "TUTOR_LLM_ADAPTERS": "/srv/a",
        "VLLM_LORA_RESOLVER_CACHE_DIR": "/srv/a",
    }
    command = [DEPLOY / "vllm" / "serve.sh", "org/a model", "--uds=/run/x"]
    ran = subprocess.run(command, env=told, capture_output=True, text=True, check=True)
    lines = ran.stdout.splitlines()
    assert [line[5:] for line in lines if line.startswith("word ")][:3] == [
        "serve",
        "org/a model",
        "--uds=/run/x",
    ]
    assert "word secret" not in lines, "others on the machine could read it"
    assert "VLLM_ALLOW_RUNTIME_LORA_UPDATING=true" in lines
    assert not [line for line in lines if line.startswith("VLLM_LORA_RESOLVER")]
    for needed in ("VLLM_API_KEY", "TUTOR_LLM_ADAPTERS"):
        less = {name: value for name, value in told.items() if name != needed}
        refused = subprocess.run(command, env=less, capture_output=True, text=True, check=False)
        assert refused.returncode
        assert needed in refused.stderr


@pytest.mark.slow
def test_serve_takes_the_shipped_configs() -> None:
    """In a process of its own: Ray warns while it is imported."""
    script = (
        "import sys, yaml\n"
        "from ray.serve.schema import ServeDeploySchema\n"
        "from inference.scaling.replica import app\n"
        "for path in sys.argv[1:]:\n"
        "    told = yaml.safe_load(open(path))\n"
        "    (application,) = ServeDeploySchema.model_validate(told).applications\n"
        "    assert application.import_path == f'{app.__module__}:app'\n"
        "    bound = app(application.args)\n"
        "    names = [deployment.name for deployment in application.deployments]\n"
        "    assert names == [bound._bound_deployment.name]\n"
        "try:\n"
        "    app({'command': ['x', '{socket}'], 'start': 3})\n"
        "except ValueError:\n"
        "    print('refused')\n"
    )
    files = sorted(map(str, (DEPLOY / "ray").glob("*.yaml")))
    assert len(files) == 2
    ran = subprocess.run(
        [sys.executable, "-c", script, *files], capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines()[-1:] == ["refused"], ran.stderr
