"""
`make run`: the whole product on this machine, with a demo partner, until Ctrl-C.
"""

import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from infra.local.deploy import DeployFailed
from infra.local.deployed import HandlerFailed
from infra.local.places import CODE, DATA, TEMPLATE
from infra.local.seed import Demo, seed
from infra.local.stack import LocalStack
from infra.local.watch import Watch

LOOK_SECONDS = 0.5
PROVIDER_PORTS = {
    name: int(os.environ.get(f"TENANTRY_{name.upper()}_PORT", port))
    for name, port in {
        "stripe": 12111,
        "paystack": 12121,
        "flutterwave": 12131,
        "mpesa": 12141,
        "paddle": 12151,
    }.items()
}
DNS_PORTS = {
    "dns": int(os.environ.get("TENANTRY_DNS_PORT", "12153")),
    "zones": int(os.environ.get("TENANTRY_ZONES_PORT", "12161")),
}
EDGE_PORTS = {
    "edge": int(os.environ.get("TENANTRY_EDGE_PORT", "12171")),
    "door": int(os.environ.get("TENANTRY_DOOR_PORT", "12173")),
}
DEMO = DATA / "demo.json"


def run(port: int, aws_port: int) -> int:
    """
    Serve until told to stop, and answer with the process's exit code.
    """
    started, watch = time.monotonic(), Watch([TEMPLATE, *CODE])
    print("Starting ...", flush=True)
    with (
        LocalStack(
            DATA,
            port,
            aws_port=aws_port,
            provider_ports=PROVIDER_PORTS,
            dns_ports=DNS_PORTS,
            edge_ports=EDGE_PORTS,
            keeps=True,
        ) as stack,
        stack.engine.log.open() as log,
    ):
        log.seek(0, os.SEEK_END)
        demo = _demo(stack)
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        print(_welcome(stack, demo, time.monotonic() - started), flush=True)
        _send_again(stack)
        return _serve(stack, watch, log, stop)


def _serve(stack: LocalStack, watch: Watch, log: IO[str], stop: threading.Event) -> int:
    while not stop.wait(LOOK_SECONDS):
        # Warnings and errors only, MiniStack's and ours.
        print(log.read(), end="", flush=True)
        if stack.engine.process.poll() is not None:
            print(f"MiniStack has ended by itself; see {stack.engine.log}", file=sys.stderr)
            return 1
        if changed := watch.changed():
            _take_up(stack, changed)
    print("Saving and stopping ...", flush=True)
    return 0


def _demo(stack: LocalStack) -> Demo | None:
    first = stack.client("dynamodb").scan(TableName=stack.table_name, Limit=1)
    if not first["Items"]:
        demo = seed(stack)
        DEMO.unlink(missing_ok=True)
        with os.fdopen(os.open(DEMO, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(demo), file, indent=2)
        return demo
    return Demo(**json.loads(DEMO.read_text())) if DEMO.exists() else None


def _send_again(stack: LocalStack) -> None:
    # What was on its way when the last run ended; whoever has seen an event drops it.
    try:
        stack.invoke("EventRelayRepublish", {"time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"})
    except HandlerFailed as error:
        print(error, file=sys.stderr)


def _take_up(stack: LocalStack, changed: set[Path]) -> None:
    names = ", ".join(sorted(path.name for path in changed))
    try:
        if TEMPLATE in changed:
            stack.deploy()
        stack.restart_functions()
    except DeployFailed as error:
        print(error, file=sys.stderr)
    else:
        print(f"{time.strftime('%H:%M:%S')}  took up {names}", flush=True)


def _welcome(stack: LocalStack, demo: Demo | None, seconds: float) -> str:
    lost = f"The demo's keys are not in {DEMO}. To begin anew: python -m infra.local reset"
    return f"""
Tenantry runs; it took {seconds:.1f} s to start.
Changed code serves the next call. Ctrl-C stops it and keeps its data.

  The product        {stack.base_url}
  Its documentation  {stack.base_url}/docs
  Sent mail          {stack.base_url}/_mail
  Payments (Stripe)  {stack.stripe.base_url}
  Phones (M-Pesa)    {stack.mpesa.base_url}
  Domains' records   {stack.dns.base_url}
  Partners' hosts    https://127.0.0.1:{stack.door_port}, by their names
  AWS endpoint       {stack.endpoint_url}

{demo.told(stack.base_url) if demo else lost}
"""
