"""
One question to one server: over UDP, then over TCP when the answer does not fit.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from ipaddress import IPv6Address

import dns.flags
import dns.rcode
from dns.message import Message
from dns.name import Name
from dns.rdatatype import RdataType

from tenantry.dns.addresses import Endpoint
from tenantry.dns.messages import message_of, query_of
from tenantry.dns.model import Trouble

DATAGRAM_BYTES_MAX = 65_535
LENGTH_BYTES = 2
WITHOUT_EDNS = {dns.rcode.FORMERR, dns.rcode.NOTIMP, dns.rcode.BADVERS}
"""What servers say that do not know EDNS (RFC 6891, 7): they are asked without it."""


class Exchange:
    """
    A question on its way to one server. Nothing stays open behind it.

    Args:
        is_recursive: Whether the server is a resolver, and shall ask others.
        sent: Told of each message that goes out.
    """

    def __init__(
        self, name: Name, type_: RdataType, *, is_recursive: bool, sent: Callable[[], None]
    ) -> None:
        self._name = name
        self._type = type_
        self._is_recursive = is_recursive
        self._sent = sent
        self._is_heard = False

    async def ask(self, endpoint: Endpoint, seconds: float) -> Message | Trouble:
        """
        Send it, and wait for its answer no longer than that in all.
        """
        try:
            async with asyncio.timeout(seconds):
                reply = await self._asked(endpoint, has_edns=True)
                if isinstance(reply, Message) and reply.rcode() in WITHOUT_EDNS:
                    reply = await self._asked(endpoint, has_edns=False)
                return reply
        except TimeoutError:
            return Trouble.BROKEN if self._is_heard else Trouble.SILENT
        except OSError:
            # No route, nobody at the port, or a connection that was cut.
            return Trouble.BROKEN if self._is_heard else Trouble.UNREACHABLE

    async def _asked(self, endpoint: Endpoint, *, has_edns: bool) -> Message | Trouble:
        query = query_of(self._name, self._type, is_recursive=self._is_recursive, has_edns=has_edns)
        reply = await self._by_datagram(query, endpoint)
        if isinstance(reply, Message) and reply.flags & dns.flags.TC:
            return await self._by_stream(query, endpoint)
        return reply

    async def _by_datagram(self, query: Message, endpoint: Endpoint) -> Message | Trouble:
        loop, wire = asyncio.get_running_loop(), query.to_wire()
        with _line(endpoint, socket.SOCK_DGRAM) as line:
            # A connected socket takes datagrams from this server's address and port alone.
            line.connect(endpoint)
            self._sent()
            await loop.sock_sendall(line, wire)
            # It is left when the time is over.
            while True:
                received = await loop.sock_recv(line, DATAGRAM_BYTES_MAX)
                self._is_heard = True
                # Whoever guesses sends many, so what does not fit ends nothing (RFC 5452, 9.1).
                if received[:2] == wire[:2]:
                    reply = message_of(received)
                    if reply is None or query.is_response(reply):
                        return reply or Trouble.BROKEN

    async def _by_stream(self, query: Message, endpoint: Endpoint) -> Message | Trouble:
        loop, wire = asyncio.get_running_loop(), query.to_wire()
        with _line(endpoint, socket.SOCK_STREAM) as line:
            await loop.sock_connect(line, endpoint)
            self._sent()
            await loop.sock_sendall(line, len(wire).to_bytes(LENGTH_BYTES) + wire)
            length = int.from_bytes(await _exactly(line, LENGTH_BYTES))
            reply = message_of(await _exactly(line, length))
        is_fit = reply is not None and query.is_response(reply)
        return reply if reply is not None and is_fit else Trouble.BROKEN


async def _exactly(line: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = await asyncio.get_running_loop().sock_recv(line, count - len(received))
        if not part:
            raise ConnectionResetError("the server hung up in the middle of its answer")
        received += part
    return received


def _line(endpoint: Endpoint, kind: socket.SocketKind) -> socket.socket:
    is_newer = isinstance(ipaddress.ip_address(endpoint[0]), IPv6Address)
    line = socket.socket(socket.AF_INET6 if is_newer else socket.AF_INET, kind)
    line.settimeout(0)
    return line
