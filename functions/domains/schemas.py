"""
The bodies of the domain routes.
"""

from typing import Self

from pydantic import Field

from tenantry.clock import stamp
from tenantry.domains import rules
from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.model import Domain, Standing, State
from tenantry.domains.names import TYPED_LENGTH_MAX, shown
from tenantry.http.bodies import AnswerBody, Body
from tenantry.http.dns_records import DnsRecordBody
from tenantry.http.fields import Line
from tenantry.http.route import ListQuery


class ClaimDomain(Body):
    """
    A root domain that a partner wants to use.
    """

    domain: Line = Field(
        max_length=TYPED_LENGTH_MAX,
        description="Such as `example.com`, in letters of any script; not `www.example.com`.",
    )


class ReleaseDomain(Body):
    """
    Why an operator takes a domain away.
    """

    reason: Line = Field(min_length=1, description="The partner reads it.")


class DomainQuery(ListQuery):
    """
    Which domains an operator wants to see.
    """

    state: Standing = Field(
        description=(
            "Each domain stands under one, the gravest: `suspended`, `listed` (on a reputation "
            "list), `contested` (proven, and another account holds it), `unclear` (its DNS could "
            "not be read for three days), or else its own state."
        )
    )


class DomainFindingBody(AnswerBody):
    """
    What a look came to.
    """

    state: CheckState
    reason: str = Field(description="A stable code.")
    words: str
    seen: list[str] = Field(description="What stands in DNS.")
    records: list[DnsRecordBody] = Field(description="What to set.")

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """
        Show a finding.
        """
        return cls(
            state=finding.state,
            reason=finding.reason,
            words=finding.words,
            seen=list(finding.seen),
            records=[DnsRecordBody.of(record) for record in finding.records],
        )


class DomainCheckBody(DomainFindingBody):
    """
    What is known of one thing.
    """

    name: CheckName
    since: str
    checked_at: str
    next_check_at: str
    last_clear: DomainFindingBody | None = Field(
        description="What counts while the latest look is `unknown`; null where nothing does."
    )

    @classmethod
    def of_check(cls, name: CheckName, check: Check) -> Self:
        """
        Show a check.
        """
        is_latest = check.clear == check.latest
        return cls(
            **DomainFindingBody.of(check.latest).model_dump(),
            name=name,
            since=stamp(check.since),
            checked_at=stamp(check.checked_at),
            next_check_at=stamp(check.next_check_at),
            last_clear=None
            if check.clear is None or is_latest
            else DomainFindingBody.of(check.clear),
        )


class DomainBody(AnswerBody):
    """
    A partner's domain, and what its DNS was found to say.
    """

    reseller_id: str
    domain: str = Field(description="As A-labels: this is its name in paths.")
    unicode: str = Field(description="As people write it.")
    state: State
    standing: Standing
    challenge: DnsRecordBody = Field(
        description="The record that proves the claim; leave it there."
    )
    claimed_at: str
    lapses_at: str | None = Field(description="When a claim that is not proven ends.")
    proven_at: str | None
    missing_since: str | None
    suspends_at: str | None = Field(description="In grace: when nothing is served any more.")
    next_check_at: str
    checks: list[DomainCheckBody] = Field(
        description="Empty until the first look, soon after a claim."
    )

    @classmethod
    def of(cls, domain: Domain) -> Self:
        """
        Show a domain.
        """
        is_claimed = domain.state is State.CLAIMED
        suspends_at = rules.suspends_at(domain)
        return cls(
            reseller_id=domain.reseller_id,
            domain=domain.name,
            unicode=shown(domain.name),
            state=domain.state,
            standing=rules.standing(domain),
            challenge=DnsRecordBody.of(domain.challenge),
            claimed_at=stamp(domain.claimed_at),
            lapses_at=stamp(rules.lapses_at(domain)) if is_claimed else None,
            proven_at=None if domain.proven_at is None else stamp(domain.proven_at),
            missing_since=None if domain.missing_since is None else stamp(domain.missing_since),
            suspends_at=None if suspends_at is None else stamp(suspends_at),
            next_check_at=stamp(domain.next_check_at),
            checks=[DomainCheckBody.of_check(name, check) for name, check in domain.checks.items()],
        )
