"""
A measured figure, and the file that holds them all.
"""

import json
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Figure:
    """
    One figure.

    Args:
        name: What was measured, from the general to the special (`cold start, invites.serve`).
        conditions: How: runs, baseline, what was left out.
    """

    name: str
    figure: float
    unit: str
    conditions: str


def percentile(values: Sequence[float], share: float) -> float:
    """
    The value below which *share* of all values lie.

    Example:
        >>> percentile([1, 2, 3, 4], 0.5)
        2
    """
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def median(values: Sequence[float]) -> float:
    """
    The middle value.
    """
    return statistics.median(values)


def write(figures: Sequence[Figure]) -> None:
    """
    Replace the results; the figures of a partial run replace those of the same name.
    """
    known = json.loads(RESULTS.read_text())["figures"] if RESULTS.exists() else []
    new = {figure.name: asdict(figure) for figure in figures}
    kept = [figure for figure in known if figure["name"] not in new]
    document = {
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "figures": sorted([*kept, *new.values()], key=lambda figure: str(figure["name"])),
    }
    RESULTS.write_text(json.dumps(document, indent=2) + "\n")
