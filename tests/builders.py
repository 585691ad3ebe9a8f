"""
What tests start from: values with defaults, and things made by the product's own commands.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry.acts import Once
from tenantry.errors import TenantryError
from tenantry.ids import InviteId, TenantId, UserId
from tenantry.invites import acceptance, tokens
from tenantry.invites import commands as invites
from tenantry.invites.model import VALID_FOR, Invite, Offer
from tenantry.invites.model import Status as InviteStatus
from tenantry.mail.model import Locale
from tenantry.money import Money
from tenantry.plans import commands as plans
from tenantry.plans.model import Plan, WholesalePrice
from tenantry.principals import Role
from tenantry.resellers import commands as resellers
from tenantry.resellers.commands import NewReseller
from tenantry.resellers.model import (
    Branding,
    CompanyProfile,
    PersonalDetails,
    Reseller,
    ResellerType,
)
from tenantry.subscriptions.model import PILOT, Subscription
from tenantry.subscriptions.model import Status as SubscriptionStatus
from tenantry.tenants import store as tenants
from tenantry.tenants.model import NEVER, Status, Tenant
from tenantry.users.model import Member
from tests.acting import NOON, an_act

RESELLER_ID = TenantId("ten_RESELLER")
TENANT_ID = TenantId("ten_CUSTOMER")
INVITE_ID = InviteId("inv_FIRST")
GROWTH = "growth"
ENTROPY = bytes(range(32))


def an_offer(
    email: str = "kofi@shop.example",
    tenant_name: str = "Kofi's Shop",
    plan_code: str = GROWTH,
    branding: dict[str, str] | None = None,
) -> Offer:
    """
    What a customer is invited to.
    """
    return Offer(email, tenant_name, plan_code, Locale.EN, branding)


def an_invite(status: InviteStatus = InviteStatus.OPEN, minted_at: datetime = NOON) -> Invite:
    """
    An invite in this status.
    """
    invite = Invite(
        id=INVITE_ID,
        reseller_id=RESELLER_ID,
        offer=an_offer(),
        status=status,
        generation=1,
        token_hash="hash of the first link",
        minted_by=UserId("usr_MINTER"),
        minted_at=minted_at,
        expires_at=minted_at + VALID_FOR,
    )
    if status is not InviteStatus.ACCEPTED:
        return invite
    return replace(
        invite,
        tenant_id=TENANT_ID,
        user_id=UserId("usr_OWNER"),
        accepted_at=minted_at,
        pilot_ends_at=minted_at + PILOT,
    )


def a_subscription(
    status: SubscriptionStatus = SubscriptionStatus.PILOT,
    starts_at: datetime = NOON,
    reminded: frozenset[int] = frozenset(),
) -> Subscription:
    """
    A tenant's subscription; an active one has an open end.
    """
    ends_at = None if status is SubscriptionStatus.ACTIVE else starts_at + PILOT
    return Subscription(TENANT_ID, RESELLER_ID, GROWTH, status, starts_at, ends_at, reminded)


def a_tenant(status: Status = Status.ACTIVE, *, holds_license: bool = False) -> Tenant:
    """
    A customer in this status, with a pilot from noon when it is active.
    """
    is_gone = status in {Status.DELETED, Status.PURGED}
    return Tenant(
        id=TENANT_ID,
        name="Kofi's Shop",
        status=status,
        is_reseller=False,
        parent_tenant_id=RESELLER_ID,
        records_until=NOON + PILOT if status is Status.ACTIVE else NEVER,
        holds_license=holds_license and not is_gone,
        created_at=NOON,
        deleted_at=NOON if is_gone else None,
    )


def a_reseller(
    type_: ResellerType = ResellerType.COMMISSION,
    *,
    is_active: bool = True,
    terms_version: str | None = None,
) -> Reseller:
    """
    A reseller.
    """
    form = a_form(type_=type_)
    return Reseller(
        id=RESELLER_ID,
        slug=form.slug,
        type=type_,
        is_active=is_active,
        owner_id=UserId("usr_RESELLEROWNER"),
        personal=form.personal,
        company=form.company,
        created_at=NOON,
        terms_version=terms_version,
    )


def a_form(
    slug: str = "acme-corp",
    type_: ResellerType = ResellerType.COMMISSION,
    *,
    email: str = "ama@acme.example",
    company: str = "Acme Corp",
    initial_licenses: int = 0,
    is_active: bool = True,
) -> NewReseller:
    """
    The form of a new reseller.
    """
    return NewReseller(
        slug=slug,
        type=type_,
        personal=PersonalDetails(name="Ama Owusu", email=email),
        company=CompanyProfile(legal_name=company),
        signatures={},
        branding=Branding(),
        initial_licenses=initial_licenses,
        is_active=is_active,
        locale=Locale.EN,
    )


def a_member(
    person: str, role: Role = Role.RESELLER_OWNER, workspace_id: TenantId = RESELLER_ID
) -> Member:
    """
    A person's membership.
    """
    return Member(workspace_id, UserId(person), role, f"{person}@acme.example", person, NOON)


def once(key: str = "one", request: str = "a request", status: int = 201) -> Once:
    """
    A request that carries an idempotency key; its answer is the result's text.
    """
    return Once(key, request, str, status)


def make_plan(code: str = GROWTH) -> Plan:
    """
    A plan of the catalogue, for 10 dollars a month.
    """
    prices = (WholesalePrice(Money(1000, "USD")),)
    return plans.create(code, code.title(), prices, an_act()).plan


def make_reseller(form: NewReseller | None = None, now: datetime = NOON) -> Reseller:
    """
    A reseller, created by an operator.
    """
    return resellers.create(form or a_form(), an_act(now=now))


def make_prepaid_reseller(licenses: int, slug: str = "acme-corp") -> Reseller:
    """
    A reseller that buys licences and bills its customers itself.
    """
    form = a_form(slug, ResellerType.SUBSCRIPTION, initial_licenses=licenses)
    return make_reseller(form)


def mint(reseller: Reseller, offer: Offer | None = None, now: datetime = NOON) -> Invite:
    """
    An invite of this reseller.
    """
    return invites.mint(reseller.id, offer or an_offer(), an_act(now=now))


def link_of(invite: Invite) -> str:
    """
    The token of the invite's newest link, as the mailer computes it.
    """
    return tokens.token(invite.reseller_id, invite.id, invite.generation)


def accept(invite: Invite, now: datetime = NOON, name: str = "Kofi Mensah") -> Invite:
    """
    Follow the newest link, and press the button.
    """
    shown = acceptance.show(invite.reseller_id, invite.id, link_of(invite))
    return acceptance.accept(shown, name, an_act(now=now))


def bring_in(reseller: Reseller, email: str = "kofi@shop.example", now: datetime = NOON) -> Tenant:
    """
    A customer that accepted an invite of this reseller; the plan `growth` exists.
    """
    accepted = accept(mint(reseller, an_offer(email), now), now)
    assert accepted.tenant_id is not None
    return tenant_in_table(accepted.tenant_id)


def tenant_in_table(tenant_id: TenantId) -> Tenant:
    """
    A tenant that exists.
    """
    tenant = tenants.get_tenant(tenant_id)
    assert tenant is not None
    return tenant


def refusal_of(action: Callable[[], object]) -> str | None:
    """
    The code with which *action* is refused; None when it is not.
    """
    try:
        action()
    except TenantryError as error:
        return error.code
    return None


def outcome(action: Callable[[], Any]) -> str:
    """
    The status that *action* leaves, or the code of its refusal: a cell of a lifecycle's table.
    """
    try:
        return str(action().status.value)
    except TenantryError as error:
        return error.code
