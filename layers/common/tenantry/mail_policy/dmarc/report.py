"""
What DMARC does for a domain's mail, and the record to set (R-WL-4).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.dns.model import Lookups
from tenantry.mail_policy.dmarc.discovery import Discovery, discover
from tenantry.mail_policy.dmarc.records import (
    KNOWN,
    POLICIES,
    REMOVED,
    DmarcRecord,
    Policy,
    mended,
    mistaken,
    select,
)
from tenantry.mail_policy.model import Remark, Severity, ToSet, gravest, in_order, to_set
from tenantry.mail_policy.names import ask, unanswered

NEW = "v=DMARC1; p=none"
"""What to begin with: it changes nothing for any mail, and lets our mail be told from others'."""

_LAXEST_FIRST = (None, *Policy)


@dataclass(frozen=True, slots=True)
class DmarcReport:
    """
    What stands there, and what should.

    Args:
        name: Where the domain's own record stands.
        records: The DMARC records there; there has to be one.
        found_at: The domain whose record holds; None where none does.
        policy: What holds, test mode counted; None where nothing does.
        organisation: The organisational domain.
        to_set: The record to set; None where the present one does.
    """

    domain: str
    name: str
    records: tuple[str, ...]
    found_at: str | None
    policy: Policy | None
    organisation: str
    remarks: tuple[Remark, ...]
    to_set: ToSet | None

    @property
    def severity(self) -> Severity | None:
        """
        What decides; None or a warning where DMARC holds for the domain.
        """
        return gravest(self.remarks)

    @property
    def holds(self) -> bool:
        """
        Whether there is a policy for the domain, whatever it says.
        """
        return self.severity in {None, Severity.WARNING}


def look(lookups: Lookups, domain: str) -> DmarcReport:
    """
    Look at what DMARC says for mail from *domain*, a root domain; eleven questions at most.
    """
    found = discover(lookups, domain)
    records = select(found.own.values)
    noticed = in_order(_remarks(lookups, found, records))
    return DmarcReport(
        found.domain,
        found.own.name,
        tuple(record.text for record in records),
        None if found.found is None else found.found.domain,
        found.policy,
        found.organisation,
        noticed,
        _to_set(found, records, gravest(noticed)),
    )


def _to_set(
    found: Discovery, records: list[DmarcRecord], severity: Severity | None
) -> ToSet | None:
    if severity in {None, Severity.UNKNOWN}:
        return None
    instead_of = tuple(mistaken(found.own.values)) + tuple(record.text for record in records)
    if not records:
        return ToSet(found.own.name, "TXT", NEW, instead_of)
    # Of several records the laxest: no mail is lost that one of them let through.
    record = min(records, key=lambda it: _LAXEST_FIRST.index(it.applied))
    value = mended(record)
    if severity is Severity.WARNING and record.applied is not None and "p" in record.good:
        return None
    return to_set(found.own.name, "TXT", value, instead_of)


def _remarks(lookups: Lookups, found: Discovery, records: list[DmarcRecord]) -> Iterator[Remark]:
    name = found.own.name
    if len(records) > 1:
        text = f"{name} has {len(records)} DMARC records, and must have one: none of them counts."
        yield Remark(Severity.WRONG, "dmarc.several", text)
    for value in mistaken(found.own.values):
        text = (
            f"A TXT record of {name} is meant for DMARC and is none: it begins with"
            f" “{value[:40]}”, and has to begin with “v=DMARC1;”, in capitals and without quotes."
        )
        severity = Severity.WARNING if records else Severity.WRONG
        yield Remark(severity, "dmarc.nearly", text)
    if found.unknown is not None:
        reason = unanswered(found.unknown)
        yield Remark(Severity.UNKNOWN, "dmarc.unknown", f"{reason[0].upper()}{reason[1:]}.")
    elif found.found is None and not records:
        yield from _of_absence(lookups, found)
    elif found.is_inherited and found.found is not None:
        text = f"{name} has no DMARC record; that of {found.found.domain} holds."
        yield Remark(Severity.WARNING, "dmarc.inherited", text)
    for record in records:
        yield from _of_record(name, record)


def _of_absence(lookups: Lookups, found: Discovery) -> Iterator[Remark]:
    """
    No record: at the places where it is put by mistake there may be one.
    """
    name, domain = found.own.name, found.domain
    for place in (domain, f"{name}.{domain}"):
        if select(ask(lookups, place, "TXT").values):
            text = f"A DMARC record stands at {place}, where nobody looks: it belongs at {name}."
            yield Remark(Severity.WRONG, "dmarc.misplaced", text)
    yield Remark(Severity.MISSING, "dmarc.none", f"{name} has no DMARC record yet.")


def _of_record(name: str, record: DmarcRecord) -> Iterator[Remark]:
    bad = [tag for tag in POLICIES if tag in record.tags.values and tag not in record.good]
    if bad or "p" not in record.tags.values:
        what = f"“{bad[0]}={record.tags.values[bad[0]]}” is no policy" if bad else "“p=” is missing"
        effect = "it counts as “p=none”" if record.applied else "nobody heeds it"
        severity = Severity.WARNING if record.applied else Severity.WRONG
        text = f"In the DMARC record at {name}, {what}: {effect}."
        yield Remark(severity, "dmarc.no_policy", text)
    elif record.applied is Policy.NONE:
        text = f"The DMARC record at {name} only watches (“p=none”): false mail is not held back."
        yield Remark(Severity.WARNING, "dmarc.watching", text)
    if record.is_test and record.applied is not None:
        text = (
            f"The DMARC record at {name} is a test (“t=y”): “p={record.applied}” counts as"
            f" “p={record.applied.tested}”."
        )
        yield Remark(Severity.WARNING, "dmarc.test", text)
    yield from _of_tags(name, record)


def _of_tags(name: str, record: DmarcRecord) -> Iterator[Remark]:
    if record.good.get("aspf") == "s":
        text = (
            f"The DMARC record at {name} wants SPF to be strict (“aspf=s”): mail that leaves"
            " through a subdomain, as ours does, passes by DKIM alone."
        )
        yield Remark(Severity.WARNING, "dmarc.strict_spf", text)
    for tag, value in record.tags.values.items():
        if tag in record.good or tag in POLICIES or tag == "v":
            continue
        why = "is no longer used (RFC 9989)" if tag in REMOVED else "is not known"
        why = "has a value that nobody can read" if tag in KNOWN else why
        text = f"In the DMARC record at {name}, “{tag}={value}” {why}, and is ignored."
        yield Remark(Severity.WARNING, "dmarc.tag", text)
    for part in (*record.tags.odd, *record.tags.repeated):
        text = f"In the DMARC record at {name}, “{part}” is no tag or stands there twice."
        yield Remark(Severity.WARNING, "dmarc.tag", text)
