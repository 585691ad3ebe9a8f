"""
A webhook as it came in, and how far it can be believed.

Nothing here brings a library: the function that receives webhooks starts with what it needs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Trust(StrEnum):
    """
    How far a webhook can be believed.
    """

    SIGNED = "signed"
    """Its signature covers the body: what it says is so."""
    HINT = "hint"
    """Nothing covers the body, though its sender knows a secret: the provider is asked first."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """
    A request from whoever says to be a provider.

    Args:
        body: Byte for byte as it was signed.
        headers: With names in lower case.
        path: The parts of the address that vary: M-Pesa's notices carry their secret there.
        sent_from: The caller's address, as the gateway saw it.
    """

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    sent_from: str = ""

    @property
    def only_asks(self) -> bool:
        """
        Whether it asks if a payment may be made, and says nothing: M-Pesa's validation.
        """
        return self.path.get("subject") == "paybill-check"


type Secrets = Mapping[str, Any]
"""What operators keep of a provider's account (docs/operations.md)."""

type Judge = Callable[[Webhook, Secrets, datetime], Trust | None]
"""How far a webhook can be believed now; None for not at all."""
