"""
A reseller's licences under every order of commands and of a provider's events, each perhaps twice,
and each perhaps by a process that dies at some call and is started again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tenantry.ids import TenantId
from tenantry.license_prices import commands as prices
from tenantry.license_purchases import commands, store, sweep
from tenantry.license_purchases.model import Purchase
from tenantry.license_purchases.rules import standing
from tenantry.license_stock.low_stock import look
from tenantry.license_stock.recount import recount
from tenantry.licenses import commands as pools
from tenantry.licenses.rules import is_low
from tenantry.money import Money
from tenantry.payments.model import DisputeStatus, RefundStatus
from tenantry.providers.facts import CheckoutEnded, CheckoutPaid, Fact
from tenantry.tenants import commands as tenants
from tests import builders
from tests.acting import NOON, a_job, an_act
from tests.builders import refusal_of
from tests.commands.faults import Fault, ProcessDied, tapped
from tests.commands.packs import DEATHS, asks, bring_in, give_back, pool_of
from tests.licensing import PretendProvider, disputed, paid, refunded, tell
from tests.properties.heard import heard_of
from tests.reading import items_of, restore

type End = Literal["complete", "failed", "expired"]
type Crash = tuple[int, Fault] | None

PICKS = st.sampled_from([0, 0, 0, 1, 2])
"""Mostly the same thing, so that much happens to it."""
CRASHES = st.none() | st.tuples(st.integers(0, 5), st.sampled_from(DEATHS))
QUANTITIES = st.sampled_from([3, 10, 1])
ENDS: st.SearchStrategy[End] = st.sampled_from(["complete", "failed", "expired"])
DONE = {None, "idempotency.already_answered"}


class Licenses(RuleBasedStateMachine):
    """
    What people and the provider do; after each step everything must add up.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers = count()
        self.granted = 0
        self.told: list[tuple[str, Fact]] = []
        self.provider = PretendProvider()

    @initialize(
        licenses=st.sampled_from([1, 0, 3]),
        quantity=QUANTITIES,
        tenants=st.sampled_from([4, 2, 11, 0]),
    )
    def opens(self, licenses: int, quantity: int, tenants: int) -> None:
        restore({})
        builders.make_plan()
        self.reseller = builders.make_prepaid_reseller(licenses)
        self.reseller_id = self.reseller.id
        self.granted = licenses
        self.a_pack_is_bought(quantity, crash=None, is_silent=False)
        self.its_payment_comes(0, crash=None, differs=False)
        for number in range(tenants):
            self.a_tenant_is_created(crash=None, by_invite=number == 0)

    @rule(quantity=QUANTITIES, crash=CRASHES, is_silent=st.booleans())
    def a_pack_is_bought(self, quantity: int, *, crash: Crash, is_silent: bool) -> None:
        quote = prices.quote(self.reseller, quantity, asks(self.reseller_id))
        key, before = f"buy {next(self.numbers)}", len(self.purchases())

        def buy() -> None:
            act = asks(self.reseller_id, key)
            commands.buy(self.reseller_id, quote.id, self.provider, act)

        assert self.does(buy, crash, is_silent=is_silent) is None
        assert len(self.purchases()) == len(self.provider.checkouts) == before + 1

    @rule(pick=PICKS, crash=CRASHES, differs=st.sampled_from([False, False, True]))
    def its_payment_comes(self, pick: int, *, crash: Crash, differs: bool) -> None:
        purchase = self.picked(-1 - pick)
        known = [
            fact
            for _, fact in self.told
            if isinstance(fact, CheckoutPaid) and fact.purchase_id == purchase.id
        ]
        amount = Money(50_00, "USD") if differs else purchase.total
        self.hears(known[0] if known else paid(purchase, amount, tax_minor=7), crash)

    @rule(pick=PICKS, crash=CRASHES, how=ENDS)
    def its_checkout_ends(self, pick: int, *, crash: Crash, how: End) -> None:
        self.hears(CheckoutEnded(self.reseller_id, self.picked(pick).id, how), crash)

    @rule(pick=PICKS, crash=CRASHES, number=st.integers(1, 2), status=st.sampled_from(RefundStatus))
    def money_goes_back_at_the_provider(
        self, pick: int, *, crash: Crash, number: int, status: RefundStatus
    ) -> None:
        purchase = self.picked(pick)
        refund_id = f"re_{purchase.id}_{number}"
        self.hears(refunded(purchase, purchase.total.minor // 4, status, refund_id), crash)

    @rule(pick=PICKS, crash=CRASHES, status=st.sampled_from(RefundStatus))
    def our_own_refund_is_told_of(self, pick: int, *, crash: Crash, status: RefundStatus) -> None:
        purchase = self.picked(pick)
        for refund in purchase.facts.refunds.values():
            if refund.is_ours:
                self.hears(refunded(purchase, refund.minor, status, refund.id), crash)

    @rule(pick=PICKS, crash=CRASHES, status=st.sampled_from(DisputeStatus))
    def it_is_disputed(self, pick: int, *, crash: Crash, status: DisputeStatus) -> None:
        purchase = self.picked(pick)
        minor = purchase.total.minor // 2
        self.hears(disputed(purchase, minor, status, f"du_{purchase.id}"), crash)

    @precondition(lambda self: self.told)
    @rule(pick=st.integers(0, 30), crash=CRASHES)
    def an_old_event_comes_again(self, pick: int, *, crash: Crash) -> None:
        event_id, fact = self.told[pick % len(self.told)]
        before = pool_of(self.reseller_id)
        self.does(lambda: tell(fact, event_id), crash)
        assert pool_of(self.reseller_id) == before

    @rule(pick=PICKS, part=st.sampled_from([1, 2, 3]), crash=CRASHES, is_silent=st.booleans())
    def a_part_is_returned(self, pick: int, part: int, *, crash: Crash, is_silent: bool) -> None:
        purchase, key = self.picked(pick), f"return {next(self.numbers)}"
        quantity = max(1, standing(purchase).entitled // part)
        refusal = self.does(
            lambda: give_back(purchase, quantity, self.provider, key), crash, is_silent=is_silent
        )
        assert refusal is None or refusal.startswith("license_purchase."), refusal

    @rule(pick=PICKS, quantity=QUANTITIES, crash=CRASHES)
    def an_operator_decides(self, pick: int, quantity: int, *, crash: Crash) -> None:
        purchase = self.picked(pick)
        for refund_id in standing(purchase).unassigned:
            self.does(
                partial(
                    commands.name_quantity,
                    self.reseller_id,
                    purchase.id,
                    refund_id,
                    an_act(),
                    quantity=quantity,
                ),
                crash,
            )
        self.does(
            lambda: commands.accept_payment(self.reseller_id, purchase.id, quantity, an_act()),
            crash,
        )

    @rule(pick=PICKS, crash=CRASHES)
    def the_job_looks(self, pick: int, *, crash: Crash) -> None:
        purchase_id = self.picked(pick).id
        self.does(
            lambda: sweep.settle(self.reseller_id, purchase_id, self.provider, a_job(NOON)), crash
        )

    @rule(quantity=st.integers(-12, 12), crash=CRASHES)
    def an_operator_grants_or_removes(self, quantity: int, *, crash: Crash) -> None:
        key, before = builders.once(f"grant {next(self.numbers)}"), pool_of(self.reseller_id)
        is_possible = -quantity <= before.available or quantity >= 0
        refusal = self.does(
            lambda: pools.grant(self.reseller_id, quantity, "reason", an_act(once=key)), crash
        )
        # A repeat of what was done may find too few left: the layer above gives the first answer.
        assert refusal in (DONE | {"license.in_use"} if is_possible else {"license.in_use"})
        self.granted += quantity if is_possible else 0

    @rule(crash=CRASHES, by_invite=st.booleans())
    def a_tenant_is_created(self, *, crash: Crash, by_invite: bool) -> None:
        before = pool_of(self.reseller_id)
        invite = builders.mint(self.reseller, builders.an_offer(f"{next(self.numbers)}@x.example"))
        key = f"tenant {next(self.numbers)}"
        refusal = self.does(
            (lambda: builders.accept(invite))
            if by_invite
            else (lambda: bring_in(self.reseller_id, key=key)),
            crash,
        )
        assert refusal in (DONE if before.available else {"license.none_available"})
        used = pool_of(self.reseller_id).used
        assert used == before.used + min(before.available, 1)

    @rule(pick=PICKS, crash=CRASHES, how=st.sampled_from(["off", "on", "delete", "delete"]))
    def a_tenant_is_moved(self, pick: int, *, crash: Crash, how: str) -> None:
        customers = self.customers()
        if not customers:
            return
        tenant_id = customers[pick % len(customers)]
        move = {"off": tenants.deactivate, "on": tenants.reactivate, "delete": tenants.delete}[how]
        before = pool_of(self.reseller_id)
        self.does(lambda: move(tenant_id, an_act()), crash)
        assert pool_of(self.reseller_id).used == before.used - (how == "delete")

    @rule(threshold=st.none() | st.integers(0, 5))
    def what_tells_or_repairs_moves_no_licence(self, threshold: int | None) -> None:
        pools.set_low_stock(self.reseller_id, threshold, an_act())
        before = pool_of(self.reseller_id)
        look(self.reseller_id, a_job(NOON))
        assert not recount(self.reseller_id, an_act(), repair=True).was_repaired
        after = pool_of(self.reseller_id)
        assert after == replace(before, was_told=is_low(before))

    @invariant()
    def nothing_is_sold_twice_nor_lost(self) -> None:
        pool = pool_of(self.reseller_id)
        assert pool.used + pool.frozen <= pool.count
        assert pool.owed >= 0
        assert pool.used == len(self.customers())
        stand = [standing(purchase) for purchase in self.purchases()]
        assert pool.entitled == self.granted + sum(one.entitled for one in stand)
        assert pool.disputed == sum(one.disputed for one in stand)
        found = recount(self.reseller_id, an_act(), repair=False)
        assert (found.used, found.orphans) == (found.counted, ())

    @invariant()
    def the_stored_numbers_are_those_that_follow(self) -> None:
        [item] = items_of("LicensePool")
        pool = pool_of(self.reseller_id)
        assert item["count"] == pool.count
        assert (item["owed"], item["frozen"]) == (pool.owed, pool.frozen)
        assert item["available"] == pool.available == pool.count - pool.used - pool.frozen
        assert item["waiting"] == pool.disputed - pool.frozen

    @invariant()
    def what_was_told_is_known_and_every_refund_of_ours_was_paid_once(self) -> None:
        ours: list[str] = []
        for purchase in self.purchases():
            facts, heard = purchase.facts, heard_of(purchase, self.told)
            assert (facts.payment, facts.has_expired) == (heard.payment, heard.has_expired)
            ours += [refund.id for refund in facts.refunds.values() if refund.is_ours]
            if facts.payment is not None:
                assert facts.disputes == heard.disputes
                assert facts.refunds.keys() >= heard.refunds.keys()
        assert sorted(ours) == sorted(refund_id for refund_id, _ in self.provider.paid_back)

    def hears(self, fact: Fact, crash: Crash) -> None:
        """
        The provider tells something, under a new event id.
        """
        event_id = f"evt_new_{next(self.numbers)}"
        self.told.append((event_id, fact))
        assert self.does(lambda: tell(fact, event_id), crash) is None

    def does(
        self, do: Callable[[], object], crash: Crash, *, is_silent: bool = False
    ) -> str | None:
        """
        Do something, perhaps dying or unheard; then once more, and say how that was refused.
        """
        if crash is None and not is_silent:
            return refusal_of(do)
        self.provider.is_silent = is_silent
        with tapped(dict([crash] if crash else [])), suppress(ProcessDied):
            refusal_of(do)
        self.provider.is_silent = False
        return refusal_of(do)

    def purchases(self) -> list[Purchase]:
        """
        The reseller's purchases, the newest first.
        """
        return [purchase for _, purchase in store.purchases_of(self.reseller_id)]

    def picked(self, pick: int) -> Purchase:
        """
        One of them, those that are paid first.
        """
        purchases = sorted(self.purchases(), key=lambda one: one.facts.payment is None)
        return purchases[pick % len(purchases)]

    def customers(self) -> list[TenantId]:
        """
        The tenants that hold a licence, as they are stored.
        """
        held = (item for item in items_of("Tenant") if item["holds_license"])
        return sorted(TenantId(item["pk"].removeprefix("TENANT#")) for item in held)
