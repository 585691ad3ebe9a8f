"""
Every payment provider, by name.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import PaymentProvider
from tenantry.providers.parts import part
from tenantry.providers.secrets import provider_secrets


@cache
def provider(name: str) -> PaymentProvider:
    """
    A provider, with the platform's own account.

    Raises:
        ProviderNotFound: There is none of this name.
    """
    made: PaymentProvider = part(name, "client:Provider")()
    return made


def read(name: str, body: str, path: Mapping[str, str]) -> ProviderEvent | None:
    """
    What a webhook says in our own words; None for a type that says nothing to us.

    Args:
        path: The parts of the address that it came to, as in `Webhook`.

    Raises:
        Invalid: It is of a type that we read, and has not that type's form.
        ProviderNotFound: There is no provider of this name.
    """
    event: ProviderEvent | None = part(name, "events:read")(body, path)
    if event is None or event.is_live is not None:
        return event
    return replace(event, is_live=provider_secrets(name).get("mode") == "live")
