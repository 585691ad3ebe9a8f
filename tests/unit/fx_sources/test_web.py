"""
Reading a source over HTTP, from a server on loopback that does what a test tells it.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tenantry.errors import Unavailable
from tenantry.fx_sources.web import BYTES_MAX, TRIES, read

NOTHING, GARBAGE, CUT_OFF, WAITS = 0, 1, 2, 3
"""What a server may do instead of answering with a status."""


class Source(ThreadingHTTPServer):
    """
    Does one thing after the other, and the last one again and again.
    """

    daemon_threads = True

    def __init__(self, *script: int, body: bytes = b"rates") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.body = body
        self.asked: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/day?app_id=hidden"


class Handler(BaseHTTPRequestHandler):
    server: Source

    def do_GET(self) -> None:
        source = self.server
        step = source.script[min(len(source.asked), len(source.script) - 1)]
        source.asked.append(self.headers["User-Agent"])
        if step == WAITS:
            source.over.wait(10)
        elif step == GARBAGE:
            self.wfile.write(b"never mind\r\n\r\n")
        elif step == CUT_OFF:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nra")
        elif step != NOTHING:
            self.send_response(step)
            self.end_headers()
            self.wfile.write(source.body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def sources() -> Iterator[list[Source]]:
    running: list[Source] = []
    yield running
    for source in running:
        source.over.set()
        source.shutdown()
        source.server_close()


def serving(sources: list[Source], source: Source) -> Source:
    sources.append(source)
    threading.Thread(target=source.serve_forever, args=[0.01], daemon=True).start()
    return source


@pytest.mark.parametrize(
    "script", [[200], [500, 200], [503, 429, 200], [NOTHING, GARBAGE, 200], [CUT_OFF, 200]]
)
def test_another_try_may_succeed(sources: list[Source], script: list[int]) -> None:
    source = serving(sources, Source(*script))

    assert read(source.url, pause_seconds=0) == b"rates"
    assert source.asked == ["tenantry"] * len(script)


@pytest.mark.requirement("R-FX-3")
@pytest.mark.parametrize("step", [500, 429, NOTHING, GARBAGE, CUT_OFF])
def test_after_three_tries_there_is_no_answer(sources: list[Source], step: int) -> None:
    source = serving(sources, Source(step))

    with pytest.raises(Unavailable) as refused:
        read(source.url, pause_seconds=0)

    assert len(source.asked) == TRIES
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_was_asked_wrongly_is_not_asked_again(sources: list[Source], status: int) -> None:
    source = serving(sources, Source(status))

    with pytest.raises(Unavailable, match=str(status)):
        read(source.url, pause_seconds=0)

    assert len(source.asked) == 1


def test_more_than_the_whole_history_is_not_read(sources: list[Source]) -> None:
    source = serving(sources, Source(200, body=bytes(BYTES_MAX + 1)))

    with pytest.raises(Unavailable, match="more than"):
        read(source.url, pause_seconds=0)


def test_a_source_that_says_nothing_is_not_waited_for(sources: list[Source]) -> None:
    source = serving(sources, Source(WAITS, 200))

    assert read(source.url, pause_seconds=0, timeout_seconds=0.05) == b"rates"


def test_nobody_there_is_no_answer() -> None:
    with Source(200) as closed:
        url = closed.url

    with pytest.raises(Unavailable):
        read(url, pause_seconds=0)
