"""
Which mails an event causes.

Everything is read at the time of sending, so that a link that was revoked or replaced meanwhile is
not sent.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from tenantry.assortment import commands as assortment
from tenantry.clock import moment
from tenantry.credentials import commands as credentials
from tenantry.credentials import store as credential_store
from tenantry.credentials import tokens as credential_tokens
from tenantry.delivery.homes import is_only_with, worn, worn_at
from tenantry.delivery.letters import letter_to, owners_of, to_user
from tenantry.delivery.looks import OURS, PLATFORM_LOOK, Worn
from tenantry.delivery.own_certificates import CERTIFICATE_COMPOSERS
from tenantry.delivery.own_domains import DOMAIN_COMPOSERS
from tenantry.delivery.own_mail import OWN_MAIL_COMPOSERS
from tenantry.delivery.payouts import PAYOUT_COMPOSERS
from tenantry.delivery.sender import Letter
from tenantry.dunning import store as dunning
from tenantry.ids import EventId, InviteId, TenantId, UserId
from tenantry.invites import store as invites
from tenantry.invites import tokens as invite_tokens
from tenantry.invites.model import Status as InviteStatus
from tenantry.mail import values as mails
from tenantry.mail.model import MailKind
from tenantry.principals import PLATFORM, Role
from tenantry.resellers import store as resellers
from tenantry.resellers.model import Reseller
from tenantry.subscriptions import paying
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.covering import paid_until
from tenantry.subscriptions.model import PILOT, Subscription
from tenantry.subscriptions.model import Status as SubscriptionStatus
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Status as TenantStatus
from tenantry.tenants.model import Tenant
from tenantry.users import store as users
from tenantry.users.model import User

type BusEvent = Mapping[str, Any]

SECONDS_PER_DAY = 86_400


def letters_for(event: BusEvent, now: datetime) -> Iterator[Letter]:
    """
    The letters that *event*, as the bus carries it, causes.

    There are none when its kind causes none, or when it does not hold any more.
    """
    compose = _COMPOSERS.get(event["kind"])
    if compose is not None:
        yield from compose(event, now)


def _invite(event: BusEvent, now: datetime) -> Iterator[Letter]:
    data, reseller_id = event["data"], TenantId(event["tenant_id"])
    invite = invites.get_invite(reseller_id, InviteId(data["invite_id"]))
    reseller = resellers.get_reseller(reseller_id)
    if invite is None or reseller is None:
        return
    is_current = invite.generation == data.get("generation", 1)
    if invite.status is not InviteStatus.OPEN or not is_current or invite.expires_at <= now:
        return
    plan_name = assortment.name_of(reseller_id, invite.offer.plan_code)
    brand, offer = worn(reseller, invite.offer.branding), invite.offer
    values = mails.InviteMail(
        reseller_name=reseller.display_name,
        tenant_name=invite.offer.tenant_name,
        plan_name=plan_name or invite.offer.plan_code,
        pilot_days=PILOT.days,
        expires_at=invite.expires_at,
        link=brand.url(invite_tokens.path(reseller_id, invite.id, invite.generation)),
    )
    yield letter_to(
        MailKind.INVITE, values, brand, to=offer.email, locale=offer.locale, invite=invite
    )


def _tenant_ready(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    tenant, reseller = _tenant_and_reseller(event)
    owner = users.get_user(UserId(event["data"]["user_id"]))
    if tenant is None or owner is None:
        return
    pilot = subscriptions.get_subscription(tenant.id)
    if pilot is None or pilot.ends_at is None:
        return
    brand = _worn(reseller, tenant)
    values = mails.TenantReadyMail(tenant.name, pilot.ends_at, _welcome_link(owner, event, brand))
    yield to_user(MailKind.TENANT_READY, owner, values, brand)


def _accepted(event: BusEvent, now: datetime) -> Iterator[Letter]:
    yield from _tenant_ready(event, now)
    tenant, reseller = _tenant_and_reseller(event)
    accepted_by = users.get_user(UserId(event["data"]["user_id"]))
    if tenant is None or reseller is None or accepted_by is None:
        return
    owner = users.get_user(reseller.owner_id)
    if owner is None:
        return
    brand = worn(reseller)
    values = mails.InviteAcceptedMail(tenant.name, accepted_by.name, brand.url("/workspace"))
    yield to_user(MailKind.INVITE_ACCEPTED, owner, values, brand)


def _sign_in(event: BusEvent, now: datetime) -> Iterator[Letter]:
    user = users.get_user(UserId(event["data"]["user_id"]))
    link = credential_store.get_link(event["data"]["link_id"])
    if user is None or link is None or link.used_at is not None or link.expires_at <= now:
        return
    brand = worn_at(link.host, user.id)
    values = mails.SignInMail(brand.url(credential_tokens.link_path(link.id)))
    yield to_user(MailKind.SIGN_IN, user, values, brand)


def _pilot_ending(event: BusEvent, now: datetime) -> Iterator[Letter]:
    tenant, reseller = _tenant_and_reseller(event)
    pilot = subscriptions.get_subscription(TenantId(event["tenant_id"]))
    if tenant is None or pilot is None or pilot.ends_at is None or pilot.ends_at <= now:
        return
    days = ceil((pilot.ends_at - now).total_seconds() / SECONDS_PER_DAY)
    brand = _worn(reseller, tenant)
    values = mails.PilotEndingMail(tenant.name, pilot.ends_at, days, brand.url("/workspace"))
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.PILOT_ENDING, owner, values, brand)


def _pilot_expired(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    tenant, reseller = _tenant_and_reseller(event)
    pilot = subscriptions.get_subscription(TenantId(event["tenant_id"]))
    if tenant is None or pilot is None or pilot.ends_at is None:
        return
    if pilot.status is not SubscriptionStatus.EXPIRED:
        return
    brand = _worn(reseller, tenant)
    values = mails.PilotExpiredMail(tenant.name, pilot.ends_at, brand.url("/workspace"))
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.PILOT_EXPIRED, owner, values, brand)


def _payment_overdue(event: BusEvent, now: datetime) -> Iterator[Letter]:
    tenant, reseller, late = _owing(event)
    due = None if late is None else paying.due_period(late)
    if tenant is None or late is None or due is None:
        return
    since, _, amount = due
    # What is suspended has a mail of its own.
    if late.status is not SubscriptionStatus.PAST_DUE or since > now or late.suspended_at:
        return
    schedule, brand = dunning.get_schedule(tenant.held_by), _worn(reseller, tenant)
    values = mails.PaymentOverdueMail(
        tenant_name=tenant.name,
        plan_name=_plan_name(tenant, late),
        amount=amount,
        due_since=since,
        days_late=(now - since).days,
        stops_at=since + timedelta(days=schedule.suspend_after),
        link=brand.url("/workspace"),
    )
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.PAYMENT_OVERDUE, owner, values, brand)


def _suspended(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    tenant, reseller, late = _owing(event)
    due = None if late is None else paying.due_period(late)
    if tenant is None or late is None or due is None or late.suspended_at is None:
        return
    since, _, amount = due
    plan_name, brand = _plan_name(tenant, late), _worn(reseller, tenant)
    values = mails.SubscriptionSuspendedMail(
        tenant.name, plan_name, amount, since, late.suspended_at, brand.url("/workspace")
    )
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.SUBSCRIPTION_SUSPENDED, owner, values, brand)


def _settled(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    tenant, reseller, paid = _owing(event)
    until = None if paid is None else paid_until(paid)
    if tenant is None or paid is None or until is None:
        return
    if paid.status is not SubscriptionStatus.ACTIVE:
        return
    brand = _worn(reseller, tenant)
    values = mails.SubscriptionSettledMail(
        tenant.name, _plan_name(tenant, paid), until, brand.url("/workspace")
    )
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.SUBSCRIPTION_SETTLED, owner, values, brand)


def _moved(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    tenant, reseller = _tenant_and_reseller(event)
    # Nothing of a move that another one has followed: that one tells of itself.
    if tenant is None or reseller is None or reseller.id != event["data"]["to_reseller_id"]:
        return
    brand = _worn(reseller, tenant)
    values = mails.TenantMovedMail(tenant.name, reseller.display_name, brand.url("/workspace"))
    for owner in owners_of(tenant.id):
        yield to_user(MailKind.TENANT_MOVED, owner, values, brand)


def _reseller_welcome(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    reseller = resellers.get_reseller(TenantId(event["tenant_id"]))
    owner = None if reseller is None else users.get_user(reseller.owner_id)
    if reseller is None or owner is None:
        return
    link = _welcome_link(owner, event, OURS)
    values = mails.ResellerWelcomeMail(reseller.company.legal_name, link)
    yield to_user(MailKind.RESELLER_WELCOME, owner, values, OURS)


def _member_added(event: BusEvent, now: datetime) -> Iterator[Letter]:
    del now
    workspace_id, data = TenantId(event["tenant_id"]), event["data"]
    user = users.get_user(UserId(data["user_id"]))
    if user is None:
        return
    workspace = None if workspace_id == PLATFORM else tenants.get_tenant(workspace_id)
    name = PLATFORM_LOOK.name if workspace is None else workspace.name
    values = mails.MemberAddedMail(name, Role(data["role"]), _welcome_link(user, event, OURS))
    yield to_user(MailKind.MEMBER_ADDED, user, values, OURS)


_COMPOSERS: dict[str, Callable[[BusEvent, datetime], Iterator[Letter]]] = {
    "invite.minted": _invite,
    "invite.resent": _invite,
    "invite.accepted": _accepted,
    "tenant.created": _tenant_ready,
    "tenant.moved": _moved,
    "sign_in.requested": _sign_in,
    "pilot.ending": _pilot_ending,
    "pilot.expired": _pilot_expired,
    "subscription.payment_reminder": _payment_overdue,
    "subscription.suspended": _suspended,
    "subscription.settled": _settled,
    "reseller.created": _reseller_welcome,
    "member.added": _member_added,
    **PAYOUT_COMPOSERS,
    **DOMAIN_COMPOSERS,
    **CERTIFICATE_COMPOSERS,
    **OWN_MAIL_COMPOSERS,
}

MAILED_KINDS = frozenset(_COMPOSERS)
"""The kinds of events that cause mail; template.yaml's rule for the mail queue names the same."""


def _tenant_and_reseller(event: BusEvent) -> tuple[Tenant | None, Reseller | None]:
    tenant = tenants.get_tenant(TenantId(event["tenant_id"]))
    if tenant is None or tenant.parent_tenant_id is None:
        return None, None
    return tenant, resellers.get_reseller(tenant.parent_tenant_id)


def _owing(event: BusEvent) -> tuple[Tenant | None, Reseller | None, Subscription | None]:
    """
    An active tenant with its reseller and subscription; nothing of one that has been shut or left.
    """
    tenant, reseller = _tenant_and_reseller(event)
    if tenant is None or tenant.status is not TenantStatus.ACTIVE:
        return None, None, None
    return tenant, reseller, subscriptions.get_subscription(tenant.id)


def _plan_name(tenant: Tenant, subscription: Subscription) -> str:
    plan_code = subscription.plan_code
    return assortment.name_of(tenant.held_by, plan_code) or plan_code


def _worn(reseller: Reseller | None, tenant: Tenant) -> Worn:
    return OURS if reseller is None else worn(reseller, tenant.branding, tenant)


def _welcome_link(user: User, event: BusEvent, brand: Worn) -> str:
    link = credentials.welcome_link(user.id, EventId(event["id"]), moment(event["occurred_at"]))
    reseller_id = brand.reseller_id
    if brand.home is not None and reseller_id and not is_only_with(user.id, reseller_id):
        brand = OURS
    return brand.url(credential_tokens.link_path(link.id))
