"""
The one server process: MiniStack on one port, the product's front on another, and the snapshots.

Started by `launcher.Engine` in MiniStack's own environment; nothing imports it. The parent holds
our standard input: when that closes, because it stops us or died itself, we save and leave.
"""

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app as ministack
from ministack.core.persistence import PERSIST_STATE

from infra.local.asgi import Receive, Scope, Send
from infra.local.front import Front
from infra.local.mails import Mailbox
from infra.local.nursery import nursery
from infra.local.snapshots import Snapshots

STDIN = 0


async def main(data: Path, aws: int, front: int, front_port: int) -> None:
    """
    Serve until the parent closes our standard input.

    Args:
        data: The folder of this stack; MiniStack's own state lies in it too.
        aws: The descriptor of a bound socket, for the AWS endpoint.
        front: The same for the product.
        front_port: Where *front* is bound; by it the two are told apart.
    """
    mailbox = Mailbox(ministack, data / "mails.jsonl" if PERSIST_STATE else None)
    snapshots = Snapshots(ministack, mailbox, data)
    product = Front(ministack, mailbox)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            snapshots.is_due = True
            if _is_of_cloudformation(scope):
                snapshots.deploying()
            if scope["server"][1] == front_port:
                await product(scope, receive, send)
                return
        await ministack(scope, receive, send)

    config = Config()
    config.bind = [f"fd://{aws}", f"fd://{front}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    taking = asyncio.create_task(snapshots.keep_taking()) if PERSIST_STATE else None
    await serve(app, config, shutdown_trigger=_parent_is_gone)
    if taking:
        taking.cancel()
        # The server's end has made MiniStack save.
        await snapshots.finish()


def _is_of_cloudformation(scope: Scope) -> bool:
    # A signed request names its service.
    return any(
        name == b"authorization" and b"/cloudformation/" in value
        for name, value in scope["headers"]
    )


async def _parent_is_gone() -> None:
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(STDIN, gone.set)
    await gone.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("aws", type=int)
    parser.add_argument("front", type=int)
    parser.add_argument("front_port", type=int)
    # MiniStack has read it; functions inherit our environment, and their level is their own.
    del os.environ["LOG_LEVEL"]
    # It counts what it does, and complains that nobody asked.
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    with nursery(Path(os.environ["TMPDIR"])) as python:
        # MiniStack runs functions with its own interpreter. They must see our packages, not its.
        sys.executable = str(python)
        asyncio.run(main(**vars(parser.parse_args())))
