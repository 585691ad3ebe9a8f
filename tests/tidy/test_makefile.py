"""
The Makefile explains itself, and CI uses nothing else.
"""

import re
import subprocess

import yaml

from tests.tidy.sources import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


def test_every_target_stands_in_the_help() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))

    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(re.findall(r"^  make ([a-z-]+)  +\S", shown.stdout, re.MULTILINE)) == targets


def test_every_target_is_phony() -> None:
    targets = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)

    assert re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE) == targets


def test_ci_calls_targets_and_no_tools() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    steps = [
        step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step
    ]
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in script if line and not line.startswith(("#", "set ", "cd "))]

    other = [command for command in steps + commands if not re.fullmatch(r"make [a-z-]+", command)]

    assert other == []
