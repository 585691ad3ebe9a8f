"""
The server's sockets: UDP and TCP on one port of loopback, for each server there is.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, cast

from infra.local.dns import wire
from infra.local.dns.zones import SERVER, Zones
from infra.local.launcher import CannotStart
from infra.local.places import HOST

LENGTH_BYTES = 2
PORT_TRIES = 20
IDLE_SECONDS = 10.0
NETWORK = "192.0.2"
"""Addresses of documentation (RFC 5737), which further servers say that they have."""

type Endpoint = tuple[str, int]


class NameServer:
    """
    A running server of all zones, and the resolver that asks them: a context manager.

    Args:
        port: Of both UDP and TCP; 0 for any that is free.
        zones: What it serves; none at first.
        setting: The setting of `make run` that says the port, for whoever has to choose another.

    Attributes:
        port: Where `ns1` and the resolver are.
        endpoints: Where each server really is, by the address that its zone tells of it.

    Example:
        with NameServer() as server:
            server.zones.set("partner.example", "TXT", "hello")
    """

    def __init__(self, port: int = 0, zones: Zones | None = None, setting: str = "") -> None:
        self.zones = zones or Zones()
        self._sockets = _bound(port, setting)
        self.port = int(self._sockets[0].getsockname()[1])
        self.endpoints: dict[str, Endpoint] = {HOST: (HOST, self.port)}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._servers: list[asyncio.Server] = []
        self._transports: list[asyncio.BaseTransport] = []

    def __enter__(self) -> Self:
        """
        Answer from now on.
        """
        self._thread.start()
        self._listen(SERVER, self._sockets)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Answer no more, and free the ports.
        """
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def another(self, server: str) -> str:
        """
        Start one more server, with a port and an address of its own; the address.
        """
        if server not in self.zones.addresses:
            address = f"{NETWORK}.{len(self.endpoints) + 1}"
            sockets = _bound(0, "")
            self.endpoints[address] = (HOST, int(sockets[0].getsockname()[1]))
            self.zones.addresses[server] = address
            self._listen(server, sockets)
        return self.zones.addresses[server]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _listen(self, server: str, sockets: tuple[socket.socket, socket.socket]) -> None:
        asyncio.run_coroutine_threadsafe(self._open(server, *sockets), self._loop).result()

    async def _open(self, server: str, udp: socket.socket, tcp: socket.socket) -> None:
        transport, _ = await self._loop.create_datagram_endpoint(
            lambda: _Datagrams(self.zones, server), sock=udp
        )
        self._transports.append(transport)
        self._servers.append(await asyncio.start_server(self._streams(server), sock=tcp))

    async def _close(self) -> None:
        for transport in self._transports:
            transport.close()
        for server in self._servers:
            server.close()
            server.close_clients()
            await server.wait_closed()
        others = asyncio.all_tasks() - {cast("asyncio.Task[None]", asyncio.current_task())}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _streams(
        self, server: str
    ) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    length = int.from_bytes(await reader.readexactly(LENGTH_BYTES))
                    question = await reader.readexactly(length)
                    reply = wire.answer(self.zones, server, question, is_udp=False)
                    await asyncio.sleep(self.zones.faults.delay_seconds)
                    if reply is None:
                        # Silence over TCP is a connection that stays open.
                        await reader.read()
                    else:
                        writer.write(len(reply).to_bytes(LENGTH_BYTES) + reply)
                        await writer.drain()
            except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
                # Whoever asked has gone.
                return
            finally:
                writer.close()

        return answer


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, zones: Zones, server: str) -> None:
        self._zones = zones
        self._server = server

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = wire.answer(self._zones, self._server, data, is_udp=True)
        if reply is not None:
            seconds = self._zones.faults.delay_seconds
            asyncio.get_running_loop().call_later(seconds, self._transport.sendto, reply, addr)


def _bound(port: int, setting: str) -> tuple[socket.socket, socket.socket]:
    """
    A socket for UDP and one for TCP, on one port.
    """
    for _ in range(PORT_TRIES):
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            udp.bind((HOST, port))
            tcp.bind((HOST, udp.getsockname()[1]))
        except OSError as error:
            udp.close()
            tcp.close()
            if port:
                raise CannotStart(
                    f"Port {port} cannot be opened ({error.strerror}). "
                    f"Choose another one: make run {setting}={port + 1}"
                ) from error
        else:
            return udp, tcp
    raise CannotStart(f"no port of {HOST} is free for both UDP and TCP")
