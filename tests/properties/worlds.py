"""
The same programme twice: as pure rules, and as commands over a table.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.errors import TenantryError
from tenantry.funnel.model import Stage
from tenantry.funnel.store import get_funnel
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import commands as invite_commands
from tenantry.invites import rules as invite_rules
from tenantry.invites import store as invite_store
from tenantry.invites.model import Invite
from tenantry.invites.model import Status as InviteStatus
from tenantry.licenses.model import LicensePool, NoneAvailable
from tenantry.licenses.store import get_pool
from tenantry.pilots import commands as pilots
from tenantry.records.commands import record
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers.model import ProgrammeSettings, Reseller, ResellerType
from tenantry.subscriptions import rules as subscription_rules
from tenantry.subscriptions.model import PILOT, Subscription
from tenantry.tenants import commands as tenant_commands
from tenantry.tenants import rules as tenant_rules
from tenantry.tenants.model import Tenant
from tests import builders
from tests.acting import NOON, a_job, an_act, tenant_owner_of
from tests.reading import items_of


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
    def is_open(self, tenant: str, now: datetime) -> bool: ...
    def licenses(self) -> tuple[int, int, int]: ...
    def tenants_by_invite(self) -> list[str]: ...
    def funnel(self, months: set[Month]) -> dict[Stage, int]: ...


@dataclass(slots=True)
class Rules:
    """
    The programme as values, changed by the rules alone.
    """

    pool: LicensePool
    reseller: Reseller = field(
        default_factory=lambda: builders.a_reseller(ResellerType.SUBSCRIPTION)
    )
    invites: dict[str, Invite] = field(default_factory=dict)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    counts: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(Stage, 0))

    def mint(self, now: datetime) -> str:
        """
        A new invite.
        """
        reseller_rules.check_may_sell(self.reseller, ProgrammeSettings())
        invite = invite_rules.mint(
            InviteId(f"inv_{len(self.invites)}"),
            self.reseller.id,
            builders.an_offer(),
            "1",
            minted_by=self.reseller.owner_id,
            known_user_id=None,
            now=now,
        )
        self.invites[invite.id] = invite
        self.counts[Stage.INVITED] += 1
        return invite.id

    def accept(self, invite: str, now: datetime) -> str:
        """
        The tenant of an accepted invite.
        """
        before = self.invites[invite]
        if before.status is InviteStatus.ACCEPTED:
            assert before.tenant_id is not None
            return before.tenant_id
        reseller_rules.check_may_sell(self.reseller, ProgrammeSettings())
        invite_rules.check_acceptable(before, now)
        if self.pool.available <= 0:
            raise NoneAvailable(invite)
        tenant_id = TenantId(f"ten_{invite}")
        pilot = subscription_rules.start_pilot(tenant_id, self.reseller.id, builders.GROWTH, now)
        self.invites[invite] = invite_rules.accept(
            before, tenant_id, UserId("usr_OWNER"), pilot_ends_at=now + PILOT, now=now
        )
        self.subscriptions[tenant_id] = pilot
        self.tenants[tenant_id] = tenant_rules.new_child(
            tenant_id,
            "Shop",
            self.reseller.id,
            pilot,
            holds_license=True,
            branding=None,
            invite_id=before.id,
            now=now,
        )
        self.pool = replace(self.pool, used=self.pool.used + 1)
        self.counts[Stage.ACCEPTED] += 1
        return tenant_id

    def revoke(self, invite: str, now: datetime) -> None:
        """
        An invite, taken back.
        """
        del now
        self.invites[invite] = invite_rules.revoke(self.invites[invite])

    def resend(self, invite: str, now: datetime) -> None:
        """
        An invite with a new link.
        """
        reseller_rules.check_may_sell(self.reseller, ProgrammeSettings())
        before = self.invites[invite]
        self.invites[invite] = invite_rules.resend(before, str(before.generation + 1), now)

    def deactivate(self, tenant: str, now: datetime) -> None:
        """
        A tenant's gate, shut.
        """
        del now
        self.tenants[tenant] = tenant_rules.deactivate(self.tenants[tenant])

    def reactivate(self, tenant: str, now: datetime) -> None:
        """
        A tenant's gate, opened again.
        """
        del now
        before = self.tenants[tenant]
        self.tenants[tenant] = tenant_rules.reactivate(before, self.subscriptions[tenant])

    def delete(self, tenant: str, now: datetime) -> None:
        """
        A tenant, gone with its licence freed.
        """
        before = self.tenants[tenant]
        self.tenants[tenant] = tenant_rules.delete(before, now)
        self.pool = replace(self.pool, used=self.pool.used - before.holds_license)

    def upgrade(self, tenant: str, now: datetime) -> None:
        """
        A pilot, paid for.
        """
        before = self.subscriptions[tenant]
        after = subscription_rules.upgrade(before, builders.GROWTH, now)
        if after is before:
            return
        self.tenants[tenant] = tenant_rules.with_subscription(self.tenants[tenant], after)
        self.subscriptions[tenant] = after
        self.counts[Stage.CONVERTED] += 1

    def settle(self, tenant: str, now: datetime) -> None:
        """
        What is due for a pilot.
        """
        before = self.subscriptions[tenant]
        if self.tenants[tenant].status in tenant_rules.GONE:
            return
        after = subscription_rules.expire(before, now)
        self.counts[Stage.EXPIRED] += after is not before
        self.subscriptions[tenant] = subscription_rules.remind(after, now)

    def switch(self, *, is_active: bool, now: datetime) -> None:
        """
        The reseller, on or off.
        """
        del now
        self.reseller = reseller_rules.changed(self.reseller, is_active=is_active)

    def is_open(self, tenant: str, now: datetime) -> bool:
        """
        Whether the gate's condition holds.
        """
        return self.tenants[tenant].records_until > now

    def licenses(self) -> tuple[int, int, int]:
        """
        Used by the pool, held by tenants, and how many there are.
        """
        holding = sum(tenant.holds_license for tenant in self.tenants.values())
        return self.pool.used, holding, self.pool.count

    def tenants_by_invite(self) -> list[str]:
        """
        The invite of every tenant.
        """
        return [str(tenant.invite_id) for tenant in self.tenants.values()]

    def funnel(self, months: set[Month]) -> dict[Stage, int]:
        """
        How often each stage was reached.
        """
        del months
        return self.counts


class Table:
    """
    The programme as the product's commands keep it in a table.
    """

    def __init__(self, licenses: int) -> None:
        builders.make_plan()
        self.reseller = builders.make_prepaid_reseller(licenses)
        self._customers = 0

    def mint(self, now: datetime) -> str:
        """
        A new invite; every third one goes to a customer who has one already.
        """
        self._customers += 1
        offer = builders.an_offer(f"{self._customers // 3}@shop.example")
        return invite_commands.mint(self.reseller.id, offer, an_act(now=now)).id

    def accept(self, invite: str, now: datetime) -> str:
        """
        The tenant of an accepted invite.
        """
        accepted = builders.accept(self._invite(invite), now)
        assert accepted.tenant_id is not None
        return accepted.tenant_id

    def revoke(self, invite: str, now: datetime) -> None:
        """
        An invite, taken back.
        """
        invite_commands.revoke(self.reseller.id, InviteId(invite), an_act(now=now))

    def resend(self, invite: str, now: datetime) -> None:
        """
        An invite with a new link.
        """
        invite_commands.resend(self.reseller.id, InviteId(invite), an_act(now=now))

    def deactivate(self, tenant: str, now: datetime) -> None:
        """
        A tenant's gate, shut.
        """
        tenant_commands.deactivate(TenantId(tenant), an_act(now=now))

    def reactivate(self, tenant: str, now: datetime) -> None:
        """
        A tenant's gate, opened again.
        """
        tenant_commands.reactivate(TenantId(tenant), an_act(now=now))

    def delete(self, tenant: str, now: datetime) -> None:
        """
        A tenant, gone with its licence freed.
        """
        tenant_commands.delete(TenantId(tenant), an_act(now=now))

    def upgrade(self, tenant: str, now: datetime) -> None:
        """
        A pilot, paid for.
        """
        pilots.upgrade(TenantId(tenant), builders.GROWTH, an_act(now=now))

    def settle(self, tenant: str, now: datetime) -> None:
        """
        What is due for a pilot.
        """
        pilots.settle(TenantId(tenant), a_job(now))
        pilots.settle(TenantId(tenant), a_job(now))

    def switch(self, *, is_active: bool, now: datetime) -> None:
        """
        The reseller, on or off.
        """
        do = resellers.reactivate if is_active else resellers.deactivate
        do(self.reseller.id, an_act(now=now))

    def is_open(self, tenant: str, now: datetime) -> bool:
        """
        Whether an order goes through the gate.
        """
        owner = tenant_owner_of(TenantId(tenant), self.reseller.id)
        act: Act = an_act(owner, now)
        try:
            record(
                TenantId(tenant),
                act,
                kind=RecordKind.SHIPMENT,
                reference=act.entropy.hex(),
                content={},
            )
        except TenantryError:
            return False
        return True

    def licenses(self) -> tuple[int, int, int]:
        """
        Used by the pool, held by tenants, and how many there are.
        """
        pool = get_pool(self.reseller.id)
        assert pool.available >= 0
        return pool.used, sum(item["holds_license"] for item in items_of("Tenant")), pool.count

    def tenants_by_invite(self) -> list[str]:
        """
        The invite of every tenant.
        """
        return [item["invite_id"] for item in items_of("Tenant") if not item["is_reseller"]]

    def funnel(self, months: set[Month]) -> dict[Stage, int]:
        """
        How often each stage was reached.
        """
        total = dict.fromkeys(Stage, 0)
        for month in months:
            for stage, number in get_funnel(self.reseller.id, month).counts.items():
                total[stage] += number
        return total

    def _invite(self, invite: str) -> Invite:
        stands = invite_store.get_invite(self.reseller.id, InviteId(invite))
        assert stands is not None
        return stands


STARTS_AT = NOON
