"""
Webhooks: each event is posted, signed, until it is taken.
"""

import heapq
import hmac
import itertools
import json
import threading
import time
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from infra.local.places import HOST
from infra.local.stripe.account import Account
from infra.local.stripe.refused import Json

TRIES = 8
FIRST_PAUSE_SECONDS = 0.1
"""It doubles with each try; Stripe's begins with minutes, and lasts three days."""

TIMEOUT_SECONDS = 20
OK, REDIRECTS = 200, 300


class Courier:
    """
    Posts events in the order in which they happened; one that is not taken is tried again later.
    """

    def __init__(self, account: Account) -> None:
        self.log: list[Json] = []
        """Every attempt, oldest first."""

        self._account = account
        self._target: str | None = None
        self._held = False
        self._stopped = False
        self._changed = threading.Condition()
        self._due: list[tuple[float, int, str, int]] = []
        self._numbers = itertools.count()
        account.on_event = self.send
        for event in reversed(account.all("event")):
            if event["pending_webhooks"]:
                self.send(event["id"])
        # A delivery takes as long as the receiver likes; nobody waits for it at the end.
        self._thread = threading.Thread(target=self._work, name="stripe's webhooks", daemon=True)
        self._thread.start()

    def send(self, event_id: str) -> None:
        """
        Deliver an event as soon as may be.
        """
        self._put(time.monotonic(), 1, event_id)

    def deliver_to(self, url: str) -> None:
        """
        Say where webhooks go; before, they wait.
        """
        if urlsplit(url).hostname != HOST:
            raise ValueError(f"{url} is not on this machine")
        with self._changed:
            self._target = url
            self._changed.notify()

    def hold(self, *, is_held: bool) -> None:
        """
        Keep events back, or let go those that were kept.
        """
        with self._changed:
            self._held = is_held
            self._changed.notify()

    def stop(self) -> None:
        """
        Begin no further delivery.
        """
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join(TIMEOUT_SECONDS)

    def deliver(self, event_id: str, attempt: int = 1) -> int | None:
        """
        Post an event now, and tell the answer's status; None when there was none.
        """
        with self._account.lock:
            event = self._account.find("event", event_id)
            secrets = self._account.webhook_secrets
        status = self._posted(json.dumps(event, indent=2).encode(), secrets)
        with self._account.lock:
            self.log.append(
                {
                    "event": event_id,
                    "type": event["type"],
                    "attempt": attempt,
                    "status": status,
                    "at": time.time(),
                }
            )
            if _was_taken(status):
                self._account.put(event, pending_webhooks=0)
                self._account.save()
        return status

    def _work(self) -> None:
        while (job := self._next()) is not None:
            attempt, event_id = job
            status = self.deliver(event_id, attempt)
            if not _was_taken(status) and attempt < TRIES:
                pause = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
                self._put(time.monotonic() + pause, attempt + 1, event_id)

    def _next(self) -> tuple[int, str] | None:
        with self._changed:
            while not self._stopped:
                waits = self._held or not self._target or not self._due
                left = None if waits else self._due[0][0] - time.monotonic()
                if left is not None and left <= 0:
                    _, _, event_id, attempt = heapq.heappop(self._due)
                    return attempt, event_id
                self._changed.wait(left)
        return None

    def _put(self, at: float, attempt: int, event_id: str) -> None:
        with self._changed:
            # The number keeps those of one moment in their order.
            heapq.heappush(self._due, (at, next(self._numbers), event_id, attempt))
            self._changed.notify()

    def _posted(self, body: bytes, secrets: list[str]) -> int | None:
        if self._target is None:
            return None
        url = urlsplit(self._target)
        assert url.hostname
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(body, secrets, int(time.time())),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        connection = HTTPConnection(url.hostname, url.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request("POST", url.path, body, headers)
            return connection.getresponse().status
        except (HTTPException, OSError):
            return None
        finally:
            connection.close()


def signature(body: bytes, secrets: list[str], now: int) -> str:
    """
    The header `Stripe-Signature`, with one signature for each secret.
    """
    message = f"{now}.".encode() + body
    signed = [hmac.new(secret.encode(), message, sha256).hexdigest() for secret in secrets]
    return ",".join([f"t={now}", *(f"v1={digest}" for digest in signed)])


def _was_taken(status: int | None) -> bool:
    return status is not None and OK <= status < REDIRECTS
