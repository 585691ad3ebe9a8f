"""
Claims, passes and releases as racers give them: each in a process of its own, on one table.
"""

from dataclasses import dataclass
from datetime import datetime

from tenantry import events
from tenantry.domains import commands, store
from tenantry.domains.model import CHALLENGE, GRACE, Domain
from tenantry.ids import TenantId
from tenantry.reads import get
from tests.acting import DAY, NOON, an_act
from tests.builders import a_form, make_reseller, refusal_of
from tests.claiming import claimed, passed, proof

LATER = NOON + DAY
MUCH_LATER = LATER + 20 * DAY

OWN = {
    "TENANTRY_BASE_URL": "https://partners.example.com",
    "TENANTRY_MAIL_FROM": "no-reply@example.com",
}
"""What a claim asks the settings for."""


@dataclass(frozen=True, slots=True)
class Claims:
    """
    One name, claimed by two partners.
    """

    first: Domain
    second: Domain


@dataclass(frozen=True, slots=True)
class CameOut:
    """
    What a race over a name came to.

    Args:
        states: Of the partners' claims, in their order; None where there is none any more.
        held_by: Whose claim the marker names; None where nobody has the domain.
        proofs: How often a partner was told that the domain is its own.
        counted: How many domains each partner has by its count.
    """

    states: tuple[str | None, str | None]
    held_by: TenantId | None
    proofs: int
    counted: tuple[int, int]


def start_claims(race: str, count: int) -> list[Claims]:
    """
    Names, each claimed by two partners that claim nothing else.
    """
    made = []
    for number in range(count):
        name = f"{race}-{number}.example"
        first = make_reseller(a_form(f"first-{race}-{number}", email=f"first@{name}"))
        second = make_reseller(a_form(f"second-{race}-{number}", email=f"second@{name}"))
        made.append(Claims(claimed(first.id, name), claimed(second.id, name)))
    return made


def suspend_first(claims: Claims) -> Claims:
    """
    Let the first partner prove the name, and lose the record for a week.
    """
    passed(claims.first, proof(claims.first), LATER)
    passed(claims.first, {}, LATER + DAY)
    passed(claims.first, {}, LATER + DAY + GRACE)
    return claims


def look(domain: Domain, claims: Claims, now: datetime) -> str | None:
    """
    A pass over one claim, while DNS shows the tokens of both; the code with which it was refused.
    """
    tokens = [claims.first.token, claims.second.token]
    both = {f"{CHALLENGE}.{domain.name}": {"TXT": tokens}}
    return refusal_of(lambda: passed(domain, both, now))


def look_in_vain(domain: Domain, now: datetime) -> str | None:
    """
    A pass over a claim, while DNS shows nothing.
    """
    return refusal_of(lambda: passed(domain, {}, now))


def release(domain: Domain) -> str | None:
    """
    Its partner gives it up.
    """
    act = an_act(now=MUCH_LATER)
    return refusal_of(lambda: commands.release(domain.reseller_id, domain.name, act, joins=[]))


def came_out(claims: Claims) -> CameOut:
    """
    What the table has now.
    """
    pair = (claims.first, claims.second)
    found = [store.get_domain(one.reseller_id, one.name) for one in pair]
    holder = store.get_holder(claims.first.name)
    told = [
        event.kind for one in pair for _, event in events.of_workspace(one.reseller_id, None, 100)
    ]
    first, second = (None if one is None else one.state.value for one in found)
    return CameOut(
        (first, second),
        None if holder is None or holder.is_reserved else holder.reseller_id,
        told.count("domain.proven"),
        (counted(claims.first), counted(claims.second)),
    )


def counted(claim: Domain) -> int:
    """
    How many domains its partner has, by the count.
    """
    item = get(store.DomainCountItem, store.count_key(claim.reseller_id))
    return 0 if item is None else int(item.used)
