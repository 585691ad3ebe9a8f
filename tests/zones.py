"""
The domain name system for tests: a real server on loopback, and look-ups without any server.
"""

from collections.abc import Mapping, Sequence

from infra.local.dns.records import Status, plain
from infra.local.dns.server import NameServer
from infra.local.dns.telling import from_resolver
from infra.local.dns.wire import rdata
from infra.local.dns.zones import Zones
from tenantry.dns.asking import Patience
from tenantry.dns.lookups import AuthoritativeLookups
from tenantry.dns.messages import name_of, value_of
from tenantry.dns.model import Answer, Outcome, Question, Trouble

type Records = Mapping[str, Mapping[str, str | Sequence[str] | Outcome] | Outcome]
"""
By name, then by type: one value or several, as the zone's file would have them.

An outcome in place of records is what a question for them meets; in place of a name's types, what
each question for the name meets.
"""

OUTCOMES = {
    Status.FOUND: Outcome.FOUND,
    Status.NO_DATA: Outcome.NO_DATA,
    Status.NO_NAME: Outcome.NO_NAME,
    Status.FAILED: Outcome.FAILED,
}
TROUBLES = {Outcome.FAILED: Trouble.SERVER_FAILED, Outcome.TIMED_OUT: Trouble.SILENT}
SOON = Patience(for_one_try=0.1, for_a_question=2, for_the_pass=10)
"""For tests in which somebody is silent."""


class PretendLookups:
    """
    Look-ups in records that stand in the test, by the rules of the real server, without a server.

    Attributes:
        asked: The questions that would have been sent, in their order; each once.

    Example:
        lookups = PretendLookups({
            "partner.example": {"TXT": "v=spf1 -all", "MX": ["10 mail.partner.example"]},
            "*.partner.example": {"CNAME": "edge.tenantry.example"},
            "slow.example": Outcome.TIMED_OUT,
        })
    """

    def __init__(self, records: Records) -> None:
        self.asked: list[Question] = []
        self._zones = Zones()
        self._met: dict[Question, Outcome] = {}
        self._known: dict[Question, Answer] = {}
        for name, by_type in records.items():
            if isinstance(by_type, Outcome):
                self._met[plain(name), ""] = by_type
            else:
                self._load(plain(name), by_type)

    def _load(self, name: str, by_type: Mapping[str, str | Sequence[str] | Outcome]) -> None:
        # All in one zone: whose it is makes no difference to what is found.
        for type_, values in by_type.items():
            if isinstance(values, Outcome):
                self._met[name, type_] = values
            else:
                self._zones.set(name, type_, values)

    @property
    def queries(self) -> int:
        return len(self.asked)

    def ask(self, name: str, type_: str) -> Answer:
        try:
            question = (plain(name), type_)
        except UnicodeError:
            question = (name.lower().rstrip("."), type_)
        if name_of(name) is None:
            return Answer(*question, Outcome.NO_NAME)
        if question not in self._known:
            self.asked.append(question)
            self._known[question] = self._answer(*question)
        return self._known[question]

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        return [self.ask(*question) for question in questions]

    def _answer(self, name: str, type_: str) -> Answer:
        said = from_resolver(self._zones, name, type_)
        chain = tuple(
            plain(rrset.values[0])
            for rrset in said.answer
            if rrset.type == "CNAME" and type_ != "CNAME"
        )
        for place in (name, *chain):
            met = self._met.get((place, ""), self._met.get((place, type_)))
            if met is not None:
                return Answer(name, type_, met, chain=chain, trouble=TROUBLES.get(met))
        found = [rrset for rrset in said.answer if rrset.type == type_]
        values = {value_of(rdata(type_, value)) for rrset in found for value in rrset.values}
        outcome = OUTCOMES[said.status]
        trouble = Trouble.LOOP if outcome is Outcome.FAILED else None
        return Answer(name, type_, outcome, tuple(sorted(values)), chain, trouble=trouble)


def lookups_at(server: NameServer, patience: Patience | None = None) -> AuthoritativeLookups:
    """
    Look-ups that ask a server of this process, and those that it has started.
    """
    resolvers = [("127.0.0.1", server.port)]
    return AuthoritativeLookups(resolvers, server.endpoints.get, patience)
