"""
Which DMARC record holds for a domain: the tree walk (RFC 9989, section 4.10).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tenantry.dns.model import Answer, Lookups, Outcome
from tenantry.mail_policy.dmarc.records import LABEL, DmarcRecord, Policy, select
from tenantry.mail_policy.names import ask, canonical, is_askable, upwards

QUERIES_MAX = 8
"""How many names a walk asks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    A record, and the domain for which it stands there.
    """

    domain: str
    record: DmarcRecord


@dataclass(frozen=True, slots=True)
class Discovery:
    """
    What a tree walk comes to.

    Args:
        domain: From where it went up.
        answers: What was answered, from *domain* upwards.
        found: The record that holds; None where there is none, or where it is not known.
        organisation: The organisational domain: the highest that is under the same rule.
        policy: What holds for *domain*, test mode counted; None where nothing does.
        unknown: The first answer that decides and is not clear.
    """

    domain: str
    answers: tuple[Answer, ...]
    found: Found | None
    organisation: str
    policy: Policy | None
    unknown: Answer | None

    @property
    def own(self) -> Answer:
        """
        What stands at the domain's own name.
        """
        return self.answers[0]

    @property
    def is_inherited(self) -> bool:
        """
        Whether the record stands above the domain.
        """
        return self.found is not None and self.found.domain != self.domain


def discover(lookups: Lookups, domain: str) -> Discovery:
    """
    Find the record that holds for mail from *domain*; it asks for nine names at most.
    """
    domain = canonical(domain)
    names = [name for name in stations(domain) if is_askable(f"{LABEL}.{name}")]
    answers = lookups.ask_all([(f"{LABEL}.{name}", "TXT") for name in names])
    if not answers:
        answers, names = [Answer(f"{LABEL}.{domain}", "TXT", Outcome.NO_NAME)], [domain]
    walked = _walked(zip(names, answers, strict=True))
    organisation = _organisation(domain, walked)
    found = _holding(domain, organisation, walked)
    unknown = next((answer for answer in answers if not answer.is_clear), None)
    if found is not None and found.domain == domain:
        unknown = None
    if unknown is not None:
        return Discovery(domain, tuple(answers), None, organisation, None, unknown)
    policy = None if found is None else _policy(lookups, domain, found)
    return Discovery(domain, tuple(answers), found, organisation, policy, None)


def stations(domain: str) -> list[str]:
    """
    The domains that a walk asks for: of a long name the upper seven labels (4.10, step 4).

    Example:
        >>> stations("a.b.c.d.e.f.mail.example.com")[:2]
        ['a.b.c.d.e.f.mail.example.com', 'c.d.e.f.mail.example.com']
    """
    names = upwards(domain)
    return [domain, *names[1:][-(QUERIES_MAX - 1) :]]


def _walked(answered: Iterable[tuple[str, Answer]]) -> list[Found]:
    """
    The records on the way up, until one says that it is, or is below, a public suffix.
    """
    walked = []
    for name, answer in answered:
        records = select(answer.values)
        # Several records at one name are none.
        if len(records) == 1:
            walked.append(Found(name, records[0]))
            if records[0].psd != "u":
                break
    return walked


def _organisation(domain: str, walked: list[Found]) -> str:
    """
    The organisational domain (4.10.2).
    """
    if not walked:
        return domain
    last = walked[-1]
    if last.record.psd == "y":
        # One label below the suffix; where the walk began at one, that is the suffix itself.
        below = len(last.domain.split(".")) + 1
        return ".".join(domain.split(".")[-below:])
    return last.domain


def _holding(domain: str, organisation: str, walked: list[Found]) -> Found | None:
    """
    The domain's own record, or its organisation's, or its public suffix's (4.10.1).
    """
    by_domain = {found.domain: found for found in walked}
    suffix = next((found for found in walked if found.record.psd == "y"), None)
    return by_domain.get(domain) or by_domain.get(organisation) or suffix


def _policy(lookups: Lookups, domain: str, found: Found) -> Policy | None:
    record = found.record
    if found.domain == domain:
        policy = record.applied
    else:
        # Only NXDOMAIN says that a name is not there (3.2.13), and only `np` wants to know.
        absent = "np" in record.good and ask(lookups, domain, "A").outcome is Outcome.NO_NAME
        policy = record.below(is_there=not absent)
    return policy.tested if policy is not None and record.is_test else policy
