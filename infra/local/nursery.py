"""
Where the processes of functions come from: forked off one that has imported what all of them need.

A process that starts from nothing works for most of a second until its handler can be called, and
most of that is other people's packages, which stay as they are. Our own modules are imported by
each process itself, so that changed code is taken up.
"""

import gc
import importlib
import os
import runpy
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from select import select

from infra.local.places import ROOT, WORKER_PYTHON
from infra.local.spawn import LENGTH_BYTES, SOCKET, STANDARD

IMPORTED = (
    "aws_lambda_powertools.event_handler",
    "botocore.session",
    "pydantic",
    "pynamodb.models",
)
SPAWN = Path(__file__).with_name("spawn.py")
STDIN = 0


@contextmanager
def nursery(folder: Path) -> Iterator[Path]:
    """
    Run one until the block ends; what is given stands for Python, and makes processes of it.
    """
    executable = folder / "python"
    with socket.socket(socket.AF_UNIX) as listener, chdir(folder):
        # By its name alone: see `spawn.py`.
        listener.bind(SOCKET)
        listener.listen()
        descriptor = listener.fileno()
        running = subprocess.Popen(
            [WORKER_PYTHON, "-m", __name__, str(descriptor)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            pass_fds=[descriptor],
        )
    # Without `site`, which it has no use for, it starts in an instant.
    words = [WORKER_PYTHON, "-I", "-S", SPAWN, folder]
    executable.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, words))} "$@"\n')
    executable.chmod(0o700)
    with running:
        yield executable


def main(listening: int) -> None:
    """
    Fork for everybody who connects, until our standard input ends; return in the forks alone.

    Args:
        listening: The descriptor of a Unix socket that listens already.
    """
    for name in IMPORTED:
        importlib.import_module(name)
    # What is never looked through is not written to either, and stays shared with the forks.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(fileno=listening) as listener:
        connection = _forked(listener)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _become(connection)


def _forked(listener: socket.socket) -> socket.socket:
    while True:
        ready, _, _ = select([listener.fileno(), STDIN], [], [])
        if STDIN in ready:
            sys.exit()
        connection, _ = listener.accept()
        if os.fork() == 0:
            return connection
        connection.close()


def _become(connection: socket.socket) -> None:
    """
    Take over the files, the folder, the script and the environment of whoever is connected.
    """
    length, given, _, _ = socket.recv_fds(connection, LENGTH_BYTES, len(STANDARD))
    with connection.makefile("rb") as reading:
        content = reading.read(int.from_bytes(length))
    folder, script, *variables = os.fsdecode(content).split("\0")
    for descriptor, number in zip(given, STANDARD, strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(dict(variable.split("=", 1) for variable in variables))
    sys.argv = [script]
    sys.path[0] = str(Path(script).parent)
    threading.Thread(target=_end_with, args=[connection], daemon=True).start()


def _end_with(connection: socket.socket) -> None:
    # Nothing is ever sent: the other side ends, and may have been killed.
    connection.recv(1)
    os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
    runpy.run_path(sys.argv[0], run_name="__main__")
