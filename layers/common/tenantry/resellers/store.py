"""
Resellers, the markers of their slugs, the searchable list of all, and the programme's settings.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from itertools import islice

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from tenantry.errors import TenantryError
from tenantry.ids import TenantId, UserId, shard_of
from tenantry.reads import Partition, get, query
from tenantry.resellers import rules
from tenantry.resellers.model import (
    Branding,
    CompanyProfile,
    Department,
    FloorPolicy,
    PersonalDetails,
    ProgrammeSettings,
    Reseller,
    ResellerChanged,
    ResellerNotFound,
    ResellerType,
    SlugTaken,
)
from tenantry.table import Item, Key, RawItem, TimeAttribute, sort_text
from tenantry.transactions import Writes

LIST_SHARDS = 4
SETTINGS_KEY: Key = ("PROGRAMME", "SETTINGS")


class ResellerItem(Item):
    """
    A reseller; in `lists`, sharded, by company name.
    """

    KIND = "Reseller"

    slug = UnicodeAttribute()
    type = UnicodeAttribute()
    is_active = BooleanAttribute()
    owner_id = UnicodeAttribute()
    personal = JSONAttribute()
    company = JSONAttribute()
    signatures = JSONAttribute()
    branding = JSONAttribute()
    created_at = TimeAttribute()
    terms_version = UnicodeAttribute(null=True)
    terms_accepted_at = TimeAttribute(null=True)
    floor_policy = UnicodeAttribute(null=True)
    domains = JSONAttribute(null=True)
    portal = UnicodeAttribute(null=True)
    version = NumberAttribute()


class SlugItem(Item):
    """
    Marker: the slug belongs to one reseller, for good.
    """

    KIND = "SlugMarker"

    reseller_id = UnicodeAttribute()


class ProgrammeItem(Item):
    """
    The programme's settings.
    """

    KIND = "ProgrammeSettings"

    types = JSONAttribute()
    terms = JSONAttribute()
    zone = UnicodeAttribute(null=True)
    holidays = JSONAttribute(null=True)
    version = NumberAttribute()


def key(reseller_id: TenantId) -> Key:
    """
    Where a reseller stands: in its own workspace.
    """
    return f"TENANT#{reseller_id}", "RESELLER"


def slug_key(slug: str) -> Key:
    """
    Where a slug's marker stands.
    """
    return f"SLUG#{slug}", "SLUG"


def get_reseller(reseller_id: TenantId) -> Reseller | None:
    """
    R1. Read a reseller.
    """
    item = get(ResellerItem, key(reseller_id))
    return None if item is None else reseller_from(item)


def create(writes: Writes, reseller: Reseller) -> None:
    """
    R2. Write a new reseller and the marker of its slug.
    """
    pk, sk = slug_key(reseller.slug)
    message = f"the slug {reseller.slug} belongs to another reseller"
    writes.create(
        SlugItem(pk, sk, reseller_id=reseller.id), lambda _: SlugTaken(message, field="slug")
    )
    writes.create(_to_item(reseller))


def replace(writes: Writes, before: Reseller, after: Reseller) -> None:
    """
    R3. Replace the version that was read; any other version refuses.
    """
    writes.put(_to_item(after), ResellerItem.version == before.version, lambda _: _changed())


def hold(writes: Writes, reseller: Reseller) -> None:
    """
    R9. The version that was read must still be current when the transaction is written.
    """
    is_same = ResellerItem.version == reseller.version
    writes.check(ResellerItem, key(reseller.id), is_same, lambda _: _changed())


def check_may_sell(writes: Writes, reseller: Reseller, settings: ProgrammeSettings) -> None:
    """
    R4. Refuse the whole transaction unless the reseller may bring in customers when it is written.
    """
    is_active = ResellerItem.is_active == True  # noqa: E712 - a condition, not a comparison
    condition = is_active & (ResellerItem.type == reseller.type.value)
    required = settings.terms.get(reseller.type)
    if required is not None:
        condition &= ResellerItem.terms_version == required

    def refused(raw: RawItem | None) -> TenantryError:
        if raw is None:
            return ResellerNotFound("there is no such reseller")
        try:
            rules.check_may_sell(reseller_from(ResellerItem.from_raw_data(dict(raw))), settings)
        except TenantryError as reason:
            return reason
        return ResellerChanged("the reseller was changed at the same moment; repeat the request")

    writes.check(ResellerItem, key(reseller.id), condition, refused)


def list_resellers(search: str, after: str | None, limit: int) -> Iterator[tuple[str, Reseller]]:
    """
    R5. All resellers by company name, or those whose name starts with *search*, with their places.
    """
    shards = (
        query(
            ResellerItem,
            Partition(
                f"RESELLERS#{shard}", index="lists", begins_with=sort_text(search), after=after
            ),
            limit=limit,
        )
        for shard in range(LIST_SHARDS)
    )
    merged = heapq.merge(*shards, key=lambda item: str(item.list_sk))
    return ((str(item.list_sk), reseller_from(item)) for item in islice(merged, limit))


def every_reseller() -> Iterator[Reseller]:
    """
    R8. All resellers, page by page, in no order that means anything.

    From an index: one that is renamed meanwhile may be left out, or come twice.
    """
    for shard in range(LIST_SHARDS):
        rows = query(ResellerItem, Partition(f"RESELLERS#{shard}", index="lists"))
        yield from map(reseller_from, rows)


def get_settings() -> ProgrammeSettings:
    """
    R6. The programme's settings.

    Until an operator decides, both types are on, and no terms are asked for.
    """
    return settings_from(get(ProgrammeItem, SETTINGS_KEY))


def put_settings(writes: Writes, before: ProgrammeSettings, after: ProgrammeSettings) -> None:
    """
    R7. Replace the settings that were read.
    """
    unchanged = (
        ProgrammeItem.pk.does_not_exist()
        if before.version == 0
        else ProgrammeItem.version == before.version
    )
    pk, sk = SETTINGS_KEY
    writes.put(
        ProgrammeItem(
            pk,
            sk,
            types=sorted(after.types),
            terms={type_.value: version for type_, version in after.terms.items()},
            zone=after.zone,
            holidays=sorted(day.isoformat() for day in after.holidays),
            version=after.version,
        ),
        unchanged,
    )


def settings_from(item: ProgrammeItem | None) -> ProgrammeSettings:
    """
    The settings in an item that was read together with other kinds.
    """
    if item is None:
        return ProgrammeSettings()
    return ProgrammeSettings(
        types=frozenset(ResellerType(type_) for type_ in item.types),
        terms={ResellerType(type_): version for type_, version in item.terms.items()},
        zone=item.zone or ProgrammeSettings().zone,
        holidays=frozenset(date.fromisoformat(day) for day in item.holidays or ()),
        version=int(item.version),
    )


def reseller_from(item: ResellerItem) -> Reseller:
    """
    The reseller in an item that was read together with other kinds.
    """
    return Reseller(
        id=TenantId(item.pk.removeprefix("TENANT#")),
        slug=item.slug,
        type=ResellerType(item.type),
        is_active=item.is_active,
        owner_id=UserId(item.owner_id),
        personal=PersonalDetails(**item.personal),
        company=CompanyProfile(**item.company),
        created_at=item.created_at,
        signatures={Department(name): text for name, text in item.signatures.items()},
        branding=_branding_from(item.branding),
        terms_version=item.terms_version,
        terms_accepted_at=item.terms_accepted_at,
        floor_policy=FloorPolicy(item.floor_policy or FloorPolicy.REFUSE),
        domains=tuple(item.domains or ()),
        portal=item.portal,
        version=int(item.version),
    )


def _changed() -> ResellerChanged:
    return ResellerChanged("somebody changed this reseller at the same moment; read it again")


def _branding_from(written: Mapping[str, str]) -> Branding:
    # A newer release may have written more than this one knows.
    return Branding(**{name: written[name] for name in Branding.__slots__ if name in written})


def _to_item(reseller: Reseller) -> ResellerItem:
    pk, sk = key(reseller.id)
    return ResellerItem(
        pk,
        sk,
        list_pk=f"RESELLERS#{shard_of(reseller.id, LIST_SHARDS)}",
        list_sk=f"{sort_text(reseller.company.legal_name)}#{reseller.id}",
        slug=reseller.slug,
        type=reseller.type.value,
        is_active=reseller.is_active,
        owner_id=reseller.owner_id,
        personal=asdict(reseller.personal),
        company=asdict(reseller.company),
        signatures={name.value: text for name, text in reseller.signatures.items()},
        # Without what is empty: the release before this one knows fewer fields.
        branding={name: text for name, text in asdict(reseller.branding).items() if text},
        created_at=reseller.created_at,
        terms_version=reseller.terms_version,
        terms_accepted_at=reseller.terms_accepted_at,
        floor_policy=reseller.floor_policy.value,
        domains=list(reseller.domains) or None,
        portal=reseller.portal,
        version=reseller.version,
    )
