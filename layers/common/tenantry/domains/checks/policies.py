"""
What was noticed of a policy (SPF, DKIM, DMARC, CAA), as a finding.
"""

from collections.abc import Iterable, Sequence

from tenantry.domains.checks.scene import Scene, shown
from tenantry.domains.findings import CheckState, Finding, Record, record_at
from tenantry.mail_policy.model import Remark, Severity, ToSet, gravest

REMARKS_SHOWN_MAX = 5

_STATES = {
    None: CheckState.PASSED,
    Severity.WARNING: CheckState.WARNING,
    Severity.MISSING: CheckState.PENDING,
    Severity.WRONG: CheckState.WRONG,
    Severity.UNKNOWN: CheckState.UNKNOWN,
}


def finding(
    scene: Scene,
    remarks: Sequence[Remark],
    *,
    passed: str,
    seen: Iterable[str] = (),
    to_set: Iterable[ToSet | None] = (),
) -> Finding:
    """
    The finding that the gravest of *remarks* makes; its reason is theirs.

    Args:
        passed: The words where nothing was noticed.
        to_set: Records to set; None among them for nothing.
    """
    severity = gravest(remarks)
    records = tuple(
        record_at(scene.root, one.name, one.type, one.value, replaces=shown(one.instead_of))
        for one in to_set
        if one is not None
    )
    if severity is None:
        return Finding(CheckState.PASSED, "right", passed, shown(seen), records)
    decisive = next(remark for remark in remarks if remark.severity is severity)
    reason = decisive.code.partition(".")[2]
    words = " ".join(remark.text for remark in remarks[:REMARKS_SHOWN_MAX])
    return Finding(_STATES[severity], reason, words, shown(seen), records)


def awaits_sender(what: str) -> Finding:
    """
    That our own side comes first: nothing is to be set yet.
    """
    words = (
        f"Our mail service names its {what} soon after the domain is proven; until then nothing is "
        "to be set."
    )
    return Finding(CheckState.PENDING, "awaits_sender", words)


def to_set_of(record: Record, replaces: tuple[str, ...] = ()) -> ToSet:
    """
    A record that a sender wants, as policies are asked for it.
    """
    others = tuple(value for value in replaces if value != record.value)
    return ToSet(record.name, record.type, record.value, others)
