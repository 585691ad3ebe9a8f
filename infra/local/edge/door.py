"""
The edge's door: TLS with the certificate of the host that is asked for, and the product behind it.

It does what the distribution of template.yaml does: the host goes on as `X-Forwarded-Host`, and
nothing that a caller says in that header does. It keeps nothing in a cache, speaks HTTP/1.1, and
closes each connection. A host that nobody serves gets no TLS at all, as at CloudFront.
"""

import os
import ssl
import threading
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from infra.local.launcher import CannotStart
from infra.local.places import HOST

SETTING = "TENANTRY_DOOR_PORT"
POLL_SECONDS = 0.05
TIMEOUT_SECONDS = 30
KEPT_BACK = {"connection", "content-length", "host", "transfer-encoding", "x-forwarded-host"}

type Json = dict[str, Any]
type Content = Callable[[str], Json | None]
"""The certificate, chain and key with which a host is served; None for one that nobody serves."""


class Door:
    """
    The door on loopback; closed until `open_to`.

    Args:
        port: 0 for any that is free.
    """

    def __init__(self, content: Content, port: int = 0) -> None:
        self._folder = TemporaryDirectory(prefix="edge-door-")
        try:
            self._listener = _Listener((HOST, port), _Handler)
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be opened ({error.strerror}). "
                f"Choose another one: make run {SETTING}={port + 1}"
            ) from error
        self._listener.context = self._greeting(content)
        self.port = self._listener.server_port
        self._thread = threading.Thread(
            target=self._listener.serve_forever, args=[POLL_SECONDS], daemon=True
        )
        self._thread.start()

    def open_to(self, base_url: str) -> None:
        """
        Say where the product is.
        """
        self._listener.product = base_url

    def stop(self) -> None:
        """
        Answer no more.
        """
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
        self._folder.cleanup()

    def _greeting(self, content: Content) -> ssl.SSLContext:
        made: dict[str, ssl.SSLContext] = {}

        def choose(greeted: Any, host: str | None, _: ssl.SSLContext) -> int | None:  # noqa: ANN401 - ssl's own
            found = None if host is None else content(host)
            if found is None:
                return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
            if found["leaf"] not in made:
                made[found["leaf"]] = self._context(found, str(len(made)))
            greeted.context = made[found["leaf"]]
            return None

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.sni_callback = choose
        return context

    def _context(self, content: Json, name: str) -> ssl.SSLContext:
        # The library reads keys from files alone.
        path = Path(self._folder.name) / f"{name}.pem"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(content["key"] + content["leaf"] + content["chain"])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(path)
        path.unlink()
        return context


class _Listener(ThreadingHTTPServer):
    context: ssl.SSLContext
    product: str | None = None
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        # A caller who does not trust the certificate, or has gone.
        return


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = TIMEOUT_SECONDS

    def setup(self) -> None:
        # Here, not where it is accepted: that one thread must not wait for anybody's greeting.
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            # The server would close the socket that this one has taken over.
            self.request.close()

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.server.product is None:
            self.send_error(502)
            return
        product = urlsplit(self.server.product)
        assert product.hostname
        headers = {name: value for name, value in self.headers.items() if _goes_on(name)}
        headers["X-Forwarded-Host"] = (self.headers.get("host") or "").partition(":")[0]
        connection = HTTPConnection(product.hostname, product.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            self._send(answer.status, answer.getheaders(), answer.read())
        except (HTTPException, OSError):
            self.send_error(502)
        finally:
            connection.close()

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - http.server looks for these

    def log_message(self, *_: object) -> None:
        # What was asked for stands in the product's own log.
        return

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if _goes_on(name):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _goes_on(name: str) -> bool:
    return name.lower() not in KEPT_BACK
