"""
The parts of each provider's package, loaded when they are first asked for.

A function that receives Paystack's webhooks loads nothing of Stripe's library.
"""

from pkgutil import resolve_name
from typing import Any

from tenantry.errors import NotFound
from tenantry.providers.webhook import Judge

NAMES = ("stripe", "paystack", "flutterwave", "mpesa", "paddle")
"""As routes, items and settings spell them (R-BIL-1)."""


class ProviderNotFound(NotFound):
    """
    There is no payment provider of this name.
    """

    code = "provider.not_found"


def part(name: str, place: str) -> Any:  # noqa: ANN401 - each part has its own type
    """
    What stands at a place (`module:name`) of a provider's package.

    Raises:
        ProviderNotFound: There is no provider of this name.
    """
    if name not in NAMES:
        message = f"there is no payment provider {name!r}; there are {', '.join(NAMES)}"
        raise ProviderNotFound(message)
    return resolve_name(f"tenantry.providers.{name}.{place}")


def judge(name: str) -> Judge:
    """
    How a provider's webhooks are told from anybody else's.

    Raises:
        ProviderNotFound: There is no provider of this name.
    """
    found: Judge = part(name, "signature:judge")
    return found
