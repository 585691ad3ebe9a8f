"""
What a domain's SPF record does for our mail, and the record that does it (R-WL-1, R-WL-4).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenantry.dns.model import Lookups
from tenantry.mail_policy.model import Remark, Severity, ToSet, gravest, in_order, to_set
from tenantry.mail_policy.spf.amending import amended
from tenantry.mail_policy.spf.records import mistaken, read
from tenantry.mail_policy.spf.remarks import costs, remarks
from tenantry.mail_policy.spf.walk import Stumble, Walk, walk


@dataclass(frozen=True, slots=True)
class SpfReport:
    """
    What stands there, and what should.

    Args:
        records: The SPF records of the domain; there has to be one.
        route: The terms that lead to our include, first to last; empty where none do.
        lookups: How many terms cost a look-up, of 10; the count goes on to 40.
        costs: How many of them each term of the domain's own record costs, with all behind it.
        voids: The terms that ask for what is not there, of 2 at most.
        unknown: The names that could not be looked up.
        left_out: Terms of the present record that are not in the one to set.
        to_set: The record to set; None where the present one needs nothing that we could put right.
    """

    domain: str
    include: str
    records: tuple[str, ...]
    route: tuple[str, ...]
    lookups: int
    costs: tuple[tuple[str, int], ...]
    voids: tuple[str, ...]
    unknown: tuple[str, ...]
    remarks: tuple[Remark, ...]
    left_out: tuple[str, ...]
    to_set: ToSet | None

    @property
    def severity(self) -> Severity | None:
        """
        What decides; None or a warning where our mail passes.
        """
        return gravest(self.remarks)

    @property
    def lets_us_send(self) -> bool:
        """
        Whether our mail passes.
        """
        return self.severity in {None, Severity.WARNING}


def look(lookups: Lookups, domain: str, include: str) -> SpfReport:
    """
    Look at the SPF record of *domain*, which should lead to *include*; 82 questions at most.

    Args:
        domain: A root domain, or the MAIL FROM subdomain.
        include: The name that our senders stand behind, such as `amazonses.com`.
    """
    found = walk(lookups, domain, include)
    noticed = in_order(remarks(found, _room_for(lookups, found)))
    wanted, left_out = _to_set(found, noticed)
    return SpfReport(
        found.domain,
        found.include,
        tuple(record.text for record in found.records),
        found.reached.route if found.reached else (),
        len(found.costs),
        tuple(costs(found).items()),
        tuple(f"{cost.term} of {cost.domain}" for cost in found.voids),
        _unknown(found),
        noticed,
        left_out,
        wanted,
    )


def _room_for(lookups: Lookups, found: Walk) -> int:
    """
    How many look-ups our include costs where it is not there yet: itself, and what it leads to.
    """
    if found.reached is not None or not found.answer.is_clear:
        return 0
    return 1 + len(walk(lookups, found.include, found.include).costs)


def _to_set(found: Walk, noticed: Sequence[Remark]) -> tuple[ToSet | None, tuple[str, ...]]:
    # What is not known cannot be amended, only overwritten; what is full first has to be emptied.
    is_open = gravest(noticed) in {Severity.WRONG, Severity.MISSING} and found.answer.is_clear
    if not is_open or any(remark.code == "spf.no_room" for remark in noticed):
        return None, ()
    is_hidden = any(stumbling.hides_more for stumbling in found.stumbles)
    adds = found.reached is None and not is_hidden
    records, present = found.records, tuple(record.text for record in found.records)
    if not records:
        meant = mistaken(found.answer.values)
        records, present = tuple(read(text) for text in meant.values()), tuple(meant)
    new = amended(records, found.domain, found.include, adds=adds)
    if not adds and len(present) == 1 and _terms(present[0]) == _terms(new.value):
        return None, ()
    return to_set(found.domain, "TXT", new.value, present), new.left_out


def _terms(text: str) -> list[str]:
    return sorted(text.lower().split())


def _unknown(found: Walk) -> tuple[str, ...]:
    names = (it.name for it in found.stumbles if it.kind is Stumble.UNKNOWN)
    return tuple(dict.fromkeys(names))
