"""
Writing MiniStack's state while it runs, so that a kill costs seconds and not everything.

MiniStack saves only when it is told to shut down. ASGI tells that by a message, which we may send
as often as we like: MiniStack then writes a file for each of its services and goes on serving. It
does so on the event loop, which serves DynamoDB's requests too, hence never in the middle of a
transaction. The files together become a snapshot, whole or not at all.
"""

import asyncio
import os
import shutil
import time
from pathlib import Path

from infra.local.asgi import App, shut_down
from infra.local.mails import Mailbox

PAUSE_SECONDS = 2.0
DEPLOY_SECONDS = 1.0
SHARE_OF_TIME = 0.1
"""Nothing is served while it saves; when there is more to save, that is done less often."""

STATE = "state"
SNAPSHOTS = "snapshots"
UNFINISHED = "unfinished"


class Snapshots:
    """
    Saves soon after requests came, and never while nothing happens.
    """

    def __init__(self, ministack: App, mailbox: Mailbox, folder: Path) -> None:
        self._ministack = ministack
        self._mailbox = mailbox
        self._folder = folder
        self._deploys_until = 0.0
        self.is_due = False

    def deploying(self) -> None:
        """
        Hold off: a stack that is saved halfway through a deploy can't be updated ever after.

        Who deploys asks how it goes all the while, so each request says so anew.
        """
        self._deploys_until = time.monotonic() + DEPLOY_SECONDS

    async def keep_taking(self) -> None:
        """
        Save again and again, until cancelled.
        """
        pause = PAUSE_SECONDS
        while True:
            await asyncio.sleep(pause)
            if self.is_due and time.monotonic() > self._deploys_until:
                self.is_due = False
                # Its own work alone: on a busy machine it should not save less often.
                started = time.thread_time()
                await shut_down(self._ministack)
                await self.finish()
                pause = max(PAUSE_SECONDS, (time.thread_time() - started) / SHARE_OF_TIME)

    async def finish(self) -> None:
        """
        Make a snapshot of what MiniStack has just saved, and keep the mails.
        """
        await self._mailbox.keep()
        take(self._folder)


def take(folder: Path) -> None:
    """
    Make a snapshot of the state in *folder*, and drop the older ones.
    """
    snapshots = folder / SNAPSHOTS
    unfinished = snapshots / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    # Links cost nothing, and last: MiniStack replaces its files and never writes into them.
    shutil.copytree(folder / STATE, unfinished, copy_function=os.link)
    older = _finished(folder)
    unfinished.rename(snapshots / f"{time.time_ns():020}")
    for snapshot in older:
        shutil.rmtree(snapshot)


def restore(folder: Path) -> None:
    """
    Put the last snapshot in the place of a state that may be half written.
    """
    if finished := _finished(folder):
        shutil.rmtree(folder / STATE, ignore_errors=True)
        shutil.copytree(finished[-1], folder / STATE, copy_function=os.link)


def _finished(folder: Path) -> list[Path]:
    found = (folder / SNAPSHOTS).glob("*")
    return sorted(snapshot for snapshot in found if snapshot.name != UNFINISHED)
