"""
The address that people see: the product, as behind API Gateway, and the sent mails at `/_mail`.
"""

import sys
from collections.abc import Iterable

from infra.local.asgi import App, Header, Message, Receive, Scope, Send, answer
from infra.local.mails import Mailbox
from infra.local.places import API_ID

API = f"/_aws/execute-api/{API_ID}/$default"
"""MiniStack's address of an HTTP API that needs no DNS."""

SET_BY_THE_GATEWAY = (b"host", b"x-forwarded-for", b"x-forwarded-port", b"x-forwarded-proto")
OURS = frozenset({"127.0.0.1", "localhost"})
"""The front's own names; any other that leads here is a partner's, as behind the edge."""
FORWARDED_HOST = b"x-forwarded-host"
HANDLER_FAILED = 502
"""MiniStack answers this, with the traceback's last line, where API Gateway answers a bare 500."""


class Front:
    """
    An ASGI application before MiniStack's, in the same process: bodies pass by untouched.
    """

    def __init__(self, ministack: App, mailbox: Mailbox) -> None:
        self._ministack = ministack
        self._mailbox = mailbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """
        Serve one request.
        """
        if scope["path"] == "/_mail":
            page = (await self._mailbox.page()).encode()
            await answer(send, 200, "text/html; charset=utf-8", page)
        elif scope["path"] == "/_mail.json":
            listing = (await self._mailbox.listing()).encode()
            await answer(send, 200, "application/json", listing)
        else:
            await self._ministack(_as_the_gateway_is_called(scope), receive, _as_it_answers(send))


def _as_the_gateway_is_called(scope: Scope) -> Scope:
    host, port = scope["server"]
    sent_on = _forwarded(scope["headers"])
    replaced = {*SET_BY_THE_GATEWAY, *(name for name, _ in sent_on)}
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in replaced]
    sent = [value for name, value in scope["headers"] if name.lower() == b"x-forwarded-for"]
    added: list[Header] = [
        # Ours, not the client's: MiniStack chooses between its services by this header too.
        (b"host", f"{host}:{port}".encode()),
        # API Gateway appends the address it sees to what the client claims.
        (b"x-forwarded-for", b", ".join([*sent, scope["client"][0].encode()])),
        (b"x-forwarded-port", str(port).encode()),
        (b"x-forwarded-proto", b"http"),
        *sent_on,
    ]
    return {
        **scope,
        "path": API + scope["path"],
        "raw_path": API.encode() + scope["raw_path"],
        "headers": kept + added,
    }


def _forwarded(headers: Iterable[Header]) -> list[Header]:
    """
    What the edge tells of the host that was asked for, in place of what the client says of it.

    It stands before partners' hosts alone: who asks at the front's own address may say anything.
    """
    hosts = [value for name, value in headers if name.lower() == b"host"]
    foreign = [host for host in hosts if host.decode("latin-1").split(":")[0].lower() not in OURS]
    return [(FORWARDED_HOST, host) for host in foreign]


def _as_it_answers(send: Send) -> Send:
    failed = False

    async def send_or_replace(message: Message) -> None:
        nonlocal failed
        if message["type"] == "http.response.start" and message["status"] == HANDLER_FAILED:
            failed = True
            await answer(send, 500, "application/json", b'{"message":"Internal Server Error"}')
        elif failed:
            # The reason is for whoever runs us: it comes to the log, and `make run` shows that.
            sys.stderr.write(f"A handler failed: {message.get('body', b'').decode()}\n")
        else:
            await send(message)

    return send_or_replace
