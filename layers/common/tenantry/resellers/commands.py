"""
What operators and resellers ask of a reseller.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tenantry import events, idempotency
from tenantry.acts import Act
from tenantry.clock import FOREVER
from tenantry.errors import Forbidden
from tenantry.ids import TenantId
from tenantry.licenses import store as licenses
from tenantry.licenses.model import LicensePool
from tenantry.mail.model import Locale
from tenantry.principals import PLATFORM, Role
from tenantry.resellers import rules, store
from tenantry.resellers.model import (
    Branding,
    CompanyProfile,
    Department,
    FloorPolicy,
    PersonalDetails,
    ProgrammeSettings,
    Reseller,
    ResellerNotFound,
    ResellerType,
)
from tenantry.tenants import store as tenants
from tenantry.tenants.model import Status, Tenant
from tenantry.transactions import Writes, transaction
from tenantry.users import commands as people
from tenantry.users import store as users
from tenantry.users.model import Member

type Also = Callable[[Writes, Reseller, Reseller], None]
"""Adds to the transaction what must change with a reseller: the domains that show its look."""


@dataclass(frozen=True, slots=True)
class NewReseller:
    """
    The form that an operator fills in (R-RES-2, R-RES-3).
    """

    slug: str
    type: ResellerType
    personal: PersonalDetails
    company: CompanyProfile
    signatures: dict[Department, str]
    branding: Branding
    initial_licenses: int
    is_active: bool
    locale: Locale


def create(form: NewReseller, act: Act) -> Reseller:
    """
    Shape 1. Create a reseller with its workspace, licence pool and owner, and mail the owner.

    Raises:
        TypeSwitchedOff: The programme takes no resellers of this type.
        SlugTaken: Another reseller has the slug.
    """
    rules.check_type(form.type, store.get_settings())
    owner = people.person(form.personal.email, form.personal.name, form.locale, act)
    reseller = Reseller(
        id=TenantId(act.new_id("ten")),
        slug=form.slug,
        type=form.type,
        is_active=form.is_active,
        owner_id=owner.user.id,
        personal=form.personal,
        company=form.company,
        created_at=act.now,
        signatures=form.signatures,
        branding=form.branding,
    )
    with transaction() as writes:
        store.create(writes, reseller)
        _open_workspace(writes, reseller, form.initial_licenses)
        people.enlist(writes, owner)
        users.put_member(writes, _owner(reseller, act))
        _record(writes, act, "reseller.created", reseller, locale=form.locale.value)
        idempotency.remember(writes, act, reseller)
    return reseller


def change(
    reseller_id: TenantId,
    act: Act,
    *,
    personal: PersonalDetails | None = None,
    company: CompanyProfile | None = None,
    signatures: dict[Department, str] | None = None,
    branding: Branding | None = None,
    type_: ResellerType | None = None,
    floor_policy: FloorPolicy | None = None,
    also: Also | None = None,
) -> Reseller:
    """
    Shape 1. Change parts of the form; None leaves a part as it is.

    Args:
        also: What changes with it; needed for a reseller with domains.

    Raises:
        Forbidden: The type or the floor policy was to change, and the principal is no operator.
        ResellerNotFound: There is no such reseller.
        TypeSwitchedOff: The programme takes no resellers of the new type.
    """
    for field, value in (("type", type_), ("floor_policy", floor_policy)):
        if value is not None and not act.principal.is_operator:
            message = f"only an operator changes a reseller's {field.replace('_', ' ')}"
            raise Forbidden(message, field=field)
    before = get(reseller_id)
    if type_ is not None and type_ is not before.type:
        rules.check_type(type_, store.get_settings())
    parts = {
        "personal": personal,
        "company": company,
        "signatures": signatures,
        "branding": branding,
        "type": type_,
        "floor_policy": floor_policy,
    }
    given = {name: part for name, part in parts.items() if part is not None}
    after = rules.changed(before, **given)
    follows = also or _shows_nothing_else
    return _move(before, after, "reseller.changed", act, also=follows, parts=sorted(given))


def deactivate(reseller_id: TenantId, act: Act) -> Reseller:
    """
    Shape 1. Stop a reseller from signing in, inviting and creating (R-RES-5).

    Its tenants go on working.
    """
    before = get(reseller_id)
    return _move(before, rules.changed(before, is_active=False), "reseller.deactivated", act)


def reactivate(reseller_id: TenantId, act: Act) -> Reseller:
    """
    Shape 1. Let a reseller work again.
    """
    before = get(reseller_id)
    return _move(before, rules.changed(before, is_active=True), "reseller.reactivated", act)


def accept_terms(reseller_id: TenantId, version: str, act: Act) -> Reseller:
    """
    Shape 1. Record who accepted which version of the agreement terms, and when (R-RES-12).
    """
    before = get(reseller_id)
    after = rules.accept_terms(before, version, store.get_settings(), act.now)
    return _move(before, after, "reseller.terms_accepted", act, terms_version=version)


def change_settings(
    act: Act,
    *,
    types: frozenset[ResellerType] | None = None,
    terms: dict[ResellerType, str] | None = None,
    zone: str | None = None,
    holidays: frozenset[date] | None = None,
) -> ProgrammeSettings:
    """
    Shape 1. Switch reseller types on or off, set their terms, and say when the operators work.

    What is None stays; due dates that are given already stay too.

    Raises:
        Invalid: There is no such zone, or there are too many holidays.
    """
    before = store.get_settings()
    after = replace(
        before,
        types=before.types if types is None else types,
        terms=before.terms if terms is None else terms,
        zone=before.zone if zone is None else zone,
        holidays=before.holidays if holidays is None else holidays,
    )
    rules.check_calendar(after)
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    with transaction() as writes:
        store.put_settings(writes, before, after)
        events.record(
            writes,
            act,
            "programme.changed",
            tenant_id=PLATFORM,
            reseller_id=None,
            types=sorted(after.types),
            terms={type_.value: version for type_, version in after.terms.items()},
            zone=after.zone,
            holidays=sorted(day.isoformat() for day in after.holidays),
        )
    return after


def get(reseller_id: TenantId) -> Reseller:
    """
    Read a reseller.

    Raises:
        ResellerNotFound: There is none with this id.
    """
    reseller = store.get_reseller(reseller_id)
    if reseller is None:
        message = "there is no such reseller"
        raise ResellerNotFound(message)
    return reseller


def _open_workspace(writes: Writes, reseller: Reseller, initial_licenses: int) -> None:
    tenants.create(
        writes,
        Tenant(
            id=reseller.id,
            name=reseller.company.legal_name,
            status=Status.ACTIVE,
            is_reseller=True,
            parent_tenant_id=None,
            records_until=FOREVER,
            holds_license=False,
            created_at=reseller.created_at,
        ),
    )
    licenses.open_pool(writes, LicensePool(reseller.id, entitled=initial_licenses))


def _owner(reseller: Reseller, act: Act) -> Member:
    return Member(
        workspace_id=reseller.id,
        user_id=reseller.owner_id,
        role=Role.RESELLER_OWNER,
        email=reseller.personal.email,
        name=reseller.personal.name,
        added_at=act.now,
    )


def _shows_nothing_else(writes: Writes, before: Reseller, after: Reseller) -> None:
    del writes, after
    assert not before.domains, "domains change with their reseller: pass `also`"


def _move(
    before: Reseller,
    after: Reseller,
    kind: str,
    act: Act,
    *,
    also: Also | None = None,
    **data: Any,
) -> Reseller:
    if after is before:
        return before
    with transaction() as writes:
        store.replace(writes, before, after)
        if also is not None:
            also(writes, before, after)
        _record(writes, act, kind, after, **data)
    return after


def _record(writes: Writes, act: Act, kind: str, reseller: Reseller, **data: Any) -> None:
    events.record(writes, act, kind, tenant_id=reseller.id, reseller_id=reseller.id, **data)
