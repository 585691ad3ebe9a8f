"""
The bodies of the payout account routes.
"""

from typing import Annotated, Self

from pydantic import Field, SecretStr

from tenantry.clock import stamp
from tenantry.commissions.model import Method
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.fields import Currency, Email
from tenantry.payout_accounts.model import NewAccount, PayoutAccount

FieldName = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
FieldValue = Annotated[SecretStr, Field(max_length=200)]


class SetPayoutAccount(Body):
    """
    Where a partner's money is to go.
    """

    method: Method
    currency: Currency
    destination: dict[FieldName, FieldValue] = Field(
        max_length=10,
        description=(
            "By method. `bank_transfer`: `account_holder`, `account_number`, `bank_name`, "
            "`country`, and `bank_code` where there is one; `stripe_connect`: `account`; "
            "`paystack`: `type`, `bank_code`, `account_number`, `name`; `flutterwave`: "
            "`bank_code`, `account_number`, and `name`; `mpesa_b2c`: `phone`."
        ),
    )
    contact_email: Email = Field(description="Who is told when the account is changed.")

    def account(self) -> NewAccount:
        """
        The account as the command takes it.
        """
        destination = {name: one.get_secret_value() for name, one in self.destination.items()}
        return NewAccount(self.method, self.currency, destination, self.contact_email)


class PayoutAccountBody(AnswerBody):
    """
    What is shown of a payout account; the destination itself is never shown again.
    """

    method: Method
    currency: str
    destination: dict[str, str] = Field(description="The fields of the method, masked.")
    contact_email: str
    set_at: str
    paused_until: str | None = Field(description="Until then nothing is paid to it.")

    @classmethod
    def of(cls, account: PayoutAccount) -> Self:
        """
        Show what may be shown of an account.
        """
        paused = account.paused_until
        return cls(
            method=account.method,
            currency=account.currency,
            destination=dict(account.shown),
            contact_email=account.contact_email,
            set_at=stamp(account.set_at),
            paused_until=None if paused is None else stamp(paused),
        )


class SharedAccountBody(AnswerBody):
    """
    A partner that is paid to this account.
    """

    reseller_id: str
    set_at: str

    @classmethod
    def of(cls, account: PayoutAccount) -> Self:
        """
        Show whose account it is.
        """
        return cls(reseller_id=account.reseller_id, set_at=stamp(account.set_at))
