"""
Writing MiniStack's state while it runs, so that a kill costs seconds and not everything.

MiniStack saves only when it is told to shut down. ASGI tells that by a message, which we may send
as often as we like: MiniStack then writes each service's state to a file of its own, whole or not
at all, and goes on serving. It does so on the event loop, which serves DynamoDB's requests too,
hence never in the middle of a transaction.
"""

import asyncio
import time

from infra.local.asgi import App, shut_down
from infra.local.mails import Mailbox

PAUSE_SECONDS = 2.0
SHARE_OF_TIME = 0.05
"""Nothing is served while it saves; when there is more to save, that is done less often."""


class Snapshots:
    """
    Saves soon after requests came, and never while nothing happens.
    """

    def __init__(self, ministack: App, mailbox: Mailbox) -> None:
        self._ministack = ministack
        self._mailbox = mailbox
        self.is_due = False

    async def keep_taking(self) -> None:
        """
        Save again and again, until cancelled.
        """
        pause = PAUSE_SECONDS
        while True:
            await asyncio.sleep(pause)
            if self.is_due:
                self.is_due = False
                started = time.monotonic()
                await shut_down(self._ministack)
                await self._mailbox.keep()
                pause = max(PAUSE_SECONDS, (time.monotonic() - started) / SHARE_OF_TIME)
