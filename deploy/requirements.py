"""Prints the project's requirements for pip: the main ones, or those of the named extras.

The Makefile installs them as plain wheels with the constraints file, so that the project itself
can be installed without a build environment.
"""

import sys
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text())["project"]
extras = sys.argv[1:]
names = (
    [name for extra in extras for name in project["optional-dependencies"][extra]]
    if extras
    else project["dependencies"]
)
sys.stdout.write("\n".join(names) + "\n")
