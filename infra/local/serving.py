"""
A provider's stand-in from its start to its end: what is the same for each of them.
"""

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from infra.local.courier import Courier
from infra.local.kept import Clock, system_clock
from infra.local.stand_in import Answering, Server


class ServedStandIn(ABC):
    """
    A running stand-in, as a context manager.

    Args:
        folder: Where it is kept from one start to the next.
        port: 0 for any that is free.
        keeps: Whether it is kept.
    """

    name: ClassVar[str]
    setting: ClassVar[str]
    """What sets its port."""

    def __init__(
        self, folder: Path, port: int = 0, *, keeps: bool = False, clock: Clock = system_clock
    ) -> None:
        self._file = folder / f"{self.name}.json" if keeps else None
        self._port = port
        self._clock = clock

    def __enter__(self) -> Self:
        """
        Serve; webhooks wait until `deliver_to`.
        """
        self._server = Server(self._port, self.setting)
        self.base_url = self._server.base_url
        self._courier, answering = self._open()
        self._server.start(answering)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Stop.
        """
        self._courier.stop()
        self._server.stop()

    def deliver_to(self, url: str) -> None:
        """
        Say where webhooks go.
        """
        self._courier.deliver_to(url)

    @abstractmethod
    def _open(self) -> tuple[Courier, Answering]:
        """
        Have an account, and say who delivers for it and who answers.
        """
