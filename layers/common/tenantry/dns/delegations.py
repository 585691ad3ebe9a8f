"""
Who is to be asked: the servers of the zone that a name is in.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dns.message import Message
from dns.name import Name, root
from dns.rdatatype import RdataType

from tenantry.dns.addresses import Endpoint, Reach
from tenantry.dns.asking import Asker, Server
from tenantry.dns.messages import (
    Referral,
    records,
    refusal,
    start_of_authority,
    targets,
    text_of,
)
from tenantry.dns.model import Trouble

SERVER_COUNT_MAX = 4
"""Servers of a zone that are looked up, and addresses that are asked."""

FIRST_LABEL_COUNT = 3
"""
The last two labels, and the root's empty one: the first name that a resolver is asked for.

A longer name may be an alias, which it would follow to wherever that leads, and fail there.
"""


@dataclass(frozen=True, slots=True)
class Zone:
    """
    A zone, and who serves it.
    """

    apex: Name
    servers: tuple[Server, ...]


class Delegations:
    """
    The zones that this pass knows.

    A resolver says who serves the end of a name, such as `example.com` or `co.ke`. What is below is
    asked of these servers, who name others where they are not the ones to ask. So each later name
    below costs no question of its own.

    Args:
        resolvers: Who is asked for servers and their addresses.
        reach: Which addresses are talked to.
    """

    def __init__(self, asker: Asker, resolvers: Sequence[Endpoint], reach: Reach) -> None:
        self._asker = asker
        self._resolvers = [asker.server("resolver", endpoint) for endpoint in resolvers]
        self._reach = reach
        self._zones: dict[Name, Zone] = {}
        self._addresses: dict[Name, Sequence[str]] = {}
        self._locks: dict[Name, asyncio.Lock] = {}

    def begin(self) -> None:
        """
        A new event loop begins.
        """
        self._locks.clear()

    async def of(self, name: Name, deadline: float) -> Zone | Trouble:
        """
        The deepest zone known that a name is in.
        """
        async with self._turn(name):
            known = self._known(name)
            return known if known is not None else await self._discovered(_end(name), deadline)

    async def below(self, referral: Referral, deadline: float) -> Zone | Trouble:
        """
        The zone that a server refers to.
        """
        async with self._turn(referral.zone):
            known = self._zones.get(referral.zone)
            return known or await self._zone(
                referral.zone, referral.servers, referral.glue, deadline
            )

    def _turn(self, name: Name) -> asyncio.Lock:
        return self._locks.setdefault(_end(name), asyncio.Lock())

    def _known(self, name: Name) -> Zone | None:
        while name not in self._zones:
            if name == root:
                return None
            name = name.parent()
        return self._zones[name]

    async def _discovered(self, name: Name, deadline: float) -> Zone | Trouble:
        while True:
            reply = await self._resolved(name, RdataType.NS, deadline)
            if isinstance(reply, Trouble):
                return reply
            servers = targets(records(reply, name, RdataType.NS))
            if servers:
                return await self._zone(name, servers, {}, deadline)
            if name == root:
                return Trouble.NO_SERVERS
            name = _above(reply, name)
            if name in self._zones:
                return self._zones[name]

    async def _zone(
        self, apex: Name, hosts: Sequence[Name], glue: Mapping[Name, Sequence[str]], deadline: float
    ) -> Zone | Trouble:
        hosts = hosts[:SERVER_COUNT_MAX]
        found = await asyncio.gather(
            *(self._addresses_of(host, glue.get(host, ()), deadline) for host in hosts)
        )
        told = [
            (host, address)
            for host, addresses in zip(hosts, found, strict=True)
            if not isinstance(addresses, Trouble)
            for address in addresses
        ]
        reachable = [
            self._asker.server(text_of(host), endpoint)
            for host, address in told
            if (endpoint := self._reach(address)) is not None
        ]
        if not reachable:
            troubles = [trouble for trouble in found if isinstance(trouble, Trouble)]
            return Trouble.INTERNAL if told else next(iter(troubles), Trouble.NO_SERVERS)
        zone = Zone(apex, tuple(reachable[:SERVER_COUNT_MAX]))
        return self._zones.setdefault(apex, zone)

    async def _addresses_of(
        self, host: Name, glue: Sequence[str], deadline: float
    ) -> Sequence[str] | Trouble:
        known = glue or self._addresses.get(host)
        if known is not None:
            return known
        # A function has no way to the internet over IPv6, so that comes last.
        for type_ in (RdataType.A, RdataType.AAAA):
            reply = await self._resolved(host, type_, deadline)
            if isinstance(reply, Trouble):
                return reply
            found = [
                record.to_text()
                for rrset in reply.answer
                if rrset.rdtype == type_
                for record in rrset
            ]
            if found:
                break
        return self._addresses.setdefault(host, found)

    async def _resolved(self, name: Name, type_: RdataType, deadline: float) -> Message | Trouble:
        reply, _ = await self._asker.ask(
            self._resolvers, (name, type_), _useful, deadline=deadline, is_recursive=True
        )
        return reply


def _end(name: Name) -> Name:
    return Name(name.labels[-FIRST_LABEL_COUNT:])


def _useful(reply: Message) -> Message | Trouble:
    return refusal(reply) or reply


def _above(reply: Message, name: Name) -> Name:
    """
    The next name above that may be a zone: the one that says so, if it is about this name.
    """
    start = start_of_authority(reply)
    is_about_name = not records(reply, name, RdataType.CNAME)
    if start is not None and is_about_name and name != start and name.is_subdomain(start):
        return start
    return name.parent()
