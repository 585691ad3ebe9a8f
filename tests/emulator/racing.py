"""
Processes of their own that act at the same instant.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from types import TracebackType
from typing import Self

MEETING_SECONDS = 60
ENDING_SECONDS = 10

type Part = Callable[[], object]
"""What one racer does. It travels to another process: a value that can be called, or a `partial`."""


class Racers:
    """
    Processes that each do a part of a race, none before all of them are ready.

    Args:
        count: How many there are.
        environment: Set in each, so that commands find the deployment that they act on.
    """

    def __init__(self, count: int, environment: Mapping[str, str] | None = None) -> None:
        # Forked off a process that does nothing else, so they neither cost an import each nor
        # inherit a lock that a thread of ours holds.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["pytest", __name__])
        self._count = count
        self._environment = dict(environment or {})
        self._exits = ExitStack()
        self._pipes: list[Connection] = []

    def __enter__(self) -> Self:
        """
        Start them.
        """
        start = self._context.Barrier(self._count)
        for _ in range(self._count):
            ours, theirs = self._context.Pipe()
            racer = self._context.Process(target=_run, args=(theirs, start, self._environment))
            racer.start()
            theirs.close()
            self._exits.callback(racer.join, ENDING_SECONDS)
            self._pipes.append(ours)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Let them end.
        """
        for pipe in self._pipes:
            pipe.close()
        self._exits.close()

    def race[T](self, parts: Sequence[Callable[[], T]]) -> list[T]:
        """
        Do every part at the same instant, each in a process of its own; what they came to.
        """
        assert 0 < len(parts) <= self._count, "one process for each part"
        waiting: list[Part | None] = [*parts, *[None] * (self._count - len(parts))]
        for pipe, part in zip(self._pipes, waiting, strict=True):
            pipe.send(part)
        # Whoever died without an answer makes this end with EOFError; its traceback was printed.
        outcomes = [pipe.recv() for pipe in self._pipes]
        return outcomes[: len(parts)]


def _run(pipe: Connection, start: Barrier, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    while True:
        try:
            part: Part | None = pipe.recv()
        except EOFError:
            return
        start.wait(MEETING_SECONDS)
        pipe.send(None if part is None else part())
