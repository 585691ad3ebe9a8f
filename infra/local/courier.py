"""
Notices that a stand-in posts to the product: each is tried until it is taken, a few times.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from infra.local.places import HOST
from infra.local.playing import NotPossible

TRIES = 8
FIRST_PAUSE_SECONDS = 0.1
"""It doubles with each try; real providers' begin with minutes, and last for days."""

TIMEOUT_SECONDS = 20
OK, REDIRECTS = 200, 300


@dataclass(frozen=True)
class Notice:
    """
    What is posted.

    Args:
        path: Behind the address that `deliver_to` was told.
    """

    id: str
    type: str
    body: str
    path: str = ""


class Courier:
    """
    Posts notices in the order in which they were sent.

    Args:
        headers: Those of a body, made anew for each try.
    """

    def __init__(self, headers: Callable[[bytes], Mapping[str, str]] = lambda _: {}) -> None:
        self._headers = headers
        self._target: str | None = None
        self._held = self._stopped = False
        self._lost = 0
        self._log: list[dict[str, Any]] = []
        self._sent: dict[str, Notice] = {}
        self._changed = threading.Condition()
        self._posting = threading.Lock()
        self._due: list[tuple[float, int, Notice, int]] = []
        self._numbers = itertools.count()
        # A delivery takes as long as the receiver likes; nobody waits for it at the end.
        self._thread = threading.Thread(target=self._work, name="notices", daemon=True)
        self._thread.start()

    def send(self, notice: Notice) -> None:
        """
        Deliver a notice as soon as may be, unless it is one that is to be lost.
        """
        with self._changed:
            self._sent[notice.id] = notice
            if self._lost:
                self._lost -= 1
                return
        self._put(time.monotonic(), notice, 1)

    def deliver_to(self, url: str) -> None:
        """
        Say where notices go; before, they wait.
        """
        if urlsplit(url).hostname != HOST:
            raise ValueError(f"{url} is not on this machine")
        with self._changed:
            self._target = url.rstrip("/")
            self._changed.notify()

    def hold(self, *, on: bool) -> None:
        """
        Keep notices back, or let go those that were kept.
        """
        with self._changed:
            self._held = on
            self._changed.notify()

    def lose(self, count: int) -> None:
        """
        Never deliver the next notices by itself.
        """
        with self._changed:
            self._lost = count

    def notices(self) -> list[Notice]:
        """
        All that were sent, lost or not, oldest first.
        """
        return list(self._sent.values())

    def attempts(self) -> list[dict[str, Any]]:
        """
        Every attempt, oldest first; one that is being made is waited for.
        """
        with self._posting:
            return list(self._log)

    def deliver_again(self, notice_id: str) -> int | None:
        """
        Post a notice now, taken before or not; the answer's status, if there was one.
        """
        if notice_id not in self._sent:
            raise NotPossible(f"there is no notice {notice_id}")
        return self._deliver(self._sent[notice_id], 1)

    def ask(self, notice: Notice) -> tuple[int | None, bytes]:
        """
        Post a notice once, and tell the answer.
        """
        if self._target is None:
            return None, b""
        url = urlsplit(self._target + notice.path)
        assert url.hostname
        body = notice.body.encode()
        headers = {"Content-Type": "application/json", **self._headers(body)}
        connection = HTTPConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", url.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return None, b""
        finally:
            connection.close()

    def stop(self) -> None:
        """
        Begin no further delivery.
        """
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(TIMEOUT_SECONDS)

    def _deliver(self, notice: Notice, attempt: int) -> int | None:
        # One after the other, so that the log has them in their order.
        with self._posting:
            status, _ = self.ask(notice)
            attempted = {"id": notice.id, "type": notice.type, "attempt": attempt}
            self._log.append({**attempted, "status": status})
        return status

    def _work(self) -> None:
        while (job := self._next()) is not None:
            notice, attempt = job
            if not _was_taken(self._deliver(notice, attempt)) and attempt < TRIES:
                pause = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
                self._put(time.monotonic() + pause, notice, attempt + 1)

    def _next(self) -> tuple[Notice, int] | None:
        with self._changed:
            while not self._stopped:
                waits = self._held or not self._target or not self._due
                left = None if waits else self._due[0][0] - time.monotonic()
                if left is not None and left <= 0:
                    _, _, notice, attempt = heapq.heappop(self._due)
                    return notice, attempt
                self._changed.wait(left)
        return None

    def _put(self, at: float, notice: Notice, attempt: int) -> None:
        with self._changed:
            # The number keeps those of one moment in their order.
            heapq.heappush(self._due, (at, next(self._numbers), notice, attempt))
            self._changed.notify()


def _was_taken(status: int | None) -> bool:
    return status is not None and OK <= status < REDIRECTS
