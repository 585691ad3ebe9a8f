"""
A charge, and what is asked and heard of it.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from infra.local.mpesa.server import StandIn
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import Asked, ChargeOrder, Payer
from tenantry.providers.mpesa.events import read
from tenantry.providers.mpesa.signature import judge
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON

PHONE = "254712345678"
ORDER = ChargeOrder(
    id="chg_01M7XPE6000000000000000000",
    tenant_id=TenantId("ten_1"),
    amount=Money(250_000, "KES"),
    description="Business plan, one month",
    billing_reference="ACME01",
    payer=Payer(phone=PHONE),
)
PROMPT = "POST /mpesa/stkpush"
QUERY = "POST /mpesa/stkpushquery"
PULL = "POST /pulltransactions"
MINUTE = timedelta(minutes=1)


class Clock:
    """
    A clock that somebody else moves.
    """

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def asked(request_id: str | None, **changes: Any) -> Asked:
    charge = Asked(ORDER.id, request_id, ORDER.amount, NOON, ORDER.billing_reference)
    return replace(charge, **changes)


def hints(stand_in: StandIn) -> list[ProviderEvent]:
    """
    What has been posted so far, as the product reads it; every address is one of ours.
    """
    read_so_far = []
    for notice in stand_in.notices():
        _, _, _, subject, token = notice.path.split("/")
        path = {"subject": subject, "token": token}
        webhook = Webhook(notice.body.encode(), path=path)
        assert judge(webhook, json.loads(stand_in.secret()), NOON) is Trust.HINT
        event = read(notice.body, path)
        read_so_far += [event] if event else []
    return read_so_far
