"""
A limit: so many times within a window.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """
    At most *most* of *name* within each window of *window*, for one caller.
    """

    name: str
    most: int
    window: timedelta
