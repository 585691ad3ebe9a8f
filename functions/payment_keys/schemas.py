"""
The bodies of the payment key routes.
"""

from typing import Literal, Self

from pydantic import Field, SecretStr

from tenantry.clock import stamp
from tenantry.http.bodies import AnswerBody, Body
from tenantry.payment_keys.model import PaymentKey


class SetPaymentKey(Body):
    """
    A key of the reseller's own account at a payment provider.
    """

    provider: Literal["stripe"]
    key: SecretStr = Field(
        max_length=300, description="A restricted key (`rk_...`), or a secret one (`sk_...`)."
    )


class PaymentKeyBody(AnswerBody):
    """
    What is known of a key; the key itself is never shown again.
    """

    provider: str
    kind: str = Field(description="`restricted` or `full`.")
    mode: str = Field(description="`test` or `live`.")
    last_four: str
    set_at: str
    warning: str | None = Field(description="What its owner should know of it, in words.")

    @classmethod
    def of(cls, key: PaymentKey) -> Self:
        """
        Show what may be shown of a key.
        """
        return cls(
            provider=key.provider,
            kind=key.form.kind.value,
            mode=key.form.mode.value,
            last_four=key.form.last_four,
            set_at=stamp(key.set_at),
            warning=key.warning,
        )
