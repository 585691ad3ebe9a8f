"""
What every page becomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """
    A whole answer. It holds its own security policy, so that it is safe behind any front.
    """

    status: int
    html: str
    headers: Mapping[str, str]
