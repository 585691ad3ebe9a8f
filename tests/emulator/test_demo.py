"""
The story that `make demo` tells: it comes out as told, and says so when it does not.
"""

import subprocess
import sys

import pytest

from infra.local.places import ROOT
from infra.local.stack import LocalStack
from tenantry.credentials.tokens import PATTERN
from tools.demo.__main__ import play
from tools.demo.cast import Cast
from tools.demo.chapters import CHAPTERS
from tools.demo.story import Story

pytestmark = pytest.mark.emulator


def healthy_only_on_mondays(story: Story, cast: Cast) -> None:
    del cast
    story.step("it is up", story.anybody.get("/health"), "200")
    story.step("it is up again", story.anybody.get("/health"), "503 unavailable")


def never_told(story: Story, cast: Cast) -> None:
    del story, cast
    pytest.fail("the story goes on after something differed")


def test_the_story_comes_out_as_told() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tools.demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert played.returncode == 0, played.stdout + played.stderr
    assert "The story came out as told" in played.stdout
    assert f"\n{len(CHAPTERS)}  " in played.stdout
    assert not PATTERN.search(played.stdout), "a secret is told"


def test_the_story_fails_when_an_answer_differs(
    stack: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    code = play(stack, [healthy_only_on_mondays, never_told])

    said = capsys.readouterr().err
    assert code == 1
    assert "it is up again: expected 503 unavailable, and 200 came back" in said
