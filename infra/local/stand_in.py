"""
What a stand-in for a provider is served with: requests, replies and a server on loopback.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from infra.local.launcher import CannotStart
from infra.local.places import HOST

POLL_SECONDS = 0.05
JSON, HTML = "application/json", "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """
    An HTTP request; its headers' names are in lower case.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def parameters(self) -> dict[str, str]:
        """
        What stands behind the question mark; of a name that comes twice, the last.
        """
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """
        The body as a form; of a field that comes twice, the last.
        """
        return dict(parse_qsl(self.body, keep_blank_values=True))

    def json(self) -> Any:  # noqa: ANN401 - whatever the caller sends
        """
        The body as JSON; no body is an empty object.

        Raises:
            ValueError: It is none.
        """
        return json.loads(self.body or "{}")


@dataclass(frozen=True)
class Reply:
    """
    An answer as it goes over the wire.

    Args:
        content_type: Empty for an answer without content.
        headers: Those besides the content's own.
    """

    status: int
    content_type: str = ""
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def json_reply(
    content: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Reply:
    """
    An answer whose body is JSON.
    """
    return Reply(status, JSON, json.dumps(content), headers or {})


type Answering = Callable[[Request], Reply | None]
"""Answers a request, in a thread of its own; None to hang up without an answer."""


class Server:
    """
    A server on loopback. Its address is known at once, and requests are answered once it starts.

    Args:
        port: 0 for any that is free.
        setting: The setting of `make run` that says the port, for whoever has to choose another.

    Example:
        server = Server()
        server.start(lambda request: json_reply({"path": request.path}))
        urllib.request.urlopen(f"{server.base_url}/anything")
        server.stop()
    """

    def __init__(self, port: int = 0, setting: str = "") -> None:
        try:
            self._listener = _Listener((HOST, port), _Handler)
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be opened ({error.strerror}). "
                f"Choose another one: make run {setting}={port + 1}"
            ) from error
        self.base_url = f"http://{HOST}:{self._listener.server_port}"
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=[POLL_SECONDS], daemon=True
        )

    def start(self, answering: Answering) -> None:
        """
        Answer requests from now on; those that came meanwhile have waited.
        """
        self._listener.answering = answering
        self._thread.start()

    def stop(self) -> None:
        """
        Answer no more, and free the port.
        """
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()


class _Listener(ThreadingHTTPServer):
    answering: Answering


class _Handler(BaseHTTPRequestHandler):
    server: _Listener

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0)).decode(errors="replace")
        reply = self.server.answering(Request(self.command, url.path, url.query, headers, body))
        if reply is not None:
            self._send(reply)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server looks for these

    def log_message(self, *_: object) -> None:
        # What was asked for stands in the product's own log.
        return

    def _send(self, reply: Reply) -> None:
        encoded = reply.body.encode()
        self.send_response(reply.status)
        if reply.content_type:
            self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)
