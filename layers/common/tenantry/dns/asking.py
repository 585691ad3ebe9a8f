"""
One question to the servers of a zone, one after the other, until one of them says something of use.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dns.message import Message
from dns.name import Name
from dns.rdatatype import RdataType

from tenantry.dns.addresses import Endpoint
from tenantry.dns.exchange import Exchange
from tenantry.dns.model import Trouble

ROUND_COUNT = 3
"""How often a silent server is asked: a datagram may be lost."""

SILENCE_COUNT_MAX = 2
"""Times in a row that a server is silent, after which this pass leaves it alone."""

TELLING = (
    Trouble.SERVER_FAILED,
    Trouble.REFUSED,
    Trouble.LAME,
    Trouble.BROKEN,
    Trouble.SILENT,
    Trouble.UNREACHABLE,
)
"""What is told of several servers with different trouble: the first of these."""


@dataclass(frozen=True, slots=True)
class Patience:
    """
    How long is waited, in seconds.

    Args:
        for_one_try: For one message to one server.
        for_a_question: For its answer in all: servers found, CNAMEs followed.
        for_the_pass: For all questions since the pass began.
    """

    for_one_try: float = 1.0
    for_a_question: float = 3.0
    for_the_pass: float = 20.0


@dataclass(slots=True)
class Server:
    """
    Somebody who can be asked.

    Args:
        name: As its zone calls it.
        silence_count: How often it was silent since it last answered.
    """

    name: str
    endpoint: Endpoint
    silence_count: int = 0


class Asker:
    """
    Asks servers, and remembers for the pass which of them are silent.

    Attributes:
        queries: Messages that were sent.
    """

    def __init__(self, patience: Patience) -> None:
        self.queries = 0
        self._patience = patience
        self._servers: dict[tuple[str, Endpoint], Server] = {}

    def server(self, name: str, endpoint: Endpoint) -> Server:
        """
        The server at an address; one that serves many zones is known once.
        """
        return self._servers.setdefault((name, endpoint), Server(name, endpoint))

    async def ask[T](
        self,
        servers: Sequence[Server],
        question: tuple[Name, RdataType],
        read: Callable[[Message], T],
        *,
        deadline: float,
        is_recursive: bool = False,
    ) -> tuple[T | Trouble, Server | None]:
        """
        What the first server says that says something, and which; else their trouble.

        Args:
            read: Makes sense of a message.
            deadline: On the event loop's clock.
        """
        now = asyncio.get_running_loop().time
        met: list[Trouble] = []
        for _ in range(ROUND_COUNT):
            told = len(met)
            for server in sorted(servers, key=lambda server: server.silence_count):
                seconds = min(self._patience.for_one_try, deadline - now())
                if seconds <= 0 or server.silence_count >= SILENCE_COUNT_MAX:
                    continue
                exchange = Exchange(*question, is_recursive=is_recursive, sent=self._count)
                reply = await exchange.ask(server.endpoint, seconds)
                self._judge(server, reply)
                said = read(reply) if isinstance(reply, Message) else reply
                if not isinstance(said, Trouble):
                    return said, server
                met.append(said)
            if Trouble.SILENT not in met[told:]:
                break
        return min(met, key=TELLING.index, default=Trouble.SILENT), None

    def _count(self) -> None:
        self.queries += 1

    @staticmethod
    def _judge(server: Server, reply: Message | Trouble) -> None:
        if reply is Trouble.UNREACHABLE:
            server.silence_count = SILENCE_COUNT_MAX
        elif reply is Trouble.SILENT:
            server.silence_count += 1
        else:
            server.silence_count = 0
