"""
A reseller with enough of everything for three pages of each list.
"""

from dataclasses import dataclass
from itertools import product

import pytest

from tenantry.clock import month_of
from tenantry.ids import TenantId, derived_id
from tenantry.invites import commands as invites
from tenantry.money import Money
from tenantry.payment_sweep import store as sweep
from tenantry.payment_sweep.model import Difference, Kind
from tenantry.payments.model import Dispute, DisputeStatus, Payment, Refund, RefundStatus
from tenantry.principals import Role
from tenantry.providers.facts import PaymentDisputed, PaymentRefunded
from tenantry.suspense import store as suspense
from tenantry.suspense.model import Status as Suspended
from tenantry.suspense.model import SuspendedPayment, Why
from tenantry.transactions import transaction
from tests import builders, pretending
from tests.acting import an_act
from tests.calling import call
from tests.charging import tell
from tests.functions import (
    cast,
    charged,
    composed,
    deciding,
    mailing,
    moved,
    naming,
    packs,
    paid_out,
    sited,
    stated,
)
from tests.functions.cast import LONG_AGO, Json, a_reseller, a_tenant, expect
from tests.licensing import PretendProvider
from tests.pretending import standing_in


@dataclass(frozen=True)
class Shelf:
    """
    A reseller with enough of everything for three pages.
    """

    operator: str
    reseller: Json
    tenants: list[Json]
    payment_id: str
    disbursement_id: str

    def at(self, path: str) -> str:
        """
        The path of one of `ALL` here.
        """
        return path.format(
            reseller_id=self.reseller["id"],
            tenant_id=self.tenants[0]["id"],
            payment_id=self.payment_id,
            disbursement_id=self.disbursement_id,
            plan_code="growth",
            day=LONG_AGO.date().isoformat(),
            month=month_of(LONG_AGO),
        )

    def cursor_of(self, path: str) -> str:
        """
        The cursor that the first page of a list gives.
        """
        joint = "&" if "?" in path else "?"
        page = cast.made(call("GET", f"{path}{joint}limit=1", secret=self.operator), 200)
        return str(page["next_cursor"])

    def pages(self, path: str, limit: int) -> list[Json]:
        """
        Every page of a list.
        """
        joint = "&" if "?" in path else "?"
        pages = [cast.made(call("GET", f"{path}{joint}limit={limit}", secret=self.operator), 200)]
        while cursor := pages[-1]["next_cursor"]:
            following = f"{path}{joint}limit={limit}&cursor={cursor}"
            pages.append(cast.made(call("GET", following, secret=self.operator), 200))
        return pages


def build(operator: str) -> Shelf:
    """
    The shelf, in a fresh deployment.
    """
    reseller = a_reseller(operator)
    for number in range(3):
        body: Json = {"email": f"o{number}@platform.example", "name": "Olu"}
        expect(call("POST", "/v1/operators", body=body, secret=operator), 201)
        expect(
            call("POST", "/v1/plans", body={"code": f"p-{number}", "name": "P"}, secret=operator),
            201,
        )
        a_reseller(operator)
        body = {"name": f"key {number}", "scopes": ["*"]}
        expect(call("POST", "/v1/api-keys", body=body, secret=operator), 201)
        cast.add_member(operator, reseller, Role.RESELLER_SUPPORT)
    _strays()
    _domains(operator, reseller)
    deciding.fill(reseller["id"], LONG_AGO)
    _packs(operator, reseller)
    _prices(operator, reseller)
    for month in ("2098-11", "2098-12", "2099-01"):
        cast.an_agreement(operator, reseller, month)
    stated.three_statements(reseller)
    disbursement_id = paid_out.fill(operator, reseller)
    tenants = _customers(operator, reseller)
    for _ in range(3):
        moved.a_revoked_transfer(tenants[0])
    sited.fill(operator, reseller)
    for _ in range(3):
        mailing.a_suppression(reseller)
    payment_id = _payments(operator, reseller, tenants[0])
    return Shelf(operator, reseller, tenants, payment_id, disbursement_id)


def _packs(operator: str, reseller: Json) -> None:
    owner = cast.an_owner(reseller)
    with pytest.MonkeyPatch.context() as patch:
        packs.pay_here(patch, PretendProvider())
        for _ in range(3):
            packs.a_paid_purchase(owner, reseller, amount_subtotal=1)
    for year in (2098, 2099):
        packs.set_prices(operator, f"{year}-01-01T00:00:00Z")


def _prices(operator: str, reseller: Json) -> None:
    for amount in (1_000, 1_100):
        cast.price_plan(operator, amount_minor=amount)
    for plan in ("growth", "p-0", "p-1"):
        cast.price_plan(operator, plan, 1_200)
        for interval in ("month", "year"):
            cast.a_list_price(operator, reseller, 99_999, f"{plan}/USD/{interval}")
    for plan in ("growth", "p-0", "p-1"):
        composed.a_service(operator, reseller, plan)
        composed.a_product_plan(operator, reseller, f"own-{plan}")
    owner = cast.an_owner(reseller)
    path = f"/v1/resellers/{reseller['id']}/list-prices/growth/USD/year"
    expect(call("DELETE", path, secret=owner), 204)


def _payments(operator: str, reseller: Json, tenant: Json) -> str:
    """
    Three payments, with three refunds and disputes of the one whose id is returned.
    """
    upgrade = charged.an_upgrade()
    with standing_in(pretending.PretendProvider()):
        _, payment = charged.a_paid_charge(operator, tenant, upgrade=upgrade)
        for _ in range(2):
            charged.a_charge(operator, tenant)
    reference = payment["reference"]
    for number in range(3):
        tell(PaymentRefunded(reference, Refund(f"re_{number}", 1, RefundStatus.SUCCEEDED)))
        tell(PaymentDisputed(reference, Dispute(f"du_{number}", 1, DisputeStatus.OPEN)))
    cast.bill_by_hand(operator, reseller)
    for _ in range(2):
        cast.a_payment(operator, tenant)
    return str(payment["id"])


def _strays() -> None:
    """
    Money that nobody was found for, three of each state, and three findings of a sweep.
    """
    amount = Payment("T1", Money(1, "USD"), 1)
    with transaction() as writes:
        for number, status in product(range(3), Suspended):
            place = derived_id("sus", status, str(number))
            stray = SuspendedPayment(
                place, "mpesa", amount, LONG_AGO, LONG_AGO, Why.UNKNOWN, None, None, status
            )
            suspense.create(writes, stray)
    for number in range(3):
        found = (f"evt_{number}", "refund", Kind.MISSED, None, LONG_AGO)
        sweep.put_difference(Difference(LONG_AGO.date(), "paystack", *found))


def _domains(operator: str, reseller: Json) -> None:
    """
    Three domains that the reseller has proven, and three that others have claimed.
    """
    for number in range(3):
        naming.proven(naming.a_claim(operator, reseller, f"proven{number}.example"))
        naming.a_claim(operator, a_reseller(operator))


def _customers(operator: str, reseller: Json) -> list[Json]:
    at = f"/v1/resellers/{reseller['id']}/invites"
    tenants = [a_tenant(operator, reseller, tenant_name=f"shop {n % 2}") for n in range(6)]
    for tenant in tenants[3:]:
        expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)
    for number in range(3):
        cast.an_invite(operator, reseller)
        revoked = cast.an_invite(operator, reseller)
        expect(call("POST", f"{at}/{revoked['id']}/revoke", secret=operator), 200)
        offer = builders.an_offer(email=f"late{number}@shop.example")
        invites.mint(TenantId(reseller["id"]), offer, an_act(now=LONG_AGO))
        name = {"name": f"shop {number}"}
        expect(call("PATCH", f"/v1/tenants/{tenants[0]['id']}", body=name, secret=operator), 200)
    return tenants
