"""
A programme as values, changed by the pure rules alone.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from tenantry.clock import Month
from tenantry.funnel.model import Stage
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import rules as invite_rules
from tenantry.invites.model import Invite, Status
from tenantry.licenses.model import LicensePool, NoneAvailable
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers.model import ProgrammeSettings, Reseller, ResellerType
from tenantry.subscriptions import rules as subscription_rules
from tenantry.subscriptions.model import PILOT, Subscription, Terms
from tenantry.tenants import rules as tenant_rules
from tenantry.tenants.model import Tenant
from tests import builders
from tests.properties.programme import View


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
        before = self.invites[invite]
        if before.status is Status.ACCEPTED:
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
        del now
        self.invites[invite] = invite_rules.revoke(self.invites[invite])

    def resend(self, invite: str, now: datetime) -> None:
        reseller_rules.check_may_sell(self.reseller, ProgrammeSettings())
        before = self.invites[invite]
        self.invites[invite] = invite_rules.resend(before, str(before.generation + 1), now)

    def deactivate(self, tenant: str, now: datetime) -> None:
        del now
        self.tenants[tenant] = tenant_rules.deactivate(self.tenants[tenant])

    def reactivate(self, tenant: str, now: datetime) -> None:
        del now
        before = self.tenants[tenant]
        self.tenants[tenant] = tenant_rules.reactivate(before, self.subscriptions[tenant])

    def delete(self, tenant: str, now: datetime) -> None:
        before = self.tenants[tenant]
        self.tenants[tenant] = tenant_rules.delete(before, now)
        self.pool = replace(self.pool, used=self.pool.used - before.holds_license)

    def upgrade(self, tenant: str, now: datetime) -> None:
        before = self.subscriptions[tenant]
        after = subscription_rules.upgrade(before, Terms(builders.GROWTH), now)
        if after is before:
            return
        self.tenants[tenant] = tenant_rules.with_subscription(self.tenants[tenant], after)
        self.subscriptions[tenant] = after
        self.counts[Stage.CONVERTED] += 1

    def settle(self, tenant: str, now: datetime) -> None:
        before = self.subscriptions[tenant]
        if self.tenants[tenant].status in tenant_rules.GONE:
            return
        after = subscription_rules.expire(before, now)
        self.counts[Stage.EXPIRED] += after is not before
        self.subscriptions[tenant] = subscription_rules.remind(after, now)

    def switch(self, *, is_active: bool, now: datetime) -> None:
        del now
        self.reseller = reseller_rules.changed(self.reseller, is_active=is_active)

    def record(self, tenant: str, now: datetime) -> None:
        if self.tenants[tenant].records_until <= now:
            raise tenant_rules.gate_refusal(self.tenants[tenant], now)

    def look(self, now: datetime) -> View:
        tenants = self.tenants
        return View(
            used=self.pool.used,
            holding=sum(tenant.holds_license for tenant in tenants.values()),
            count=self.pool.count,
            invites_of_tenants=[str(tenant.invite_id) for tenant in tenants.values()],
            plans={name: one.status.value for name, one in self.subscriptions.items()},
            open_gates={name for name, one in tenants.items() if one.records_until > now},
        )

    def funnel(self, months: set[Month]) -> dict[Stage, int]:
        del months
        return self.counts
