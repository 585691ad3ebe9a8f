"""
What there is to say of a domain's SPF, in words for the partner.
"""

from collections import Counter
from collections.abc import Iterator

from tenantry.mail_policy.model import Remark, Severity
from tenantry.mail_policy.names import canonical, unanswered
from tenantry.mail_policy.spf.check import LOOKUPS_MAX, VOIDS_MAX
from tenantry.mail_policy.spf.records import (
    Directive,
    Fault,
    Kind,
    Modifier,
    SpfRecord,
    mistaken,
)
from tenantry.mail_policy.spf.walk import COSTS_TOLD_MAX, Stumble, Stumbling, Walk

_SHOWN_MAX = 40

_WHERE_IT_TRIPS = {
    Stumble.NONE: "has no SPF record",
    Stumble.SEVERAL: "has several SPF records",
    Stumble.LOOP: "leads back to itself",
}


def remarks(found: Walk, room_for: int) -> Iterator[Remark]:
    """
    All that was noticed on a walk.

    Args:
        room_for: How many look-ups our include costs, with its own.
    """
    if not found.answer.is_clear:
        yield Remark(Severity.UNKNOWN, "spf.unknown", _sentence(unanswered(found.answer)))
        return
    yield from _of_the_record(found)
    yield from _of_our_include(found)
    for number, stumbling in enumerate(found.stumbles):
        if stumbling.term is not None:
            yield _of_stumbling(found, number, stumbling)
    yield from _of_limits(found, room_for)
    for record in found.records:
        yield from _of_terms(record)
    yield from _of_openness(found)


def costs(found: Walk) -> dict[str, int]:
    """
    How many look-ups each term of the domain's own record costs, with all that it leads to.
    """
    return dict(Counter(cost.through for cost in found.costs))


def _of_the_record(found: Walk) -> Iterator[Remark]:
    domain, number = found.domain, len(found.records)
    if number == 0:
        yield _of_absence(found)
    if number > 1:
        text = f"{domain} has {number} SPF records, and must have one: receivers heed none of them."
        yield Remark(Severity.WRONG, "spf.several", text)
    for record in found.records:
        for fault in record.faults:
            yield Remark(Severity.WRONG, "spf.syntax", _of_fault(domain, fault))
    # Without a record it may be a wildcard that leads there, beside which one can well be set.
    if found.answer.chain and number:
        text = (
            f"{domain} is an alias (CNAME) of {found.answer.chain[-1]}: its SPF record is the one"
            " that stands there, and none can be set beside the alias."
        )
        yield Remark(Severity.WARNING, "spf.alias", text)


def _of_absence(found: Walk) -> Remark:
    for value in mistaken(found.answer.values):
        text = (
            f"A TXT record of {found.domain} is meant for SPF and is none: it begins with"
            f" “{value[:_SHOWN_MAX]}”, and has to begin with “v=spf1” and a space,"
            " without quotes."
        )
        return Remark(Severity.WRONG, "spf.nearly", text)
    return Remark(Severity.MISSING, "spf.none", f"{found.domain} has no SPF record yet.")


def _of_fault(domain: str, fault: Fault) -> str:
    meant = f" What is meant is most likely “{fault.repair}”." if fault.repair else ""
    return (
        f"The SPF record of {domain} cannot be read: the term “{fault.text}” at character"
        f" {fault.place + 1} is wrong, since {fault.why}.{meant}"
    )


def _of_our_include(found: Walk) -> Iterator[Remark]:
    if found.reached is not None or len(found.records) != 1:
        return
    # Behind a name that could not be looked up our include may well stand.
    if any(stumbling.hides_more for stumbling in found.stumbles):
        return
    ours = [term.text for term in found.records[0].directives if _names(term, found.include)]
    if ours:
        text = (
            f"The SPF record of {found.domain} names us in “{ours[0]}”, which lets no mail pass:"
            f" “include:{found.include}” has to stand before “all”, without a sign or with “+”."
        )
        yield Remark(Severity.WRONG, "spf.not_passing", text)
        return
    text = f"The SPF record of {found.domain} does not lead to {found.include} yet."
    yield Remark(Severity.MISSING, "spf.not_included", text)


def _names(term: Directive, include: str) -> bool:
    return term.kind is Kind.INCLUDE and canonical(term.text.partition(":")[2]) == include


def _of_stumbling(found: Walk, number: int, stumbling: Stumbling) -> Remark:
    # What comes after our include is met only by the mail of others.
    is_after = found.reached is not None and number >= found.reached.stumbles_before
    behind = f"behind “{stumbling.term}” of {found.domain}"
    if stumbling.kind is Stumble.UNKNOWN:
        assert stumbling.answer is not None, "it was asked for"
        severity = Severity.WARNING if is_after else Severity.UNKNOWN
        return Remark(severity, "spf.unknown", _sentence(unanswered(stumbling.answer), behind))
    severity = Severity.WARNING if is_after else Severity.WRONG
    if stumbling.fault is not None:
        text = f"{_of_fault(stumbling.name, stumbling.fault)} It stands {behind}."
        return Remark(severity, "spf.broken_include", text)
    text = f"{stumbling.name}, {behind}, {_WHERE_IT_TRIPS[stumbling.kind]}."
    return Remark(severity, "spf.broken_include", text)


def _of_limits(found: Walk, room_for: int) -> Iterator[Remark]:
    number = len(found.costs)
    dearest = ", ".join(f"{term} ({cost})" for term, cost in costs(found).items())
    if number > LOOKUPS_MAX:
        told = f"more than {COSTS_TOLD_MAX}" if found.stops_short else f"{number}"
        text = (
            f"Checking the SPF record of {found.domain} takes {told} look-ups, and receivers stop"
            f" after {LOOKUPS_MAX}: {dearest}."
        )
        yield Remark(Severity.WRONG, "spf.too_many_lookups", text)
    elif found.reached is None and number + room_for > LOOKUPS_MAX:
        text = (
            f"The SPF record of {found.domain} takes {number} look-ups of {LOOKUPS_MAX} already,"
            f" and our include takes {room_for} more: {dearest}. Some of them have to go first."
        )
        yield Remark(Severity.WRONG, "spf.no_room", text)
    yield from _of_voids(found)


def _of_voids(found: Walk) -> Iterator[Remark]:
    if not found.voids:
        return
    terms = ", ".join(dict.fromkeys(f"{cost.term} of {cost.domain}" for cost in found.voids))
    if (number := len(found.voids)) > VOIDS_MAX:
        text = (
            f"{number} terms ask for what is not there, and receivers stop after {VOIDS_MAX} such:"
            f" {terms}."
        )
        yield Remark(Severity.WRONG, "spf.too_many_voids", text)
    else:
        text = f"Terms ask for what is not there, and can be left out: {terms}."
        yield Remark(Severity.WARNING, "spf.void", text)


def _of_terms(record: SpfRecord) -> Iterator[Remark]:
    for term in record.terms:
        if isinstance(term, Directive) and term.kind is Kind.PTR:
            text = (
                f"“{term.text}” is slow and unsure, and should no longer be used (RFC 7208, 5.5)."
            )
            yield Remark(Severity.WARNING, "spf.ptr", text)
        if isinstance(term, Modifier) and term.name in Kind:
            meant = term.text.replace("=", ":", 1)
            text = f"“{term.text}” is ignored, since “{term.name}” takes a colon: “{meant}”."
            yield Remark(Severity.WARNING, "spf.ignored", text)


def _of_openness(found: Walk) -> Iterator[Remark]:
    for domain, term in dict.fromkeys(found.opens):
        text = f"“{term}” in the SPF record of {domain} lets everybody send mail as {found.domain}."
        yield Remark(Severity.WRONG, "spf.lets_everybody", text)


def _sentence(*parts: str) -> str:
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
