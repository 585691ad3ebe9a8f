"""
A process that calls a function itself, and is killed in the middle of it.
"""

import os
import signal

from tests.calling import call
from tests.commands.faults import Answer, Call, always, tapped


class DeathAfter:
    """
    Kills this very process when so many transactions are written and none is answered yet.
    """

    def __init__(self, transactions: int) -> None:
        self._left = transactions

    def __call__(self, asked: Call) -> Answer:
        """
        Let a call through, and perhaps be gone before its answer comes back.
        """
        answer = asked.proceed()
        self._left -= asked.operation == "TransactWriteItems"
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def send_file_and_die(path: str, file: bytes, secret: str, *, key: str, transactions: int) -> None:
    """
    Send a file of invitations like a client would, in a function that is killed half-way.
    """
    with tapped(always(DeathAfter(transactions))):
        call("POST", path, raw=file, secret=secret, key=key, headers={"content-type": "text/csv"})
