"""
A partner whose customers pay in four currencies, each through the provider of its market.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tenantry.clock import stamp
from tests.emulator.main_job import let_pilot_end, record
from tests.emulator.provisioned import PLAN, Programme
from tests.emulator.requesting import Answer

PHONE = "254712345678"
PAYER = "payer@accounts.example"

WHOLESALE = {"KES": 635_000, "NGN": 2_000_000, "EUR": 4_500, "USD": 4_900}
MARKUP = {"KES": 50_000, "NGN": 150_000, "EUR": 400, "USD": 400}
LIST = {currency: minor + MARKUP[currency] for currency, minor in WHOLESALE.items()}

MARKETS = {
    "mpesa": "KES",
    "paystack": "NGN",
    "paddle": "EUR",
    "flutterwave": "NGN",
    "stripe": "USD",
}
"""What each provider is asked to charge here."""

HOW: Mapping[str, Mapping[str, str]] = {
    "mpesa": {"phone": PHONE},
    "paystack": {"email": PAYER},
    "flutterwave": {"email": PAYER},
}
"""How those reach who pays that need to know."""

SWEPT_LATER = timedelta(minutes=20)
"""A sweep leaves out what is younger than its last ten minutes."""


@dataclass(frozen=True, slots=True)
class Customer:
    """
    A tenant whose pilot has ended, and what it does to go on.
    """

    programme: Programme
    id: str

    @property
    def path(self) -> str:
        """
        Where the API has it.
        """
        return f"/v1/tenants/{self.id}"

    def asks(self, provider: str) -> Any:  # noqa: ANN401 - a JSON body
        """
        A charge for the plan, in the currency of the provider's market.
        """
        upgrade = {"plan_code": PLAN, "currency": MARKETS[provider]}
        asked = {"provider": provider, "upgrade": upgrade, **HOW.get(provider, {})}
        return self.programme.operator.made(f"{self.path}/charges", asked)

    def pays(self, charge: Any) -> None:  # noqa: ANN401 - a JSON body
        """
        Pay: on the page that the charge names, or at the prompt.
        """
        player = getattr(self.programme.stack, charge["provider"])
        player.pay(charge["url"] or PHONE)

    def charge(self, charge_id: str) -> Any:  # noqa: ANN401 - a JSON body
        """
        A charge as it now is.
        """
        return self.programme.operator.call("GET", f"{self.path}/charges/{charge_id}").json

    def payments(self) -> list[Any]:
        """
        What the ledger has.
        """
        return self.programme.operator.listed(f"{self.path}/payments")

    def records(self, reference: str) -> tuple[int, str]:
        """
        Record an order, as far as the gate lets it.
        """
        return record(self.programme.operator, self.id, reference).outcome


@dataclass(frozen=True, slots=True)
class Seller:
    """
    The partner.
    """

    programme: Programme
    reseller_id: str

    def new_customer(self) -> Customer:
        """
        A tenant whose pilot ended yesterday.
        """
        tenant = self.programme.new_tenant(self.reseller_id)
        let_pilot_end(self.programme, tenant["id"], datetime.now(UTC) - timedelta(days=1))
        return Customer(self.programme, tenant["id"])


def start_selling(programme: Programme) -> Seller:
    """
    Price the plan, at wholesale and in the list of a new partner.
    """
    operator = programme.operator
    prices = [{"amount_minor": minor, "currency": name} for name, minor in WHOLESALE.items()]
    assert operator.call("PATCH", f"/v1/plans/{PLAN}", {"wholesale_prices": prices}).status == 200
    seller = Seller(programme, programme.new_reseller()["id"])
    for currency, minor in LIST.items():
        path = f"/v1/resellers/{seller.reseller_id}/list-prices/{PLAN}/{currency}/month"
        assert operator.call("PUT", path, {"amount_minor": minor}).status == 200
    return seller


def sweep(programme: Programme) -> Any:  # noqa: ANN401 - what a job returns
    """
    Run the nightly sweep, so late that it takes in what has just happened.
    """
    later = datetime.now(UTC) + SWEPT_LATER
    return programme.stack.invoke("PaymentSweep", {"time": stamp(later)})


def differences(programme: Programme) -> list[Any]:
    """
    What such sweeps have found.
    """
    day = datetime.now(UTC) + SWEPT_LATER
    return programme.operator.listed(f"/v1/payment-sweeps/{day:%Y-%m-%d}/differences")


def suspended(programme: Programme, typed: str) -> list[Any]:
    """
    The payments that wait for an operator, of those who typed this.
    """
    waiting = programme.operator.listed("/v1/suspended-payments")
    return [one for one in waiting if one["typed"] == typed]


def matched(programme: Programme, payment: Any, charge: Any) -> Answer:  # noqa: ANN401 - JSON bodies
    """
    Say that a suspended payment pays a charge.
    """
    said = {"charge_id": charge["id"], "comment": "the payer sent the receipt by mail"}
    return programme.operator.call("POST", f"/v1/suspended-payments/{payment['id']}/match", said)
