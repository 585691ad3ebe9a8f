"""
A domain that a partner claims, what its DNS was found to say, and who holds it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tenantry.domains.findings import CheckName, Checks, CheckState, Record, record_at
from tenantry.errors import NotFound, RuleBroken
from tenantry.ids import TenantId

CHALLENGE = "_tenantry-challenge"
"""The label below which a claim's token is looked for."""

CLAIM_LIVES = timedelta(days=30)
"""How long a claim may stay without its proof; from that instant on it lapses."""

GRACE = timedelta(days=7)
"""How long everything goes on after the record of a proven domain was found missing."""

LAST_DAY = timedelta(days=1)
"""So long before a domain is suspended its partner is told once more."""

UNCLEAR_TOLD_AFTER = timedelta(days=3)
"""When a partner is told that we cannot look: DNS trouble moves nothing, however long it lasts."""

DOMAINS_MAX = 5
"""How many domains a partner may have claimed at once."""


class State(StrEnum):
    """
    Whether a domain is its partner's.

    What follows a domain serves in `proven` and `grace`, keeps and serves nothing in `suspended`,
    and holds nothing outside in `claimed` and `released`.
    """

    CLAIMED = "claimed"
    """Asked for, and not proven: anybody may, and it blocks nobody."""
    PROVEN = "proven"
    GRACE = "grace"
    """Its record is missing for less than a week; everything goes on."""
    SUSPENDED = "suspended"
    """Its record was missing for a week; another account that proves the domain gets it."""
    RELEASED = "released"
    """Given up, lapsed or lost; its item goes as soon as all that followed it has let go."""


SERVED = frozenset({State.PROVEN, State.GRACE})
HELD = frozenset({State.PROVEN, State.GRACE, State.SUSPENDED})


class Ending(StrEnum):
    """
    Why a domain is its partner's no longer.
    """

    RELEASED = "released"
    LAPSED = "lapsed"
    LOST = "lost"
    """Another account proved it while it was suspended here."""


class Notice(StrEnum):
    """
    What a partner is told once, as long as its record is not clearly there again.
    """

    MISSING = "missing"
    LAST_DAY = "last_day"
    """The domain is suspended tomorrow."""
    UNCLEAR = "unclear"
    """We could not look for three days."""


class Standing(StrEnum):
    """
    What operators list domains by: the state, or what is graver about it.
    """

    CLAIMED = "claimed"
    CONTESTED = "contested"
    """Its record is right, and another account holds it."""
    PROVEN = "proven"
    GRACE = "grace"
    LISTED = "listed"
    """A reputation list has it, and it is not suspended."""
    UNCLEAR = "unclear"
    """Proven, and its DNS has given no clear answer for three days."""
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Domain:
    """
    A partner's claim to a root domain, and what became of it.

    Args:
        name: The root domain as A-labels: lower case, without a final dot.
        token: What the TXT record must say: new for each claim, so that the record of an earlier
            one, or of another account, proves nothing.
        proven_at: When it was proven first, with this token.
        missing_since: When the record was first found missing, in grace and suspended.
        suspended_at: When it was suspended.
        unclear_since: Since when DNS has given no clear answer about the record.
        notices: What the partner was told since the record was last clearly there.
        eager_from: From when on looks are frequent: the claim, a move, or the partner's request.
        next_check_at: When the next pass is due.
        ending: Why it is released.
        is_behind: Whether something may not have followed its last move.
        version: Grows by one with every change; a write names the version that it read.
    """

    reseller_id: TenantId
    name: str
    token: str
    claimed_at: datetime
    eager_from: datetime
    next_check_at: datetime
    state: State = State.CLAIMED
    checks: Checks = field(default_factory=dict)
    proven_at: datetime | None = None
    missing_since: datetime | None = None
    suspended_at: datetime | None = None
    unclear_since: datetime | None = None
    notices: frozenset[Notice] = frozenset()
    ending: Ending | None = None
    is_behind: bool = False
    version: int = 1

    @property
    def challenge(self) -> Record:
        """
        The record that proves this claim.
        """
        return record_at(self.name, f"{CHALLENGE}.{self.name}", "TXT", self.token)

    @property
    def is_served(self) -> bool:
        """
        Whether hosts under it show the partner's brand, and mail may leave from it.
        """
        return self.state in SERVED

    @property
    def is_holder(self) -> bool:
        """
        Whether the marker of the domain is this partner's.
        """
        return self.state in HELD

    def standing_of(self, name: CheckName) -> CheckState:
        """
        The last clear state of one check; `unknown` where nothing is known yet.
        """
        check = self.checks.get(name)
        return CheckState.UNKNOWN if check is None else check.standing

    def has_passed(self, name: CheckName) -> bool:
        """
        Whether a check's last clear state lets go on: passed, or with a warning.
        """
        return self.standing_of(name) in {CheckState.PASSED, CheckState.WARNING}


@dataclass(frozen=True, slots=True)
class Holder:
    """
    Whose a domain is: there is at most one for each name.

    Args:
        claimed_at: Of the claim that proved it.
        is_reserved: It was released: nobody holds it, and the next one needs a proof of its own.
    """

    name: str
    reseller_id: TenantId
    claimed_at: datetime
    is_reserved: bool = False


class DomainNotFound(NotFound):
    """
    The partner has claimed no such domain.
    """

    code = "domain.not_found"


class TooManyDomains(RuleBroken):
    """
    A partner may have claimed so many domains at once (`most`); one of them must be released first.
    """

    code = "domain.too_many"


class DomainNotHeld(RuleBroken):
    """
    The partner does not hold the domain (any more): it is not proven, suspended, or released.
    """

    code = "domain.not_held"
