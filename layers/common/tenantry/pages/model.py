"""
What every page becomes.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """
    A whole answer. It holds its own security policy, so that it is safe behind any front.

    Args:
        file: The body instead of *html*, where it is no text.
    """

    status: int
    html: str
    headers: Mapping[str, str]
    file: bytes | None = None
