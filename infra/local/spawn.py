"""
Stands for Python where MiniStack starts a function: the nursery forks, and we end with the fork.

A process for each function starts here, so this imports as little as it can.
"""

import os
import socket
import sys

SOCKET = "nursery"
LENGTH_BYTES = 4
STANDARD = (0, 1, 2)
"""Input, output and errors."""


def main(nursery: str, script: str) -> None:
    """
    Hand over all that we were started with, and wait.

    Args:
        nursery: The folder of its socket.
        script: What is to be run.
    """
    variables = [f"{name}={value}" for name, value in os.environ.items()]
    folder = os.getcwd()  # noqa: PTH109 - to import pathlib takes as long as all of this
    content = os.fsencode("\0".join([folder, script, *variables]))
    with socket.socket(socket.AF_UNIX) as connection:
        # By its name alone, since the path of a socket may have no more than 100 characters.
        os.chdir(nursery)
        connection.connect(SOCKET)
        socket.send_fds(connection, [len(content).to_bytes(LENGTH_BYTES)], STANDARD)
        connection.sendall(content)
        for descriptor in STANDARD:
            # The fork's alone, so that who reads its output sees when it ends.
            os.close(descriptor)
        connection.recv(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
