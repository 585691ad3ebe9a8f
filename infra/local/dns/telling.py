"""
What a server of the zones, and a resolver, say of a name. No sockets.
"""

from infra.local.dns.records import (
    CHAIN_COUNT_MAX,
    Rrset,
    Said,
    Status,
    ancestors,
    is_within,
    plain,
)
from infra.local.dns.zones import SERVERS_ZONE, Zone, Zones

FLATTENED = {"A", "AAAA"}
"""What an ALIAS is shown as."""

type Node = dict[str, list[str]]


def from_server(zones: Zones, server: str, name: str, type_: str) -> Said:
    """
    What a server says of its own zones; for what others serve it says whom to ask.
    """
    path = [zones.all[apex] for apex in ancestors(name) if apex in zones.all]
    place = next((place for place, zone in enumerate(path) if server in zone.servers), None)
    if place is None:
        return Said(Status.REFUSED, "")
    if place:
        cut = path[place - 1]
        return Said(Status.REFERRAL, cut.apex, (name_servers(cut),))
    return _within(zones, path[0], name, type_)[0]


def from_resolver(zones: Zones, name: str, type_: str) -> Said:
    """
    What a resolver says, who asks everybody.
    """
    answer: list[Rrset] = []
    seen: set[str] = set()
    leads_to: str | None = name
    said = Said(Status.FAILED, "")
    while leads_to is not None:
        if leads_to in seen or len(seen) > CHAIN_COUNT_MAX:
            return Said(Status.FAILED, said.zone)
        name = leads_to
        seen.add(name)
        zone = zones.holding(name)
        # Who serves a zone, it knows from the zone above.
        is_delegation = (name, type_) == (zone.apex, "NS")
        if not is_delegation and zones.faults.leave_nobody(zone.servers, name, type_):
            return Said(Status.FAILED, zone.apex)
        said, leads_to = _within(zones, zone, name, type_)
        answer += said.answer
    return Said(said.status, said.zone, tuple(answer))


def name_servers(zone: Zone) -> Rrset:
    """
    Who serves a zone: what it says itself, else those of our servers that do.
    """
    said = zone.records.get(zone.apex, {}).get("NS")
    return Rrset(
        zone.apex, "NS", tuple(said or [f"{server}.{SERVERS_ZONE}" for server in zone.servers])
    )


def start_of(zone: Zone) -> Rrset:
    """
    The SOA that stands beside every answer that something is not there.
    """
    mailbox = f"hostmaster.{zone.apex}." if zone.apex else "hostmaster."
    said = f"{zone.servers[0]}.{SERVERS_ZONE}. {mailbox} 1 7200 900 1209600 300"
    return Rrset(zone.apex, "SOA", (said,))


def glue(zones: Zones, said: Said) -> list[Rrset]:
    """
    The addresses of servers whose own names are in the zone that a referral leads to.
    """
    hosts = {plain(value) for rrset in said.answer for value in rrset.values}
    return [
        rrset
        for host in sorted(hosts)
        if is_within(host, said.zone)
        for type_ in sorted(FLATTENED)
        for rrset in from_resolver(zones, host, type_).answer
        if rrset.type == type_
    ]


def _within(zones: Zones, zone: Zone, name: str, type_: str) -> tuple[Said, str | None]:
    """
    What one zone says, and the name that its CNAMEs lead to, if not to an end of their own.
    """
    answer: list[Rrset] = []
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        node = _node(zones, zone, name)
        if node is None:
            return Said(Status.NO_NAME, zone.apex, tuple(answer)), None
        values = _values(zones, node, type_)
        if values is None:
            return Said(Status.FAILED, zone.apex), None
        if values or "CNAME" not in node:
            answer += [Rrset(name, type_, tuple(values))] if values else []
            status = Status.FOUND if values else Status.NO_DATA
            return Said(status, zone.apex, tuple(answer)), None
        answer.append(Rrset(name, "CNAME", tuple(node["CNAME"])))
        name = plain(node["CNAME"][0])
        if zones.holding(name) is not zone:
            break
    return Said(Status.FOUND, zone.apex, tuple(answer)), name


def _node(zones: Zones, zone: Zone, name: str) -> Node | None:
    """
    What is at a name by RFC 4592: a wildcard answers only where nothing is, and nothing below.
    """
    if name == zone.apex:
        own = {rrset.type: list(rrset.values) for rrset in (name_servers(zone), start_of(zone))}
        return own | zone.records.get(name, {})
    if zone.apex == SERVERS_ZONE:
        address = zones.addresses.get(name.removesuffix(f".{SERVERS_ZONE}"))
        if address is not None:
            return {"AAAA" if ":" in address else "A": [address]}
    if _is_there(zones, zone, name):
        return zone.records.get(name, {})
    encloser = next(above for above in ancestors(name)[1:] if _is_there(zones, zone, above))
    return zone.records.get(f"*.{encloser}" if encloser else "*")


def _is_there(zones: Zones, zone: Zone, name: str) -> bool:
    # A name with nothing of its own is there too when something is below it.
    return (
        name == zone.apex
        or any(is_within(owner, name) for owner in zone.records)
        or any(is_within(apex, name) for apex in zones.all if apex)
    )


def _values(zones: Zones, node: Node, type_: str) -> list[str] | None:
    """
    The records, an ALIAS flattened; None where its target cannot be looked up.
    """
    if type_ not in FLATTENED or "ALIAS" not in node or type_ in node:
        return node.get(type_, [])
    target = from_resolver(zones, plain(node["ALIAS"][0]), type_)
    if target.status is Status.FAILED:
        return None
    return [value for rrset in target.answer if rrset.type == type_ for value in rrset.values]
