"""
`python -m tools.demo`: plays the whole story on an empty stack of its own; 1 when anything differs.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.local.deploy import DeployFailed
from infra.local.deployed import HandlerFailed
from infra.local.launcher import CannotStart
from infra.local.stack import LocalStack
from tools.demo.cast import Cast
from tools.demo.chapters import CHAPTERS, Chapter
from tools.demo.story import Differs, Story

OPENING = """\
The main job, played over HTTP against the running code, on a stack that starts empty.
✓ done   ✗ refused, as it should be   · seen afterwards
The first call of each function also starts its process, and so takes longer."""


def play(stack: LocalStack, chapters: Iterable[Chapter] = CHAPTERS) -> int:
    """
    Tell *chapters* on *stack*, to their end or to the first thing that differs.

    Returns:
        The process's exit code.
    """
    story, cast = Story(stack), Cast()
    try:
        for chapter in chapters:
            story.chapter(chapter)
            chapter(story, cast)
    except (Differs, HandlerFailed) as error:
        print(f"    ! {error}\n\nThe story differs, {story.totals()}", file=sys.stderr)
        return 1
    print(f"\nThe story came out as told: {story.totals()}")
    return 0


def main() -> int:
    """
    Start a stack, and play.
    """
    print(OPENING, flush=True)
    began = time.monotonic()
    try:
        with (
            TemporaryDirectory(prefix="tenantry-demo-") as folder,
            LocalStack(Path(folder)) as stack,
        ):
            print(f"It took {time.monotonic() - began:.1f} s to start.", flush=True)
            return play(stack)
    except (CannotStart, DeployFailed) as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped before its end.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
