"""
Looking names up where it is decided: at the servers of their zones (R-WL-1).

A resolver's memory is the reason. It may hold for hours that a record is not there which a partner
has just set, or still show one that is gone. The resolver is only asked who the servers are.
"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from dns.message import Message
from dns.name import Name
from dns.rdatatype import RdataType

from tenantry import settings
from tenantry.dns.addresses import DNS_PORT, Endpoint, Reach, loopback, public
from tenantry.dns.asking import Asker, Patience
from tenantry.dns.delegations import Delegations, Zone
from tenantry.dns.messages import (
    CHAIN_COUNT_MAX,
    Moved,
    Referral,
    Said,
    Told,
    name_of,
    said_by_server,
    text_of,
)
from tenantry.dns.model import Answer, Outcome, Question, Trouble

PARALLEL_COUNT_MAX = 12
"""Questions at a time: servers drop what comes in floods."""

REFERRAL_COUNT_MAX = 8
SYSTEM_RESOLVERS = Path("/etc/resolv.conf")

type End = tuple[Told | Moved | Trouble, str | None]
"""What was said at last, and by which server."""


class AuthoritativeLookups:
    """
    Asks the servers of each zone themselves; one for each pass over a domain.

    The pass begins when this is made. Nothing is open and no thread runs between two calls.

    Args:
        resolvers: Who says which servers these are.
        reach: Which addresses are talked to.
        patience: How long is waited.
    """

    def __init__(
        self,
        resolvers: Sequence[Endpoint],
        reach: Reach = public,
        patience: Patience | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._ends = time.monotonic() + self._patience.for_the_pass
        self._asker = Asker(self._patience)
        self._delegations = Delegations(self._asker, resolvers, reach)
        self._said: dict[tuple[Name, RdataType], End] = {}
        self._locks: dict[tuple[Name, RdataType], asyncio.Lock] = {}

    @property
    def queries(self) -> int:
        """
        How many messages were sent so far.
        """
        return self._asker.queries

    def ask(self, name: str, type_: str) -> Answer:
        """
        What is at a name, CNAMEs followed unless they are asked for.
        """
        return self.ask_all([(name, type_)])[0]

    def ask_all(self, questions: Sequence[Question]) -> list[Answer]:
        """
        Several at the same time; the answers stand in the order of the questions.
        """
        return asyncio.run(self._answers(questions))

    async def _answers(self, questions: Sequence[Question]) -> list[Answer]:
        self._delegations.begin()
        self._locks.clear()
        turn = asyncio.Semaphore(PARALLEL_COUNT_MAX)
        # Short names first: what is below them then needs no look-up of its servers.
        shortest = sorted(dict.fromkeys(questions), key=lambda question: question[0].count("."))
        answers = await asyncio.gather(*(self._answer(question, turn) for question in shortest))
        by_question = dict(zip(shortest, answers, strict=True))
        return [by_question[question] for question in questions]

    async def _answer(self, question: Question, turn: asyncio.Semaphore) -> Answer:
        name, type_ = name_of(question[0]), RdataType[question[1].upper()]
        if name is None:
            return Answer(question[0].lower().rstrip("."), type_.name, Outcome.NO_NAME)
        async with turn:
            now = asyncio.get_running_loop().time()
            deadline = min(now + self._patience.for_a_question, self._ends)
            chain, (said, server) = await self._followed(name, type_, deadline)
        if said is Trouble.SILENT and self._is_over():
            said = Trouble.BUDGET
        trouble = said if isinstance(said, Trouble) else None
        return Answer(
            text_of(name),
            type_.name,
            said.outcome,
            () if isinstance(said, Trouble) else said.values,
            tuple(text_of(target) for target in chain),
            server,
            trouble,
        )

    async def _followed(
        self, name: Name, type_: RdataType, deadline: float
    ) -> tuple[list[Name], tuple[Told | Trouble, str | None]]:
        """
        The CNAMEs that were followed, over all zones, and what stands at their end.
        """
        chain: list[Name] = []
        while True:
            said, server = await self._once(chain[-1] if chain else name, type_, deadline)
            if isinstance(said, Trouble):
                return chain, (said, server)
            chain += said.chain
            if len({name, *chain}) <= len(chain):
                return chain[:CHAIN_COUNT_MAX], (Trouble.LOOP, server)
            if len(chain) > CHAIN_COUNT_MAX:
                return chain[:CHAIN_COUNT_MAX], (Trouble.CHAIN_TOO_LONG, server)
            if isinstance(said, Told):
                return chain, (said, server)

    async def _once(self, name: Name, type_: RdataType, deadline: float) -> End:
        lock = self._locks.setdefault((name, type_), asyncio.Lock())
        async with lock:
            if (name, type_) not in self._said:
                self._said[name, type_] = await self._asked(name, type_, deadline)
            return self._said[name, type_]

    async def _asked(self, name: Name, type_: RdataType, deadline: float) -> End:
        if self._is_over():
            return Trouble.BUDGET, None
        zone = await self._delegations.of(name, deadline)
        for _ in range(REFERRAL_COUNT_MAX):
            if isinstance(zone, Trouble):
                return zone, None
            said, server = await self._asked_in(zone, (name, type_), deadline)
            if not isinstance(said, Referral):
                return said, server
            zone = await self._delegations.below(said, deadline)
        return Trouble.LAME, None

    async def _asked_in(
        self, zone: Zone, question: tuple[Name, RdataType], deadline: float
    ) -> tuple[Said, str | None]:
        def read(reply: Message) -> Said:
            return said_by_server(reply, *question, zone.apex)

        said, server = await self._asker.ask(zone.servers, question, read, deadline=deadline)
        return said, server.name if server else None

    def _is_over(self) -> bool:
        return time.monotonic() >= self._ends


def configured() -> AuthoritativeLookups:
    """
    For a pass that begins now, as the settings say.
    """
    port = settings.dns_port()
    return AuthoritativeLookups(
        [_endpoint(text) for text in settings.resolvers()] or _of_the_system(),
        public if port is None else loopback(port),
    )


def _endpoint(text: str) -> Endpoint:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def _of_the_system() -> list[Endpoint]:
    """
    The resolvers that this machine uses (resolv.conf); in a function, AWS's own.
    """
    lines = SYSTEM_RESOLVERS.read_text().splitlines() if SYSTEM_RESOLVERS.exists() else []
    words = [line.split() for line in lines]
    return [(two[1], DNS_PORT) for two in words if len(two) > 1 and two[0] == "nameserver"]
