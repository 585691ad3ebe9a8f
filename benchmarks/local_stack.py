"""
How long `make run` takes to serve, the first time and the second.
"""

import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from infra.local.stack import LocalStack

CONDITIONS = "everything installed; until /health answers, its own cold start included"


def figures() -> Iterator[Figure]:
    """
    The seconds of an empty start, and of the next one with its data.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first", "second"):
            started = time.perf_counter()
            with LocalStack(Path(folder), keeps=True) as stack:
                urllib.request.urlopen(f"{stack.base_url}/health").close()  # noqa: S310 - our own
                seconds = time.perf_counter() - started
            yield Figure(f"local stack, {name} start", round(seconds, 1), "s", CONDITIONS)
