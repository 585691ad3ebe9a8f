"""
Transfers to connected accounts, which have the money at once.
"""

import time

from infra.local.playing import Acts, NotPossible
from infra.local.stripe.account import Account
from infra.local.stripe.lists import HasAccount
from infra.local.stripe.objects import new_id
from infra.local.stripe.refused import Json, Refused

NEEDED = ("amount", "currency", "destination")
UNKNOWN_ACCOUNT = "acct_00000000"
"""What nobody has connected."""


def send(api: HasAccount, asked: Json, _: str) -> Json:
    """
    `POST /v1/transfers`.
    """
    if asked["destination"] == UNKNOWN_ACCOUNT:
        message = f"No such destination: '{UNKNOWN_ACCOUNT}'"
        raise Refused(message, code="resource_missing", param="destination")
    if api.account.settings.get("lacks_balance"):
        message = "You have insufficient available funds in your Stripe account."
        raise Refused(message, code="balance_insufficient")
    transfer_id = new_id("tr")
    return api.account.put(
        {
            "id": transfer_id,
            "object": "transfer",
            "amount": asked["amount"],
            "amount_reversed": 0,
            "created": int(time.time()),
            "currency": asked["currency"],
            "description": asked.get("description"),
            "destination": asked["destination"],
            "livemode": False,
            "metadata": asked.get("metadata", {}),
            "reversed": False,
            "source_transaction": None,
            "transfer_group": asked.get("transfer_group", f"group_{transfer_id}"),
        }
    )


def acts(account: Account) -> Acts:
    """
    What a `PayoutPlayer` plays; a transfer is named by its group.
    """

    def named(reference: str) -> Json:
        for transfer in account.all("transfer"):
            if transfer["transfer_group"] == reference:
                return transfer
        raise NotPossible(f"there is no transfer {reference}")

    def reverse(reference: str, amount: int | None = None) -> Json:
        with account.lock:
            found = named(reference)
            whole: int = found["amount"]
            back = whole if amount is None else amount
            made = account.put(found, amount_reversed=back, reversed=back == whole)
            account.tell("transfer.reversed", made)
            return made

    def change(reference: str, **said: object) -> Json:
        with account.lock:
            return account.put(named(reference), **said)

    return {
        "reverse_payout": reverse,
        "change_payout": change,
        "payouts": lambda: account.all("transfer")[::-1],
        "settle_payouts": account.settings.update,
    }
