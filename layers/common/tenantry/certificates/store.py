"""
Certificates: one item for each domain of a partner, without any key.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from tenantry.certificates.model import (
    Certificate,
    Import,
    Issued,
    Renewal,
    Seen,
    Served,
    Source,
    State,
)
from tenantry.clock import moment, stamp
from tenantry.domains.findings import Record
from tenantry.edge.model import EdgeHostState
from tenantry.ids import TenantId
from tenantry.reads import get
from tenantry.table import Item, Key, TimeAttribute
from tenantry.transactions import Writes

type Json = dict[str, Any]


class CertificateItem(Item):
    """
    A certificate as far as it may be known: no private key ever comes here.
    """

    KIND = "Certificate"

    claim = UnicodeAttribute()
    source = UnicodeAttribute()
    state = UnicodeAttribute()
    asked_at = TimeAttribute()
    attempt = NumberAttribute()
    anew = NumberAttribute()
    arn = UnicodeAttribute(null=True)
    attached = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    leaving_since = TimeAttribute(null=True)
    content = JSONAttribute()
    """All that no condition asks for."""
    version = NumberAttribute()


def key(reseller_id: TenantId, domain: str) -> Key:
    """
    Where a domain's certificate stands: with its partner.
    """
    return f"TENANT#{reseller_id}", f"CERTIFICATE#{domain}"


def get_certificate(reseller_id: TenantId, domain: str) -> Certificate | None:
    """
    CT1. Read a domain's certificate.
    """
    item = get(CertificateItem, key(reseller_id, domain))
    return None if item is None else _from_item(item)


def put(writes: Writes, before: Certificate | None, after: Certificate) -> None:
    """
    CT2. Write a certificate over the version that was read; any other version refuses.
    """
    item = _to_item(after)
    if before is None:
        writes.create(item)
        return
    assert after.version == before.version + 1, "a change makes the next version"
    writes.put(item, CertificateItem.version == before.version)


def remove(writes: Writes, before: Certificate) -> None:
    """
    CT3. Remove a certificate of which nothing is left outside.
    """
    place = key(before.reseller_id, before.domain)
    writes.delete(CertificateItem, place, CertificateItem.version == before.version)


def _to_item(one: Certificate) -> CertificateItem:
    return CertificateItem(
        *key(one.reseller_id, one.domain),
        claim=one.claim,
        source=one.source.value,
        state=one.state.value,
        asked_at=one.asked_at,
        attempt=one.attempt,
        anew=one.anew,
        arn=one.arn,
        attached=one.attached,
        reason=one.reason,
        leaving_since=one.leaving_since,
        version=one.version,
        content={
            "former": list(one.former),
            "records": [asdict(record) for record in one.records],
            "issued": one.issued and _issued_as_json(one.issued),
            "renewal": one.renewal and asdict(one.renewal),
            "importing": one.importing and _import_as_json(one.importing),
            "trouble": one.trouble and one.trouble.value,
            "hosts": {host: state.value for host, state in one.hosts.items()},
            "served": {host: _served_as_json(seen) for host, seen in one.served.items()},
            "told": sorted(one.told),
        },
    )


def _from_item(item: CertificateItem) -> Certificate:
    content: Mapping[str, Any] = item.content
    importing, renewal = content["importing"], content["renewal"]
    return Certificate(
        reseller_id=TenantId(item.pk.removeprefix("TENANT#")),
        domain=item.sk.removeprefix("CERTIFICATE#"),
        claim=item.claim,
        source=Source(item.source),
        state=State(item.state),
        asked_at=item.asked_at,
        attempt=int(item.attempt),
        anew=int(item.anew),
        arn=item.arn,
        former=tuple(content["former"]),
        reason=item.reason,
        records=_records_from(content["records"]),
        issued=_issued_from(content["issued"]),
        renewal=renewal
        and Renewal(renewal["state"], renewal["reason"], _records_from(renewal["records"])),
        importing=importing and _import_from(importing),
        attached=item.attached,
        trouble=EdgeHostState(content["trouble"]) if content["trouble"] else None,
        hosts={host: EdgeHostState(state) for host, state in content["hosts"].items()},
        served={host: _served_from(seen) for host, seen in content["served"].items()},
        told=frozenset(content["told"]),
        leaving_since=item.leaving_since,
        version=int(item.version),
    )


def _records_from(stored: list[Json]) -> tuple[Record, ...]:
    return tuple(
        Record(one["name"], one["host"], one["type"], one["value"], tuple(one["replaces"]))
        for one in stored
    )


def _issued_as_json(issued: Issued) -> Json:
    times = {"not_before": stamp(issued.not_before), "not_after": stamp(issued.not_after)}
    return asdict(issued) | times


def _issued_from(stored: Json | None) -> Issued | None:
    if stored is None:
        return None
    begins, ends = moment(stored["not_before"]), moment(stored["not_after"])
    return Issued(begins, ends, stored["issuer"], stored["serial"], stored["fingerprint"])


def _import_as_json(importing: Import) -> Json:
    return {
        "tag": importing.tag,
        "started_at": stamp(importing.started_at),
        "issued": _issued_as_json(importing.issued),
        "into": importing.into,
    }


def _import_from(stored: Json) -> Import:
    issued = _issued_from(stored["issued"])
    assert issued is not None, "what is imported was read before"
    return Import(stored["tag"], moment(stored["started_at"]), issued, stored["into"])


def _served_as_json(served: Served) -> Json:
    return {
        "seen": served.seen.value,
        "at": stamp(served.at),
        "serial": served.serial,
        "issuer": served.issuer,
        "not_after": _stamped(served.not_after),
    }


def _served_from(stored: Json) -> Served:
    ends = stored["not_after"]
    return Served(
        Seen(stored["seen"]),
        moment(stored["at"]),
        stored["serial"],
        stored["issuer"],
        None if ends is None else moment(ends),
    )


def _stamped(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)
