"""
Processes of functions are what Python would have made of the same call, and end as it would.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.nursery import IMPORTED, nursery
from infra.local.stack import eventually

pytestmark = pytest.mark.emulator

TELLS = """
import json, os, sys
known = sorted(name for name in sys.modules)
print(json.dumps([sys.argv, sys.path[0], os.getcwd(), dict(os.environ), known, input()]))
print("to errors", file=sys.stderr)
"""
STAYS = """
import os, time
print(os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("nursery")
    with nursery(folder) as executable:
        yield executable


def script_of(folder: Path, text: str) -> Path:
    path = folder / "script.py"
    path.write_text(text)
    return path


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_has_the_files_the_folder_and_the_environment_of_its_call(
    python: Path, tmp_path: Path
) -> None:
    script = script_of(tmp_path, TELLS)
    environment = {"ONE": "a=b", "TWO": "zwei\nä", "THREE": ""}

    ran = subprocess.run(
        [python, script],
        input="hello\n",
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    arguments, first, folder, variables, known, read = json.loads(ran.stdout)
    assert (arguments, first, folder) == ([str(script)], str(tmp_path), str(tmp_path))
    assert environment.items() <= variables.items()
    assert "HOME" not in variables
    assert read == "hello"
    assert ran.stderr == "to errors\n"
    assert {*IMPORTED} <= {*known}
    assert not [name for name in known if name.startswith("tenantry")], "it would never be anew"


def test_a_process_ends_with_whoever_has_started_it(python: Path, tmp_path: Path) -> None:
    script = script_of(tmp_path, STAYS)
    with subprocess.Popen([python, script], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        process = int(started.stdout.readline())
        assert is_there(process)

        started.send_signal(signal.SIGKILL)

        eventually(lambda: not is_there(process))


def test_whoever_has_started_a_process_ends_with_it(python: Path, tmp_path: Path) -> None:
    script = script_of(tmp_path, STAYS)
    with subprocess.Popen([python, script], stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None

        os.kill(int(started.stdout.readline()), signal.SIGKILL)

        assert started.stdout.read() == ""
        assert started.wait(10) is not None


def test_a_failing_script_tells_its_reason(python: Path, tmp_path: Path) -> None:
    script = script_of(tmp_path, "raise ValueError('no handler')")

    ran = subprocess.run([python, script], capture_output=True, text=True, check=False)

    assert ran.stderr.endswith("ValueError: no handler\n")


def test_it_works_from_a_folder_with_a_long_name_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / ("of a rather long name, " * 6).strip()
    folder.mkdir()

    with nursery(folder) as python:
        script = script_of(folder, "import sys; print(sys.executable)")
        ran = subprocess.run([python, script], capture_output=True, text=True, check=True)

    assert ran.stdout == f"{sys.executable}\n"
