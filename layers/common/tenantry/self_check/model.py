"""
What a self-check finds.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One part, whether it is as it should be, and what was seen.
    """

    part: str
    is_good: bool
    seen: str
