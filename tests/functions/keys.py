"""
Payment keys in function tests: Stripe in this process, which knows what tests tell it.
"""

import pytest

from payment_keys import serve
from tenantry.errors import TenantryError


def answer_trials(monkeypatch: pytest.MonkeyPatch, refusal: TenantryError | None = None) -> None:
    """
    Let every key pass its trial, or none.
    """

    def trial(_: str) -> None:
        if refusal is not None:
            raise refusal

    monkeypatch.setattr(serve, "try_stripe_key", trial)
