"""
What looking at a domain costs: all checks of one pass, at servers that answer after 50 ms or never.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from benchmarks.figures import Figure, median
from benchmarks.names import ANSWER_SECONDS, EDGE, PARTNER, SERVERS, internet, lookups_at
from infra.local.dns.server import NameServer
from infra.local.dns.starting import DKIM_KEY
from tenantry.dns.model import Answer, Lookups, Question
from tenantry.domains.checks.every import EVERY, first_questions
from tenantry.domains.checks.scene import Platform, Scene
from tenantry.domains.findings import CheckState, record_at
from tenantry.domains.following import Wanted
from tenantry.domains.model import Domain, State
from tenantry.ids import TenantId

RUNS = 3
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
DOMAIN = Domain(
    reseller_id=TenantId("ten_PARTNER"),
    name=PARTNER,
    token="a token",  # noqa: S106 - as `names.RECORDS` has it
    claimed_at=NOW,
    eager_from=NOW,
    next_check_at=NOW,
    state=State.PROVEN,
)
KEYS = tuple(f"key{place}" for place in range(3))
WANTED = Wanted(
    dkim=tuple(
        record_at(PARTNER, f"{key}._domainkey.{PARTNER}", "CNAME", f"{key}.dkim.amazonses.com")
        for key in KEYS
    ),
    mail_from=(
        record_at(PARTNER, f"bounce.{PARTNER}", "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
        record_at(PARTNER, f"bounce.{PARTNER}", "TXT", "v=spf1 include:amazonses.com ~all"),
    ),
    hosts=(f"portal.{PARTNER}", f"shop.{PARTNER}"),
)
PUBLISHED = {f"{key}.dkim.amazonses.com": {"TXT": f"v=DKIM1; k=rsa; p={DKIM_KEY}"} for key in KEYS}
RIGHT = {CheckState.PASSED, CheckState.WARNING, CheckState.NOT_TESTED}
CONDITIONS = (
    f"all checks of one pass, two hosts in use, no reputation list; each answer after "
    f"{ANSWER_SECONDS * 1000:.0f} ms"
)


@dataclass(frozen=True)
class Case:
    """
    What a domain's DNS is like.

    Args:
        dead: Of its two name servers those that never answer.
        is_set: Whether its records stand as they should.
    """

    name: str
    dead: Sequence[str] = ()
    is_set: bool = True


CASES = (
    Case("all right"),
    Case("nothing set yet", is_set=False),
    Case("one of two servers dead", dead=SERVERS[:1]),
    Case("both servers dead", dead=SERVERS),
)


@dataclass
class Noting:
    """
    Look-ups that note what is asked, each question once.
    """

    lookups: Lookups
    asked: dict[Question, None] = field(default_factory=dict)

    @property
    def queries(self) -> int:
        """
        How many messages were sent so far.
        """
        return self.lookups.queries

    def ask(self, name: str, type_: str) -> Answer:
        """
        Ask one question.
        """
        return self.ask_all([(name, type_)])[0]

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        """
        Ask several at the same time.
        """
        self.asked |= dict.fromkeys(questions)
        return self.lookups.ask_all(questions)


def figures() -> Iterator[Figure]:
    """
    Messages and time of a pass, beside the same questions asked one after the other.
    """
    for case in CASES:
        with internet(case.dead) as server:
            _set(server, case)
            yield from _of(server, case)


def _set(server: NameServer, case: Case) -> None:
    server.zones.load(PUBLISHED)
    if case.is_set:
        return
    server.zones.drop(PARTNER)
    server.zones.zone(PARTNER, SERVERS)
    server.zones.set(PARTNER, "MX", f"10 mail.{PARTNER}")


def _of(server: NameServer, case: Case) -> Iterator[Figure]:
    runs = 1 if case.dead else RUNS
    passes = [_timed(server, _pass) for _ in range(runs)]
    _, noted, states = passes[0]
    _check(case, states)
    questions = list(noted.asked)
    in_turn = [_timed(server, _in_turn(questions)) for _ in range(runs)]
    told = f"{CONDITIONS}; {len(questions)} different questions; median of {runs}"
    name = f"domain check, {case.name}"
    yield Figure(f"{name}, messages", noted.queries, "messages", told)
    yield Figure(f"{name}, time", _ms(passes), "ms", told)
    told = f"the baseline: the same {len(questions)} questions one after the other; {told}"
    yield Figure(f"{name}, messages in turn", in_turn[0][1].queries, "messages", told)
    yield Figure(f"{name}, time in turn", _ms(in_turn), "ms", told)


type Looks = Mapping[str, CheckState]
type Run = tuple[float, Noting, Looks]


def _timed(server: NameServer, look: Callable[[Lookups], Looks]) -> Run:
    noting = Noting(lookups_at(server))
    began = time.perf_counter()
    states = look(noting)
    return time.perf_counter() - began, noting, states


def _pass(lookups: Lookups) -> Looks:
    """
    As `tenantry.domains.passing` looks: what most checks ask anyway at once, then each check.
    """
    scene = Scene(DOMAIN, lookups, Platform(edge_host=EDGE), WANTED, entropy=b"benchmark")
    lookups.ask_all(first_questions(scene))
    return {name: look(scene).state for name, look in EVERY.items()}


def _in_turn(questions: Sequence[Question]) -> Callable[[Lookups], Looks]:
    def look(lookups: Lookups) -> Looks:
        for name, type_ in questions:
            lookups.ask(name, type_)
        return {}

    return look


def _check(case: Case, states: Looks) -> None:
    """
    A pass that came to something else would measure something else.
    """
    found = set(states.values())
    if len(case.dead) == len(SERVERS):
        assert found <= {CheckState.UNKNOWN, CheckState.NOT_TESTED}, states
    elif case.is_set:
        assert found <= RIGHT, states
    else:
        assert CheckState.PENDING in found, states
        assert not found & {CheckState.UNKNOWN, CheckState.WRONG}, states


def _ms(runs: Sequence[Run]) -> float:
    return round(median([seconds for seconds, _, _ in runs]) * 1000)
