"""
What a picture of the largest size costs: decoding it, and writing all that is shown of it.
"""

import sys
import time
from collections.abc import Iterator
from io import BytesIO
from resource import RUSAGE_SELF, getrusage

from PIL import Image

from benchmarks.figures import Figure, median
from tenantry.branding.model import PIXELS_MAX, MediaType, Use
from tenantry.branding.pictures import make

RUNS = 5
SIDE = int(PIXELS_MAX**0.5)
_KIB = 1024 if sys.platform == "linux" else 1


def figures() -> Iterator[Figure]:
    """
    Processor time for each use, and the memory that all of it needs above what was there.
    """
    before = _memory()
    content = photo()
    conditions = f"median of {RUNS}; JPEG of {SIDE} by {SIDE} pixels, {len(content) // 1000} kB"
    for use in Use:
        seconds = median([_seconds(use, content) for _ in range(RUNS)])
        yield Figure(
            f"pictures, {use.value} of {PIXELS_MAX / 1e6:.0f} megapixels",
            round(seconds * 1000),
            "ms of a processor",
            conditions,
        )
    grown = (_memory() - before) / 1e6
    yield Figure("pictures, memory", round(grown), "MB", "above the process before, at most")


def photo() -> bytes:
    """
    A file that is nearly as large as one may be, and has as many pixels as one may have.
    """
    noise = Image.effect_noise((SIDE // 4, SIDE // 4), 60).resize((SIDE, SIDE)).convert("RGB")
    file = BytesIO()
    noise.save(file, "JPEG", quality=40)
    return file.getvalue()


def _seconds(use: Use, content: bytes) -> float:
    started = time.process_time()
    make(use, MediaType.JPEG, content)
    return time.process_time() - started


def _memory() -> int:
    return getrusage(RUSAGE_SELF).ru_maxrss * _KIB
