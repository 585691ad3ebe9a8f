"""
Making a tenant: the items that belong together, and a reseller's direct creation of one.
"""

from dataclasses import dataclass

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.assortment import commands as assortment
from tenantry.ids import InviteId, TenantId
from tenantry.licenses import store as licenses
from tenantry.mail.model import Locale
from tenantry.principals import Role
from tenantry.resellers import commands as reseller_commands
from tenantry.resellers import rules as reseller_rules
from tenantry.resellers import store as resellers
from tenantry.resellers.model import ProgrammeSettings, Reseller
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Subscription
from tenantry.subscriptions.rules import start_pilot
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Tenant
from tenantry.tenants.rules import new_child
from tenantry.transactions import Writes, transaction
from tenantry.users import commands as people
from tenantry.users import store as users
from tenantry.users.commands import Person
from tenantry.users.model import Member


@dataclass(frozen=True, slots=True)
class Seller:
    """
    The reseller that brings a customer in, as it was read, with what the write holds it to.
    """

    reseller: Reseller
    settings: ProgrammeSettings


@dataclass(frozen=True, slots=True)
class NewTenant:
    """
    A tenant to be made, with the person who will own it.
    """

    id: TenantId
    name: str
    branding: dict[str, str] | None
    pilot: Subscription
    owner: Person
    invite_id: InviteId | None = None


def write_tenant(writes: Writes, seller: Seller, new: NewTenant, act: Act) -> Tenant:
    """
    Write a tenant into the caller's transaction, on condition that the reseller may sell.

    With it go its pilot, its owner, its reseller's holding, and the licence of a prepaid reseller.

    Raises (when the transaction commits):
        ResellerInactive, TermsNotAccepted: The reseller may not bring in customers.
        NoneAvailable: The prepaid reseller has no licence left.
        EmailTaken: The owner became a user between our read and our write.
    """
    reseller = seller.reseller
    resellers.check_may_sell(writes, reseller, seller.settings)
    if reseller.is_prepaid:
        licenses.allocate(writes, reseller.id)
    tenant = new_child(
        new.id,
        new.name,
        reseller.id,
        new.pilot,
        holds_license=reseller.is_prepaid,
        branding=new.branding,
        invite_id=new.invite_id,
        now=act.now,
    )
    tenants.create(writes, tenant)
    subscriptions.create(writes, new.pilot)
    people.enlist(writes, new.owner)
    user = new.owner.user
    owner = Member(new.id, user.id, Role.TENANT_OWNER, user.email, user.name, act.now)
    users.put_member(writes, owner)
    return tenant


def create(
    reseller_id: TenantId,
    act: Act,
    *,
    name: str,
    plan_code: str,
    owner_email: str,
    owner_name: str,
    locale: Locale,
    branding: dict[str, str] | None,
) -> Tenant:
    """
    Shape 1. Create a tenant without an invite; its owner is mailed a sign-in link (R-TEN-3).

    No consent to the reseller's access comes of it: the owner gives one, or not.

    Raises:
        ResellerNotFound: There is no such reseller.
        ResellerInactive, TermsNotAccepted: It may not bring in customers.
        PlanNotFound, PlanNotOffered: No new tenant can have the plan.
        NoneAvailable: The prepaid reseller has no licence left.
    """
    seller = Seller(reseller_commands.get(reseller_id), resellers.get_settings())
    reseller_rules.check_may_sell(seller.reseller, seller.settings)
    assortment.get_offered(reseller_id, plan_code)
    tenant_id = TenantId(act.new_id("ten"))
    new = NewTenant(
        id=tenant_id,
        name=name,
        branding=branding,
        pilot=start_pilot(tenant_id, reseller_id, plan_code, act.now),
        owner=people.person(owner_email, owner_name, locale, act),
    )
    with transaction() as writes:
        tenant = write_tenant(writes, seller, new, act)
        events.record(
            writes,
            act,
            "tenant.created",
            tenant_id=tenant_id,
            reseller_id=reseller_id,
            user_id=new.owner.user.id,
            plan_code=plan_code,
        )
        idempotency.remember(writes, act, tenant)
    return tenant
