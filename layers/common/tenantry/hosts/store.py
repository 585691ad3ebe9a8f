"""
Domains that serve, and the hosts under them: what one read tells of a name.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.errors import TenantryError
from tenantry.hosts import rules
from tenantry.hosts.model import Host, HostChanged, HostedDomain, Missing, Reach, Site, State, Why
from tenantry.hosts.names import parent_of
from tenantry.ids import TenantId
from tenantry.mail.model import Look
from tenantry.reads import Partition, get, get_all, query
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

_LOOK = {field.name for field in fields(Look)}


class HostedDomainItem(Item):
    """
    A proven domain, with a copy of its reseller's look.
    """

    KIND = "HostedDomain"

    reseller_id = UnicodeAttribute()
    proven_by = TimeAttribute()
    state = UnicodeAttribute()
    look = UnicodeAttribute()
    reaches_apex = BooleanAttribute(default=False)
    reaches_below = BooleanAttribute(default=False)
    hidden = JSONAttribute(null=True)
    version = NumberAttribute()


class HostItem(Item):
    """
    A name that was given; in `lists` under its reseller, by domain and name.
    """

    KIND = "Host"

    domain = UnicodeAttribute()
    reseller_id = UnicodeAttribute()
    tenant_id = UnicodeAttribute(null=True)
    given_at = TimeAttribute()
    over = JSONAttribute(null=True)
    why = UnicodeAttribute(null=True)
    version = NumberAttribute()


def key(name: str) -> Key:
    """
    Where a host stands.
    """
    return f"HOST#{name}", "HOST"


def domain_key(name: str) -> Key:
    """
    Where a domain stands that serves, beside the host of the same name.
    """
    return f"HOST#{name}", "DOMAIN"


def place_of(host: Host) -> str:
    """
    Where a host stands in the list of its reseller's.
    """
    return f"{host.domain}#{host.name}"


def find(name: str) -> Site | Missing:
    """
    HO1. What is served under a name, in one call: what was said of it, and of its domain.
    """
    parent = parent_of(name)
    wanted: list[tuple[type[Item], Key]] = [
        (HostItem, key(name)),
        (HostedDomainItem, domain_key(name)),
        # No domain has a name of one label.
        *([(HostedDomainItem, domain_key(parent))] if "." in parent else []),
    ]
    host, *above = get_all(wanted)
    domain = next((item for item in above if item is not None), None)
    return rules.site_of(
        name,
        None if domain is None else _domain_from(domain),
        None if host is None else _host_from(host),
    )


def get_host(name: str) -> Host | None:
    """
    HO2. Read what was said of a name.
    """
    item = get(HostItem, key(name))
    return None if item is None else _host_from(item)


def get_hosts(names: Sequence[str]) -> list[Host]:
    """
    HO3. Read what was said of several names, in one call; those that there are not are left out.
    """
    items = get_all([(HostItem, key(name)) for name in names])
    return [_host_from(item) for item in items if item is not None]


def get_domain(name: str) -> HostedDomain | None:
    """
    HO4. Read a domain that serves, or is suspended.
    """
    item = get(HostedDomainItem, domain_key(name))
    return None if item is None else _domain_from(item)


def get_domains(names: Sequence[str]) -> list[HostedDomain]:
    """
    HO5. Read several domains in one call; those that there are not are left out.
    """
    items = get_all([(HostedDomainItem, domain_key(name)) for name in names])
    return [_domain_from(item) for item in items if item is not None]


def hosts_of(
    reseller_id: TenantId, after: str | None, limit: int | None, *, domain: str = ""
) -> Iterator[tuple[str, Host]]:
    """
    HO6. A reseller's hosts by domain and name, each with its place.

    Args:
        domain: Only those under this one.
    """
    span = f"{domain}#" if domain else ""
    partition = Partition(f"HOSTS#{reseller_id}", index="lists", begins_with=span, after=after)
    for item in query(HostItem, partition, limit=limit):
        yield item.list_sk or "", _host_from(item)


def put_host(writes: Writes, before: Host | None, after: Host) -> None:
    """
    HO7. Write a host over the version that was read, or where nothing stood.
    """
    item = HostItem(
        *key(after.name),
        list_pk=f"HOSTS#{after.reseller_id}",
        list_sk=place_of(after),
        domain=after.domain,
        reseller_id=after.reseller_id,
        tenant_id=after.tenant_id,
        given_at=after.given_at,
        over=after.over,
        why=None if after.why is None else after.why.value,
        version=after.version,
    )
    if before is None:
        writes.create(item, _changed)
    else:
        writes.put(item, HostItem.version == before.version, _changed)


def remove_host(writes: Writes, before: Host) -> None:
    """
    HO8. Forget what was said of a name, as it was read.
    """
    writes.delete(HostItem, key(before.name), HostItem.version == before.version, _changed)


def put_domain(writes: Writes, before: HostedDomain | None, after: HostedDomain) -> None:
    """
    HO9. Write a domain over the version that was read, or where nothing stood.
    """
    item = HostedDomainItem(
        *domain_key(after.name),
        reseller_id=after.reseller_id,
        proven_by=after.proven_by,
        state=after.state.value,
        look=json.dumps(asdict(after.look), ensure_ascii=False),
        reaches_apex=after.reach.apex,
        reaches_below=after.reach.below,
        hidden=list(after.reach.hidden) or None,
        version=after.version,
    )
    if before is None:
        writes.create(item, _changed)
    else:
        writes.put(item, HostedDomainItem.version == before.version, _changed)


def remove_domain(writes: Writes, before: HostedDomain) -> None:
    """
    HO10. Let a domain serve nothing any more, as it was read.
    """
    is_same = HostedDomainItem.version == before.version
    writes.delete(HostedDomainItem, domain_key(before.name), is_same, _changed)


def check_open(writes: Writes, domain: str, reseller_id: TenantId) -> None:
    """
    HO11. Refuse the whole transaction unless the domain serves this reseller when it is written.
    """
    is_open = HostedDomainItem.state == State.OPEN.value
    is_its = HostedDomainItem.reseller_id == reseller_id
    writes.check(HostedDomainItem, domain_key(domain), is_open & is_its, _changed)


def _changed(_: object) -> TenantryError:
    message = "somebody changed this host or its domain at the same moment; read it again"
    return HostChanged(message)


def _host_from(item: HostItem) -> Host:
    return Host(
        name=item.pk.removeprefix("HOST#"),
        domain=item.domain,
        reseller_id=TenantId(item.reseller_id),
        tenant_id=TenantId(item.tenant_id) if item.tenant_id else None,
        given_at=item.given_at,
        over=item.over,
        why=Why(item.why) if item.why else None,
        version=int(item.version),
    )


def _domain_from(item: HostedDomainItem) -> HostedDomain:
    written: dict[str, Any] = json.loads(item.look)
    return HostedDomain(
        name=item.pk.removeprefix("HOST#"),
        reseller_id=TenantId(item.reseller_id),
        proven_by=item.proven_by,
        state=State(item.state),
        # A newer release may have written more than this one knows.
        look=Look(**{name: value for name, value in written.items() if name in _LOOK}),
        reach=Reach(item.reaches_apex, item.reaches_below, tuple(item.hidden or ())),
        version=int(item.version),
    )
