"""
An operator finds that the platform has the money of a payment that its reseller recorded.
"""

from datetime import UTC, datetime

import pytest

from tenantry.commissions.model import Reason
from tenantry.ids import TenantId
from tenantry.ledger import confirming
from tenantry.ledger.model import CollectedBy, NothingToConfirm, PaymentNotFound
from tenantry.ledger.store import get_payment
from tenantry.ledger_check.checking import check_partner
from tests.acting import an_act
from tests.builders import bring_in, make_plan, make_reseller
from tests.commands.faults import meanwhile, tapped
from tests.reading import events_written
from tests.stating import amounts, hold, pay, write, written
from tests.unit.commissions.paying import NOVEMBER, OCTOBER, paid

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-5")]

MID_NOVEMBER = datetime(2026, 11, 15, tzinfo=UTC)


@pytest.fixture
def customer() -> tuple[TenantId, TenantId]:
    """
    A partner, and a tenant of it that has paid the partner for October.
    """
    make_plan()
    reseller = make_reseller()
    tenant = bring_in(reseller).id
    hold(reseller.id, [tenant])
    pay(tenant, paid(5_00, payment_id="pay_own", collected_by=CollectedBy.RESELLER))
    write(OCTOBER)
    return reseller.id, tenant


def confirm(tenant: TenantId, payment_id: str = "pay_own") -> None:
    confirming.confirm(tenant, payment_id, "our bank, 14 November", an_act(now=MID_NOVEMBER))


def test_what_is_confirmed_earns_commission_in_the_next_statement(
    customer: tuple[TenantId, TenantId],
) -> None:
    partner, tenant = customer

    confirm(tenant)
    write(NOVEMBER)

    (_, before), (_, [line]) = written(partner)
    assert before == []
    assert (line.amount.minor, line.reason, line.earned) == (1_00, Reason.CONFIRMED, OCTOBER)
    assert list(check_partner(partner)) == []


def test_confirming_again_changes_nothing(customer: tuple[TenantId, TenantId]) -> None:
    _, tenant = customer
    confirm(tenant)
    first = get_payment(tenant, "pay_own")

    confirm(tenant)

    assert get_payment(tenant, "pay_own") == first
    assert events_written().count("payment.confirmed") == 1


def test_two_who_confirm_at_once_confirm_once(customer: tuple[TenantId, TenantId]) -> None:
    _, tenant = customer

    with tapped({2: meanwhile(lambda: confirm(tenant))}):
        confirm(tenant)

    assert events_written().count("payment.confirmed") == 1


def test_what_the_platform_collected_needs_no_confirming(
    customer: tuple[TenantId, TenantId],
) -> None:
    partner, tenant = customer
    pay(tenant, paid(5_00, payment_id="pay_ours"))

    with pytest.raises(NothingToConfirm):
        confirm(tenant, "pay_ours")
    with pytest.raises(PaymentNotFound):
        confirm(tenant, "pay_none")

    assert amounts(partner) == [[]]
