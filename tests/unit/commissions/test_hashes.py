"""
The hash of a statement's inputs: the same for what was known, another for anything else.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tenantry.clock import Month
from tenantry.commissions import rules
from tenantry.commissions.inputs import Customer, Holding, Partner
from tenantry.commissions.model import Agreement, Written
from tenantry.ids import TenantId
from tests.unit.commissions.paying import (
    LONG_AGO,
    MID_OCTOBER,
    NOVEMBER,
    OCTOBER,
    a_customer,
    a_partner,
    cut_off_of,
    paid,
    rates_of,
    refund,
    statements,
)

pytestmark = pytest.mark.requirement("R-COM-7")

NOVEMBER_3 = datetime(2026, 11, 3, tzinfo=UTC)
PARTNER = a_partner(rates_of(OCTOBER, KES="100"))
CUSTOMER = a_customer(paid(100_00, "KES"))


def hash_of(partner: Partner, customer: Customer) -> str:
    return statements(partner, customer, OCTOBER)[0].inputs_hash


@pytest.mark.parametrize(
    ("partner", "customer"),
    [
        (PARTNER, replace(CUSTOMER, money=(refund(1, NOVEMBER_3),))),
        (PARTNER, replace(CUSTOMER, holdings=(Holding(LONG_AGO, NOVEMBER_3),))),
        (PARTNER, replace(CUSTOMER, holdings=(Holding(LONG_AGO), Holding(NOVEMBER_3)))),
        (replace(PARTNER, rates=rates_of(OCTOBER, KES="100.0", NGN="7")), CUSTOMER),
        (
            replace(PARTNER, agreements=(*PARTNER.agreements, Agreement(NOVEMBER))),
            CUSTOMER,
        ),
        (
            replace(PARTNER, agreements=(Agreement(Month("2020-01"), Decimal("0.2000")),)),
            CUSTOMER,
        ),
        (
            PARTNER,
            replace(CUSTOMER, payments=(*CUSTOMER.payments, paid(1, at=NOVEMBER_3))),
        ),
    ],
)
def test_what_was_not_known_or_is_said_otherwise_changes_no_hash(
    partner: Partner, customer: Customer
) -> None:
    assert hash_of(partner, customer) == hash_of(PARTNER, CUSTOMER)


@pytest.mark.parametrize(
    ("partner", "customer"),
    [
        (PARTNER, replace(CUSTOMER, money=(refund(1, MID_OCTOBER),))),
        (PARTNER, replace(CUSTOMER, holdings=(Holding(MID_OCTOBER),))),
        (PARTNER, a_customer(paid(100_01, "KES"))),
        (PARTNER, a_customer(paid(100_00, "KES", tax_minor=1))),
        (replace(PARTNER, rates=rates_of(OCTOBER, KES="100.1")), CUSTOMER),
        (replace(PARTNER, agreements=(Agreement(OCTOBER),)), CUSTOMER),
    ],
)
def test_anything_else_that_was_known_makes_another_hash(
    partner: Partner, customer: Customer
) -> None:
    assert hash_of(partner, customer) != hash_of(PARTNER, CUSTOMER)


def test_a_hash_stays_what_it_is() -> None:
    # It stands in statements that were written: whoever changes the form of the inputs sees it.
    assert hash_of(PARTNER, CUSTOMER) == (
        "2ebe7cf8d6b6a11c2400b90fa62a0d73e38c758eaa1648f3718d39accd37ca74"
    )


def test_a_tenant_that_came_later_is_in_no_earlier_statement() -> None:
    newcomer = replace(
        CUSTOMER, tenant_id=TenantId("ten_NEWCOMER"), holdings=(Holding(NOVEMBER_3),)
    )

    alone, both = (
        rules.statement((PARTNER, ones), Written(), OCTOBER, cut_off_of(OCTOBER))
        for ones in ([CUSTOMER], [CUSTOMER, newcomer])
    )

    assert alone == both
