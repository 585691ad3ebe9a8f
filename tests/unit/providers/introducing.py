"""
Letting the product know of a stand-in, and hearing what the stand-in would tell it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from urllib3 import Retry

from infra.local.stand_in import Reply, Request, Server, json_reply
from tenantry.providers import secrets
from tests.acting import NOON
from tests.deployment import ENVIRONMENT


class Clock:
    """
    A clock that somebody else moves.
    """

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def introduce(name: str, base_url: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Let the product know of a server that is the provider to it, and ask it again without waiting.
    """
    monkeypatch.setenv(f"TENANTRY_{name.upper()}_URL", base_url)
    monkeypatch.setattr(secrets, "secret", lambda _: secret)
    monkeypatch.setattr(Retry, "sleep", lambda *_: None)
    secrets.provider_secrets.cache_clear()


@contextmanager
def known(name: str, base_url: str, secret: str) -> Iterator[None]:
    """
    The same for a while, with the settings of a deployment, whose table nobody needs here.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        for variable, value in ENVIRONMENT.items():
            monkeypatch.setenv(variable, value)
        introduce(name, base_url, secret, monkeypatch)
        yield
    secrets.provider_secrets.cache_clear()


@contextmanager
def hearing(deliver_to: Callable[[str], None]) -> Iterator[Callable[[int], list[Request]]]:
    """
    A server that takes webhooks; what is given waits for so many of them and tells them.
    """
    heard: list[Request] = []
    came = threading.Condition()
    server = Server()

    def take(request: Request) -> Reply:
        with came:
            heard.append(request)
            came.notify()
        return json_reply({})

    def wait(count: int) -> list[Request]:
        with came:
            assert came.wait_for(lambda: len(heard) >= count, 5), [one.body for one in heard]
            return list(heard)

    server.start(take)
    deliver_to(f"{server.base_url}/v1/webhooks")
    try:
        yield wait
    finally:
        server.stop()
