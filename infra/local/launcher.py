"""
Starting and stopping MiniStack as a child process.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from infra.local.places import ACCOUNT, HOST, REGION, ROOT, SERVER_PYTHON
from infra.local.snapshots import STATE, restore

START_SECONDS = 30
STOP_SECONDS = 15


class CannotStart(Exception):
    """
    The local stack cannot start; the message says what to do about it.
    """


class Engine:
    """
    A running MiniStack with nothing deployed, and its front, both on loopback.

    Args:
        folder: Its data, logs and temporary files; two engines never share one.
        aws_port: For the AWS endpoint, 0 for any that is free.
        front_port: For the product, 0 for any that is free.
        keeps: Whether its state is written to *folder* and read again at the next start.
    """

    def __init__(
        self, folder: Path, *, aws_port: int = 0, front_port: int = 0, keeps: bool = False
    ) -> None:
        self.folder = folder
        self.log = folder / "ministack.log"
        self._keeps = keeps
        self._ports = (aws_port, front_port)
        self._temporary = folder / "tmp"
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """
        Start, and return when requests are answered.
        """
        # Its state holds what the product keeps secret.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as exits:
            exits.enter_context(_held(self.folder))
            # A killed server leaves behind what its functions had unpacked.
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary.mkdir()
            restore(self.folder)
            exits.callback(shutil.rmtree, self._temporary, ignore_errors=True)
            self._start()
            exits.callback(self._stop)
            self._await_readiness()
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """
        Let it save and end.
        """
        self._exits.close()

    def _start(self) -> None:
        with (
            _listening(self._ports[0], "TENANTRY_AWS_PORT") as aws,
            _listening(self._ports[1], "TENANTRY_PORT") as front,
            self.log.open("ab") as log,
        ):
            front_port = front.getsockname()[1]
            self.endpoint_url = f"http://{HOST}:{aws.getsockname()[1]}"
            self.base_url = f"http://{HOST}:{front_port}"
            arguments = [self.folder, aws.fileno(), front.fileno(), front_port]
            self.process = subprocess.Popen(
                [SERVER_PYTHON, "-m", "infra.local.server", *map(str, arguments)],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                pass_fds=[aws.fileno(), front.fileno()],
                # Ctrl-C in a terminal reaches a whole group; when MiniStack ends is ours to say.
                start_new_session=True,
            )

    def _stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _environment(self) -> dict[str, str]:
        # Functions inherit it, so it holds nothing of whoever started us.
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "TMPDIR": str(self._temporary),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": ACCOUNT,
            "AWS_EC2_METADATA_DISABLED": "true",
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "MINISTACK_REGION": REGION,
            "MINISTACK_HOST": HOST,
            # Only a part of queues' names, and those outlive a start on another port.
            "GATEWAY_PORT": "4566",
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "LOG_LEVEL": "WARNING",
            "PERSIST_STATE": str(int(self._keeps)),
            "STATE_DIR": str(self.folder / STATE),
            "S3_PERSIST": str(int(self._keeps)),
            "S3_DATA_DIR": str(self.folder / "s3"),
            # Both would listen on a port of their own, on all interfaces.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # Where Docker runs, MiniStack would look for containers of its own to remove.
            "DOCKER_HOST": "unix:///nonexistent",
        }

    def _await_readiness(self) -> None:
        try:
            # The sockets listen already, so this waits in their queue until the server takes it.
            health = f"{self.endpoint_url}/_ministack/health"
            urllib.request.urlopen(health, timeout=START_SECONDS).close()  # noqa: S310, our own
        except OSError as error:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
            raise CannotStart(f"MiniStack did not start. The end of {self.log}:\n{tail}") from error


def remove(folder: Path) -> None:
    """
    Remove all that an engine keeps in *folder*, unless one is running there.
    """
    if folder.exists():
        with _held(folder):
            shutil.rmtree(folder)


def _held(folder: Path) -> IO[str]:
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CannotStart(f"A local stack is running with {folder}; stop it first.") from None
    return lock


def _listening(port: int, setting: str) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise CannotStart(
            f"Port {port} cannot be opened ({error.strerror}). "
            f"Choose another one: make run {setting}={port + 1}"
        ) from error
    listener.listen()
    return listener
