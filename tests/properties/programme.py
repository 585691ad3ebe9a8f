"""
A reseller's programme under every order of what people and jobs do to it, beside a model of it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tenantry.clock import Month, month_of
from tenantry.funnel.model import Stage
from tenantry.invites.model import VALID_FOR
from tenantry.subscriptions.model import PILOT
from tests.acting import DAY, NOON, SECOND
from tests.builders import refusal_of

TIMES = st.integers(1, 2)
PICKS = st.integers(0, 5)


@dataclass(frozen=True, slots=True)
class View:
    """
    What can be seen of a programme: its licences, its tenants' invites, plans and gates.
    """

    used: int
    holding: int
    count: int
    invites_of_tenants: list[str]
    plans: dict[str, str]
    open_gates: set[str]


class World(Protocol):
    """
    What the machine does to a programme, and what it reads of it.
    """

    def mint(self, now: datetime) -> str: ...
    def accept(self, invite: str, now: datetime) -> str: ...
    def revoke(self, invite: str, now: datetime) -> None: ...
    def resend(self, invite: str, now: datetime) -> None: ...
    def deactivate(self, tenant: str, now: datetime) -> None: ...
    def reactivate(self, tenant: str, now: datetime) -> None: ...
    def delete(self, tenant: str, now: datetime) -> None: ...
    def upgrade(self, tenant: str, now: datetime) -> None: ...
    def settle(self, tenant: str, now: datetime) -> None: ...
    def switch(self, *, is_active: bool, now: datetime) -> None: ...
    def record(self, tenant: str, now: datetime) -> None: ...
    def look(self, now: datetime) -> View: ...
    def funnel(self, months: set[Month]) -> dict[Stage, int]: ...


@dataclass(slots=True)
class ModelInvite:
    """
    What the machine knows of an invite.
    """

    expires_at: datetime
    status: str = "open"
    tenant: str | None = None


@dataclass(slots=True)
class ModelTenant:
    """
    What the machine knows of a tenant.
    """

    ends_at: datetime
    state: str = "active"
    plan: str = "pilot"

    def is_open(self, now: datetime) -> bool:
        """
        Whether it may record orders.
        """
        return self.state == "active" and (self.plan == "active" or now < self.ends_at)


class Programme(RuleBasedStateMachine):
    """
    What people and jobs do, each perhaps twice; a subclass says in which world.
    """

    @staticmethod
    def make_world(licenses: int) -> World:
        """
        A new programme whose reseller has so many licences.
        """
        raise NotImplementedError

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.is_active = True
        self.invites: dict[str, ModelInvite] = {}
        self.tenants: dict[str, ModelTenant] = {}
        self.reached: Counter[Stage] = Counter()
        self.months: set[Month] = {month_of(NOON)}

    @initialize(licenses=st.integers(0, 3))
    def opens(self, licenses: int) -> None:
        self.count = licenses
        self.world = self.make_world(licenses)
        for _ in range(2):
            self._mint()
        self.invite_is_accepted(pick=0, times=1)

    @rule(step=st.sampled_from([SECOND, DAY, VALID_FOR, PILOT]))
    def time_passes(self, step: timedelta) -> None:
        self._comes(self.now + step)

    @rule(pick=PICKS, before=st.sampled_from([timedelta(0), SECOND]))
    def time_comes_to_an_end(self, pick: int, before: timedelta) -> None:
        ends = {one.ends_at for one in self.tenants.values()}
        ends |= {one.expires_at for one in self.invites.values()}
        ahead = sorted(end - before for end in ends if end - before > self.now)
        if ahead:
            self._comes(ahead[pick % len(ahead)])

    def _comes(self, now: datetime) -> None:
        self.now = now
        self.months.add(month_of(now))

    @rule(is_active=st.sampled_from([True, True, False]))
    def reseller_is_switched(self, *, is_active: bool) -> None:
        self.is_active = is_active
        self.world.switch(is_active=is_active, now=self.now)

    @rule()
    def invite_is_minted(self) -> None:
        self.expect(None if self.is_active else "reseller.inactive", self._mint)

    def _mint(self) -> None:
        invite = self.world.mint(self.now)
        self.invites[invite] = ModelInvite(self.now + VALID_FOR)
        self.reached[Stage.INVITED] += 1

    @precondition(lambda self: self.invites)
    @rule(pick=PICKS, times=TIMES)
    def invite_is_accepted(self, pick: int, times: int) -> None:
        name = self._pick(self.invites, pick)
        for _ in range(times):
            self.expect(self._why_not_accepted(name), lambda: self._accept(name))

    def _why_not_accepted(self, name: str) -> str | None:
        invite = self.invites[name]
        if invite.status == "accepted":
            return None
        if not self.is_active:
            return "reseller.inactive"
        if invite.status == "revoked":
            return "invite.revoked"
        if invite.expires_at <= self.now:
            return "invite.expired"
        return "license.none_available" if self._licensed() >= self.count else None

    def _accept(self, name: str) -> None:
        invite = self.invites[name]
        tenant = self.world.accept(name, self.now)
        if invite.status == "accepted":
            assert tenant == invite.tenant
            return
        invite.status, invite.tenant = "accepted", tenant
        self.tenants[tenant] = ModelTenant(self.now + PILOT)
        self.reached[Stage.ACCEPTED] += 1

    @precondition(lambda self: self.invites)
    @rule(pick=PICKS, times=TIMES)
    def invite_is_revoked(self, pick: int, times: int) -> None:
        name = self._pick(self.invites, pick)
        invite = self.invites[name]
        refused = "invite.accepted" if invite.status == "accepted" else None
        for _ in range(times):
            self.expect(refused, lambda: self.world.revoke(name, self.now))
        invite.status = invite.status if refused else "revoked"

    @precondition(lambda self: self.invites)
    @rule(pick=PICKS)
    def invite_is_resent(self, pick: int) -> None:
        name = self._pick(self.invites, pick)
        invite = self.invites[name]
        decided = None if invite.status == "open" else f"invite.{invite.status}"
        refused = decided if self.is_active else "reseller.inactive"
        self.expect(refused, lambda: self.world.resend(name, self.now))
        if refused is None:
            invite.expires_at = self.now + VALID_FOR

    @precondition(lambda self: self.tenants)
    @rule(pick=PICKS, times=TIMES, state=st.sampled_from(["active", "inactive", "deleted"]))
    def tenant_is_moved(self, pick: int, times: int, state: str) -> None:
        name = self._pick(self.tenants, pick)
        tenant = self.tenants[name]
        is_gone = tenant.state == "deleted" and state != "deleted"
        do = {
            "active": self.world.reactivate,
            "inactive": self.world.deactivate,
            "deleted": self.world.delete,
        }[state]
        for _ in range(times):
            self.expect("tenant.deleted" if is_gone else None, lambda: do(name, self.now))
        tenant.state = "deleted" if is_gone else state

    @precondition(lambda self: self.tenants)
    @rule(pick=PICKS, times=TIMES)
    def pilot_is_upgraded(self, pick: int, times: int) -> None:
        name = self._pick(self.tenants, pick)
        tenant = self.tenants[name]
        refused = "tenant.deleted" if tenant.state == "deleted" else None
        if tenant.plan == "active":
            refused = None
        elif refused is None:
            self.reached[Stage.CONVERTED] += 1
        for _ in range(times):
            self.expect(refused, lambda: self.world.upgrade(name, self.now))
        tenant.plan = tenant.plan if refused else "active"

    @rule()
    def job_runs(self) -> None:
        for name, tenant in self.tenants.items():
            self.world.settle(name, self.now)
            is_over = tenant.plan == "pilot" and tenant.ends_at <= self.now
            if is_over and tenant.state != "deleted":
                tenant.plan = "expired"
                self.reached[Stage.EXPIRED] += 1

    @precondition(lambda self: self.tenants)
    @rule(pick=PICKS)
    def order_is_recorded(self, pick: int) -> None:
        name = self._pick(self.tenants, pick)
        tenant = self.tenants[name]
        shut = "pilot.expired" if tenant.state == "active" else "tenant.not_active"
        refused = None if tenant.is_open(self.now) else shut
        self.expect(refused, lambda: self.world.record(name, self.now))

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        seen = self.world.look(self.now)
        assert seen.used == seen.holding == self._licensed() <= seen.count == self.count
        accepted = [name for name, invite in self.invites.items() if invite.tenant]
        assert sorted(seen.invites_of_tenants) == sorted(accepted), "one tenant for each"
        assert seen.plans == {name: tenant.plan for name, tenant in self.tenants.items()}
        expected = {name for name, tenant in self.tenants.items() if tenant.is_open(self.now)}
        assert seen.open_gates == expected

    def teardown(self) -> None:
        if hasattr(self, "world"):
            funnel = self.world.funnel(self.months)
            assert funnel == {stage: self.reached[stage] for stage in Stage}

    def expect(self, code: str | None, do: Callable[[], object]) -> None:
        """
        Do something, which is refused exactly with *code*.
        """
        assert refusal_of(do) == code

    def _licensed(self) -> int:
        return sum(tenant.state != "deleted" for tenant in self.tenants.values())

    @staticmethod
    def _pick[T](things: dict[str, T], number: int) -> str:
        return list(things)[number % len(things)]
