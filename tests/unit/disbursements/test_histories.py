"""
Whatever happens to statements and payouts, in any order: no cent is lost, and none is paid unseen.
"""

from contextlib import suppress
from datetime import UTC
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tenantry.clock import Month
from tenantry.commissions.business_days import BusinessCalendar
from tenantry.commissions.months import next_month
from tenantry.disbursements.amounts import Terms
from tenantry.disbursements.model import LIVE, Status
from tenantry.errors import TenantryError
from tenantry.ids import UserId
from tenantry.providers.payouts import PayoutState
from tests.acting import NOON
from tests.unit.disbursements.books import Ledger

TELLER = UserId("usr_TELLER")
MONTHS = st.integers(0, 30)
FX = st.sampled_from(
    [
        (Fraction(1), Terms("USD")),
        (Fraction(1), Terms("USD", step=100)),
        (Fraction(1), Terms("USD", largest=40_00)),
        (Fraction("129.55"), Terms("KES", step=100, largest=250_000_00)),
        (Fraction("0.371"), Terms("UGX", step=7, largest=1_000)),
    ]
)


class Payouts(RuleBasedStateMachine):
    """
    Operators, the sweep, and a provider that says anything at any time.
    """

    @initialize()
    def begin(self) -> None:
        self.ledger = Ledger(BusinessCalendar(UTC), NOON)
        self.month = Month("2020-01")
        self.numbers = 0

    @rule(minor=st.integers(-200_00, 500_00))
    def a_statement_is_written(self, minor: int) -> None:
        if len(self.ledger.headers) < 30:
            self.ledger.write(self.month, minor)
            self.month = next_month(self.month)

    @rule(number=MONTHS)
    def a_statement_is_approved(self, number: int) -> None:
        self.decide(number, self.ledger.approve)

    @rule(number=MONTHS)
    def a_statement_is_rejected(self, number: int) -> None:
        self.decide(number, self.ledger.reject)

    @rule()
    def all_are_approved(self) -> None:
        for number in range(len(self.ledger.headers)):
            self.decide(number, self.ledger.approve)

    @rule(fx=FX)
    def a_partner_is_paid(self, fx: tuple[Fraction, Terms]) -> None:
        self.numbers += 1
        with suppress(TenantryError):
            self.ledger.pay(self.numbers, *fx)

    @rule(fx=FX, minor=st.integers(50_00, 500_00))
    def a_month_goes_well(self, fx: tuple[Fraction, Terms], minor: int) -> None:
        self.a_statement_is_written(minor)
        self.all_are_approved()
        self.a_partner_is_paid(fx)
        while self.ledger.carried.disbursement_id:
            try:
                self.ledger.try_part()
            except TenantryError:
                return
            self.ledger.tell(-1, PayoutState.PAID)

    @precondition(lambda self: self.ledger.carried.disbursement_id)
    @rule()
    def a_part_is_tried(self) -> None:
        with suppress(TenantryError):
            self.ledger.try_part()

    @precondition(lambda self: self.ledger.attempts)
    @rule(number=MONTHS, state=st.sampled_from(PayoutState))
    def a_provider_says_something(self, number: int, state: PayoutState) -> None:
        self.ledger.tell(-1 - number, state)

    @precondition(lambda self: self.ledger.attempts)
    @rule(state=st.sampled_from([PayoutState.PAID, PayoutState.FAILED]))
    def a_provider_ends_the_last_attempt(self, state: PayoutState) -> None:
        self.ledger.tell(-1, state)

    @precondition(lambda self: self.ledger.attempts)
    @rule(number=MONTHS, state=st.sampled_from([PayoutState.PAID, PayoutState.FAILED]))
    def people_say_what_a_provider_does_not(self, number: int, state: PayoutState) -> None:
        if self.ledger.attempts[-1 - number % len(self.ledger.attempts)].state in LIVE:
            self.ledger.tell(-1 - number, state, TELLER)

    @precondition(lambda self: self.ledger.carried.disbursement_id)
    @rule()
    def a_disbursement_is_given_up(self) -> None:
        with suppress(TenantryError):
            self.ledger.give_up()

    @invariant()
    def what_is_paid_and_what_is_owed_are_all_that_was_earned(self) -> None:
        assert self.ledger.paid_minor + self.ledger.owed_minor == self.ledger.earned_minor

    @invariant()
    def every_statement_is_settled_at_most_once(self) -> None:
        assert set(self.ledger.settlements.values()) <= {1}

    @invariant()
    def one_disbursement_is_open_at_a_time(self) -> None:
        made = self.ledger.disbursements.values()
        is_open = [one.id for one in made if one.status is Status.OPEN]
        assert is_open == [one for one in [self.ledger.carried.disbursement_id] if one]

    @invariant()
    def what_is_written_once_is_the_next_version(self) -> None:
        assert self.ledger.skipped == 0

    @invariant()
    def nothing_is_paid_at_zero_or_below(self) -> None:
        assert all(
            part.amount.minor > 0 and one.total.minor >= 50_00
            for one in self.ledger.disbursements.values()
            for part in one.parts
        )

    def decide(self, number: int, decision) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        months = list(self.ledger.headers)
        if months:
            with suppress(TenantryError):
                decision(months[number % len(months)])


TestPayouts = pytest.mark.requirement("R-COM-6")(Payouts.TestCase)
TestPayouts.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
