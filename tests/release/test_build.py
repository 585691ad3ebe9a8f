"""
What `make build` makes, as it would be deployed.
"""

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from infra.layer.report import report
from tests.tidy.sources import FUNCTIONS, ROOT, python_files
from tests.tidy.template import resources

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    tools = {"SAM_CLI_TELEMETRY": "0", "PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"}
    command = [str(ROOT / ".local/sam/bin/sam"), "build", "--build-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, env=os.environ | tools, capture_output=True, check=True)
    return folder


def test_the_built_layer_is_fit_to_deploy(release: Path) -> None:
    assert report(release / "CommonLayer").faults == []


def test_every_function_ships_the_whole_folder_and_nothing_else(release: Path) -> None:
    sources = {path.relative_to(FUNCTIONS) for path in python_files("functions")}
    built = yaml.load((release / "template.yaml").read_text(), yaml.BaseLoader)["Resources"]  # noqa: S506

    shipped = {
        name: {
            path.relative_to(release / built[name]["Properties"]["CodeUri"])
            for path in (release / built[name]["Properties"]["CodeUri"]).rglob("*.py*")
        }
        for name in resources("AWS::Serverless::Function")
    }

    assert shipped == dict.fromkeys(shipped, sources)
