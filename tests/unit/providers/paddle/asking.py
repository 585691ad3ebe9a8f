"""
A charge, and what is asked and heard of it.
"""

from datetime import datetime, timedelta

from infra.local.paddle.player import Player
from infra.local.paddle.server import StandIn
from tenantry.ids import TenantId
from tenantry.money import Money
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.model import Asked, ChargeOrder, Payer, RefundOrder
from tenantry.providers.paddle.client import Provider
from tenantry.providers.paddle.events import read
from tests.acting import NOON

ORDER = ChargeOrder(
    id="chg_01M7XPE6000000000000000000",
    tenant_id=TenantId("ten_1"),
    amount=Money(12_500, "EUR"),
    description="Business plan, one month",
    billing_reference="ACME01",
    payer=Payer(email="ada@example.com"),
)
HOUR = timedelta(hours=1)


class Clock:
    """
    A clock that somebody else moves.
    """

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def asked(request_id: str | None) -> Asked:
    return Asked(ORDER.id, request_id, ORDER.amount, NOON)


def told(stand_in: StandIn) -> list[ProviderEvent]:
    """
    What has been posted so far, as the product reads it.
    """
    events = [read(notice.body, {}) for notice in stand_in.notices()]
    return [event for event in events if event]


def a_payment(paddle: Provider, player: Player) -> str:
    paid: str = player.pay(paddle.request(ORDER).request_id)["id"]
    return paid


def a_refund(reference: str, minor: int, number: int = 1) -> RefundOrder:
    refund_id = f"rfd_01M7XPE600000000000000000{number}"
    return RefundOrder(refund_id, reference, Money(minor, "EUR"), is_whole=minor == 12_500)
