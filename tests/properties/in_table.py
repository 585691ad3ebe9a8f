"""
A programme as the product's commands keep it in a table.
"""

from datetime import datetime

from tenantry.clock import Month, stamp
from tenantry.funnel.model import Stage
from tenantry.funnel.store import get_funnel
from tenantry.ids import InviteId, TenantId
from tenantry.invites import commands as invites
from tenantry.invites.model import Invite
from tenantry.pilots import commands as pilots
from tenantry.records.commands import record
from tenantry.records.model import RecordKind
from tenantry.resellers import commands as resellers
from tenantry.subscriptions.model import Terms
from tenantry.tenants import commands as tenants
from tests import builders
from tests.acting import a_job, an_act, tenant_owner_of
from tests.properties.programme import View
from tests.reading import PlainItem, all_items


class Table:
    """
    The programme as the product's commands keep it in a table.
    """

    def __init__(self, licenses: int) -> None:
        builders.make_plan()
        self.reseller = builders.make_prepaid_reseller(licenses)
        self._customers = 0

    def mint(self, now: datetime) -> str:
        self._customers += 1
        offer = builders.an_offer(f"{self._customers // 3}@shop.example")
        return invites.mint(self.reseller.id, offer, an_act(now=now)).id

    def accept(self, invite: str, now: datetime) -> str:
        accepted = builders.accept(self._invite(invite), now)
        assert accepted.tenant_id is not None
        return accepted.tenant_id

    def revoke(self, invite: str, now: datetime) -> None:
        invites.revoke(self.reseller.id, InviteId(invite), an_act(now=now))

    def resend(self, invite: str, now: datetime) -> None:
        invites.resend(self.reseller.id, InviteId(invite), an_act(now=now))

    def deactivate(self, tenant: str, now: datetime) -> None:
        tenants.deactivate(TenantId(tenant), an_act(now=now))

    def reactivate(self, tenant: str, now: datetime) -> None:
        tenants.reactivate(TenantId(tenant), an_act(now=now))

    def delete(self, tenant: str, now: datetime) -> None:
        tenants.delete(TenantId(tenant), an_act(now=now))

    def upgrade(self, tenant: str, now: datetime) -> None:
        pilots.upgrade(TenantId(tenant), Terms(builders.GROWTH), an_act(now=now))

    def settle(self, tenant: str, now: datetime) -> None:
        pilots.settle(TenantId(tenant), a_job(now))
        pilots.settle(TenantId(tenant), a_job(now))

    def switch(self, *, is_active: bool, now: datetime) -> None:
        do = resellers.reactivate if is_active else resellers.deactivate
        do(self.reseller.id, an_act(now=now))

    def record(self, tenant: str, now: datetime) -> None:
        act = an_act(tenant_owner_of(TenantId(tenant), self.reseller.id), now)
        kind, reference = RecordKind.SHIPMENT, act.entropy.hex()
        record(TenantId(tenant), act, kind=kind, reference=reference, content={})

    def look(self, now: datetime) -> View:
        items = all_items()
        by_kind = {
            kind: [item for item in items if item["kind"] == kind]
            for kind in ("Tenant", "Subscription", "LicensePool")
        }
        customers = [item for item in by_kind["Tenant"] if not item["is_reseller"]]
        (pool,) = by_kind["LicensePool"]
        assert 0 <= pool["available"] == pool["count"] - pool["used"]
        return View(
            used=pool["used"],
            holding=sum(item["holds_license"] for item in customers),
            count=pool["count"],
            invites_of_tenants=[item["invite_id"] for item in customers],
            plans={_id(item): item["status"] for item in by_kind["Subscription"]},
            open_gates={_id(item) for item in customers if item["records_until"] > stamp(now)},
        )

    def funnel(self, months: set[Month]) -> dict[Stage, int]:
        total = dict.fromkeys(Stage, 0)
        for month in months:
            for stage, number in get_funnel(self.reseller.id, month).counts.items():
                total[stage] += number
        return total

    def _invite(self, invite: str) -> Invite:
        return invites.get(self.reseller.id, InviteId(invite))


def _id(item: PlainItem) -> str:
    return str(item["pk"]).removeprefix("TENANT#")
