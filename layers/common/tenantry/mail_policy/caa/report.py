"""
Whether an authority may certify a domain, and the record that lets it (R-WL-2).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.dns.model import Answer, Lookups, Outcome
from tenantry.mail_policy.caa.records import (
    ISSUE,
    ISSUE_WILD,
    Property,
    deciding,
    may_issue,
    not_understood,
    read,
)
from tenantry.mail_policy.model import Remark, Severity, ToSet, gravest, in_order
from tenantry.mail_policy.names import canonical, is_askable, unanswered, upwards


@dataclass(frozen=True, slots=True)
class Authority:
    """
    Who certifies.

    Args:
        name: As a record that is to be set should call it.
        names: All that records may call it; one of them is enough.
    """

    name: str
    names: frozenset[str]


AMAZON = Authority(
    "amazon.com",
    frozenset({"amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"}),
)


@dataclass(frozen=True, slots=True)
class Permission:
    """
    Who may issue for a name.

    Args:
        name: As certificates say it: `*.example.com` is a wildcard.
        found_at: The name with the records that decide; None where nothing limits anybody.
        chain: The aliases behind *found_at*: then the records are those of the last of them.
        issuers: The authorities that may issue; None for all.
        unknown: The answer that could not be had, where it decides.
    """

    name: str
    found_at: str | None = None
    chain: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    unknown: Answer | None = None

    @property
    def is_wildcard(self) -> bool:
        """
        Whether it is about all names of one label more.
        """
        return self.name.startswith("*.")

    @property
    def issuers(self) -> frozenset[str] | None:
        """
        The authorities that may issue; None for all.
        """
        rules = deciding(self.properties, is_wildcard=self.is_wildcard)
        if not_understood(self.properties):
            return frozenset()
        return frozenset(rule.issuer for rule in rules if rule.issuer) if rules else None

    def lets(self, authority: Authority) -> bool | None:
        """
        Whether the authority may issue; None where that is not known.
        """
        if self.unknown is not None:
            return None
        return may_issue(self.properties, authority.names, is_wildcard=self.is_wildcard)


@dataclass(frozen=True, slots=True)
class CaaReport:
    """
    What stands there, and what should.

    Args:
        permissions: Of the domain, and of its wildcard.
        to_set: The records to add; none where nothing needs to be added.
    """

    domain: str
    permissions: tuple[Permission, ...]
    remarks: tuple[Remark, ...]
    to_set: tuple[ToSet, ...]

    @property
    def severity(self) -> Severity | None:
        """
        What decides; None or a warning where the authority may issue.
        """
        return gravest(self.remarks)


def permission(lookups: Lookups, name: str) -> Permission:
    """
    Climb from *name* upwards: the first CAA records decide (RFC 8659, section 3).

    It asks for each label once. An alias has the records of what it leads to, and only these: the
    names above that are not climbed.

    Args:
        name: A host, or `*.example.com`, whose climb begins at `example.com`.
    """
    name = canonical(name)
    steps = [step for step in upwards(name.removeprefix("*.")) if is_askable(step)]
    for answer in lookups.ask_all([(step, "CAA") for step in steps]):
        if not answer.is_clear:
            return Permission(name, unknown=answer)
        if answer.outcome is Outcome.FOUND:
            return Permission(name, answer.name, answer.chain, read(answer.values))
    return Permission(name)


def look(lookups: Lookups, domain: str, authority: Authority = AMAZON) -> CaaReport:
    """
    Whether *authority* may certify *domain* and `*.` before it.
    """
    domain = canonical(domain)
    permissions = permission(lookups, domain), permission(lookups, f"*.{domain}")
    remarks = in_order(remark for it in permissions for remark in _remarks(it, authority))
    to_set = dict.fromkeys(it for found in permissions for it in _to_set(domain, found, authority))
    return CaaReport(domain, permissions, remarks, tuple(to_set))


def _remarks(found: Permission, authority: Authority) -> Iterator[Remark]:
    if found.unknown is not None:
        reason = unanswered(found.unknown)
        yield Remark(Severity.UNKNOWN, "caa.unknown", f"{reason[0].upper()}{reason[1:]}.")
        return
    where = f"The CAA records at {found.found_at}"
    if found.chain:
        where += f" (an alias of {found.chain[-1]}, which they stand at)"
    for rule in not_understood(found.properties):
        text = f"{where} have the critical tag “{rule.tag}”: who does not know it may not issue."
        yield Remark(Severity.WRONG, "caa.critical", text)
        return
    rules = deciding(found.properties, is_wildcard=found.is_wildcard)
    if not found.lets(authority):
        others = ", ".join(sorted(found.issuers or ())) or "nobody"
        text = f"{where} let {others} certify {found.name}, and not {authority.name}."
        code = "caa.wildcard_forbidden" if rules[0].tag == ISSUE_WILD else "caa.forbidden"
        yield Remark(Severity.WRONG, code, text)
        return
    ours = [rule for rule in rules if rule.issuer in authority.names]
    if ours and all(rule.conditions for rule in ours):
        text = (
            f"{where} let {authority.name} certify {found.name} only with “{ours[0].conditions}”."
        )
        yield Remark(Severity.WARNING, "caa.conditions", text)


def _to_set(domain: str, found: Permission, authority: Authority) -> Iterator[ToSet]:
    if found.unknown is not None or found.lets(authority) or not_understood(found.properties):
        return
    # Records of the domain's own take the place of those above it, and all of these at once.
    is_own = found.found_at == domain
    rules = deciding(found.properties, is_wildcard=found.is_wildcard)
    tag = ISSUE_WILD if is_own and rules[0].tag == ISSUE_WILD else ISSUE
    yield ToSet(domain, "CAA", f'0 {tag} "{authority.name}"')
