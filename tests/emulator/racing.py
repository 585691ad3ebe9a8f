"""
Processes of their own that act at the same instant.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

ENDING_SECONDS = 10
READY = "ready"
GO = "go"


class Racers:
    """
    Processes that each do a part of a race, none before all of them are ready.

    Args:
        count: How many there are.
        environment: Set in each, so that commands find the deployment that they act on.
    """

    def __init__(self, count: int, environment: Mapping[str, str] | None = None) -> None:
        self._count = count
        self._environment = dict(environment or {})
        self._exits = ExitStack()
        self._pipes: list[Connection] = []

    def __enter__(self) -> Self:
        """
        Start them.
        """
        # Forked off a process that does nothing else, so they neither cost an import each nor
        # inherit a lock that a thread of ours holds.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pytest", __name__])
        with ExitStack() as exits:
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                racer = context.Process(target=_run, args=(theirs, self._environment))
                racer.start()
                theirs.close()
                exits.callback(_end, racer, ours)
                self._pipes.append(ours)
            self._exits = exits.pop_all()
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
        self._exits.close()

    def race[T](self, parts: Sequence[Callable[[], T]]) -> list[T]:
        """
        Do every part at the same instant, each in a process of its own; what they came to.

        Args:
            parts: Each travels to another process, so it is a value that can be called, or a
                `partial` of a function that can be imported.

        Raises:
            EOFError: A part raised, or its process was killed; its traceback was printed.
        """
        assert 0 < len(parts) <= self._count, "one process for each part"
        pipes = self._pipes[: len(parts)]
        for pipe, part in zip(pipes, parts, strict=True):
            pipe.send(part)
        for pipe in pipes:
            assert pipe.recv() == READY
        for pipe in pipes:
            pipe.send(GO)
        return [pipe.recv() for pipe in pipes]


def at_once(racers: Racers, *parts: Callable[[], object]) -> list[object]:
    """
    A race of parts of different kinds; what they came to.
    """
    return racers.race(parts)


def _run(pipe: Connection, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    while True:
        try:
            part: Callable[[], object] = pipe.recv()
        except EOFError:
            return
        pipe.send(READY)
        pipe.recv()
        pipe.send(part())


def _end(racer: BaseProcess, pipe: Connection) -> None:
    pipe.close()
    racer.join(ENDING_SECONDS)
    racer.kill()
    racer.join()
