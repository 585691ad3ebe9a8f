"""
All that an SPF record leads to, whoever sends: what it costs, what it reaches, what it trips over.

A check (`check.check_host`) ends at the first match. This walk goes on to the end, as a check does
of somebody whom no term matches, and also where the limits of RFC 7208 would have stopped it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tenantry.dns.model import Answer, Lookups, Outcome, Question
from tenantry.mail_policy.names import ask, canonical, is_askable
from tenantry.mail_policy.spf.macros import Text, expand_name, letters_in
from tenantry.mail_policy.spf.records import (
    ASKING,
    Directive,
    Fault,
    Kind,
    SpfRecord,
    read,
    select,
)

COSTS_TOLD_MAX = 40
"""Where the walk ends: nobody needs to know by how much more the limit of 10 is missed."""

QUESTIONS_MAX = 40
"""How many names it asks for, besides the domain's own."""

_KNOWN_LETTERS = {"d", "o"}
"""Macros whose value is known without a mail."""

_ASKS_FOR = {Kind.A: "A", Kind.EXISTS: "A", Kind.MX: "MX"}
"""What a term asks for that may not be there. Hosts are asked for as a sender with IPv4 does."""


class Stumble(StrEnum):
    """
    What a check trips over at a name.
    """

    UNKNOWN = "unknown"
    """It cannot be looked up."""
    NONE = "none"
    """It has no SPF record."""
    SEVERAL = "several"
    """It has more than one."""
    FAULTY = "faulty"
    """Its record has a term that is none."""
    LOOP = "loop"
    """Its record is read already."""


@dataclass(frozen=True, slots=True)
class Stumbling:
    """
    Something a check trips over.

    Args:
        name: Where.
        term: The term of the domain's own record that led there; None for that record itself.
        answer: What was answered there; None where nobody was asked.
        fault: The first term that is none.
    """

    kind: Stumble
    name: str
    term: str | None
    answer: Answer | None = None
    fault: Fault | None = None

    @property
    def hides_more(self) -> bool:
        """
        Whether there may be a record that could not be looked up.
        """
        is_unknown = self.kind is Stumble.UNKNOWN
        return is_unknown and self.answer is not None and self.answer.type == "TXT"


@dataclass(frozen=True, slots=True)
class Cost:
    """
    A term that costs a look-up.

    Args:
        term: As it stands in the record of *domain*.
        through: The term of the first record that leads there; *term* itself in that record.
    """

    term: str
    domain: str
    through: str


@dataclass(frozen=True, slots=True)
class Reached:
    """
    How mail of ours passes.

    Args:
        route: The terms that lead there, first to last.
        stumbles_before: How many stumbles a check meets before.
    """

    route: tuple[str, ...]
    stumbles_before: int


@dataclass(slots=True)
class Walk:
    """
    What a walk has found; `walk` makes it.

    Args:
        domain: Whose record is read.
        include: The name that must be reached, by `include:` or `redirect=`.
        answer: The TXT records of *domain*.
        records: The SPF records among them.
        costs: Terms that cost a look-up, in the order in which they are met.
        voids: Those of them that ask for what is not there.
        opens: Terms that let everybody send, each after the name of its domain.
        stops_short: Whether there is more than was walked.
    """

    domain: str
    include: str
    answer: Answer
    records: tuple[SpfRecord, ...] = ()
    costs: list[Cost] = field(default_factory=list)
    voids: list[Cost] = field(default_factory=list)
    stumbles: list[Stumbling] = field(default_factory=list)
    opens: list[tuple[str, str]] = field(default_factory=list)
    reached: Reached | None = None
    stops_short: bool = False


def walk(lookups: Lookups, domain: str, include: str) -> Walk:
    """
    Walk the SPF record of *domain*, looking for *include*.

    Args:
        include: The name that our senders stand behind.
    """
    domain, include = canonical(domain), canonical(include)
    found = Walk(domain, include, ask(lookups, domain, "TXT"))
    found.records = tuple(read(text) for text in select(found.answer.values))
    _Walker(lookups, found).follow(_Step(domain, found.answer))
    return found


def static_name(target: Text | None, domain: str, origin: str) -> str | None:
    """
    The name of a term in *domain*'s record, reached from *origin*; None where it depends on a mail.
    """
    if target is None:
        return domain
    if letters_in(target) - _KNOWN_LETTERS:
        return None
    return canonical(expand_name(target, {"d": domain, "o": origin}.__getitem__))


@dataclass(frozen=True, slots=True)
class _Step:
    """
    A record that is read: where, on which way, and whether a match there lets mail pass.
    """

    name: str
    answer: Answer
    route: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    passes: bool = True

    @property
    def through(self) -> str | None:
        return self.route[0] if self.route else None


@dataclass(frozen=True, slots=True)
class _Way:
    """
    What a term that costs a look-up leads to: a name of which something is asked, if it is known.
    """

    text: str
    kind: Kind | None
    name: str | None
    passes: bool

    @property
    def leads_on(self) -> bool:
        return self.kind in {None, Kind.INCLUDE}

    @property
    def question(self) -> Question | None:
        type_ = "TXT" if self.leads_on else _ASKS_FOR.get(self.kind or Kind.ALL)
        if self.name is None or type_ is None or not is_askable(self.name):
            return None
        return self.name, type_


@dataclass(slots=True)
class _Walker:
    lookups: Lookups
    found: Walk
    answers: dict[Question, Answer] = field(default_factory=dict)

    def follow(self, step: _Step) -> None:
        record = self._record(step)
        if record is None:
            return
        ways = list(self._ways(record, step))
        self._ask(way.question for way in ways[:COSTS_TOLD_MAX])
        for way in ways:
            if len(self.found.costs) >= COSTS_TOLD_MAX:
                self.found.stops_short = True
                return
            self._take(way, step)

    def _ask(self, questions: Iterable[Question | None]) -> None:
        """
        All of one record at once: the walk takes as long as it is deep, and not as it is wide.
        """
        new = dict.fromkeys(it for it in questions if it and it not in self.answers)
        asked = list(new)[: QUESTIONS_MAX - len(self.answers)]
        self.answers |= dict(zip(asked, self.lookups.ask_all(asked), strict=True))

    def _record(self, step: _Step) -> SpfRecord | None:
        records = [read(text) for text in select(step.answer.values)]
        if not step.answer.is_clear:
            self._stumble(Stumble.UNKNOWN, step)
        elif len(records) != 1:
            self._stumble(Stumble.SEVERAL if records else Stumble.NONE, step)
        if len(records) != 1:
            return None
        if faults := records[0].faults:
            self._stumble(Stumble.FAULTY, step, faults[0])
        return records[0]

    def _stumble(self, kind: Stumble, step: _Step, fault: Fault | None = None) -> None:
        self.found.stumbles.append(Stumbling(kind, step.name, step.through, step.answer, fault))

    def _ways(self, record: SpfRecord, step: _Step) -> Iterator[_Way]:
        """
        The terms that cost a look-up, up to `all`.
        """
        for directive in record.directives:
            passes = step.passes and directive.qualifier == "+"
            if passes and _lets_everybody(directive):
                self.found.opens.append((step.name, directive.text))
            if directive.kind is Kind.ALL:
                return
            if directive.kind in ASKING:
                name = static_name(directive.target, step.name, self.found.domain)
                yield _Way(directive.text, directive.kind, name, passes)
        if redirect := record.modifier("redirect"):
            name = static_name(redirect.target, step.name, self.found.domain)
            yield _Way(redirect.text, None, name, step.passes)

    def _take(self, way: _Way, step: _Step) -> None:
        cost = Cost(way.text, step.name, step.through or way.text)
        self.found.costs.append(cost)
        if way.name is None or way.kind is Kind.PTR:
            return
        # What cannot be asked for is not there.
        answer = Answer(way.name, "TXT", Outcome.NO_NAME)
        if question := way.question:
            if question not in self.answers:
                self.found.stops_short = True
                return
            answer = self.answers[question]
        if way.leads_on:
            self._lead_on(way, step, answer)
        elif question:
            self._look(cost, answer)

    def _lead_on(self, way: _Way, step: _Step, answer: Answer) -> None:
        name, route, names = answer.name, (*step.route, way.text), (*step.names, step.name)
        if way.passes and name == self.found.include and self.found.reached is None:
            self.found.reached = Reached(route, len(self.found.stumbles))
        if name in names:
            self.found.stumbles.append(Stumbling(Stumble.LOOP, name, route[0]))
            return
        self.follow(_Step(name, answer, route, names, way.passes))

    def _look(self, cost: Cost, answer: Answer) -> None:
        if answer.is_absent:
            self.found.voids.append(cost)
        elif answer.outcome is not Outcome.FOUND:
            self.found.stumbles.append(
                Stumbling(Stumble.UNKNOWN, answer.name, cost.through, answer)
            )


def _lets_everybody(directive: Directive) -> bool:
    network = directive.network
    return directive.kind is Kind.ALL or (network is not None and network.prefixlen == 0)
