"""
`make run` itself: what it starts is there in the environment that it starts it in.
"""

import subprocess

import pytest

from infra.local.places import ROOT

pytestmark = pytest.mark.emulator


def test_make_run_starts_a_program_that_has_all_that_it_imports() -> None:
    dry = subprocess.run(
        ["make", "--dry-run", "run"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    [command] = [line for line in dry.stdout.splitlines() if line.endswith("-m infra.local run")]
    program = [*command.split(), "--help"]

    helped = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)

    assert helped.returncode == 0, helped.stderr
    assert "TENANTRY_PORT" in helped.stdout
