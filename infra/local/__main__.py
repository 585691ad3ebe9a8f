"""
`python -m infra.local`: run the product on this machine, and look into it while it runs.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from urllib.error import HTTPError

from botocore.exceptions import EndpointConnectionError, HTTPClientError

from infra.local.deploy import DeployFailed
from infra.local.deployed import Deployed, HandlerFailed, UnknownName
from infra.local.launcher import CannotStart, remove
from infra.local.places import DATA, HOST
from infra.local.run import run

PORT = os.environ.get("TENANTRY_PORT", "8080")
AWS_PORT = os.environ.get("TENANTRY_AWS_PORT", "4566")


def main(arguments: list[str]) -> int:
    """
    Do what the command line asks, and answer with the process's exit code.
    """
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (EndpointConnectionError, HTTPClientError):
        print(f"The AWS endpoint on port {options.aws_port} does not answer.", file=sys.stderr)
        print(f"`make run` starts it; what it said is in {DATA}/ministack.log", file=sys.stderr)
    except (CannotStart, DeployFailed, HandlerFailed, UnknownName) as error:
        print(error, file=sys.stderr)
    except HTTPError as error:
        print(f"The demo partner could not be made: {error.url} answered {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped before it had started.", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace) -> int:
    if options.command == "run":
        return run(options.port, options.aws_port)
    if options.command == "reset":
        remove(DATA)
        return 0
    running = Deployed(f"http://{HOST}:{options.aws_port}")
    if options.command == "invoke":
        event = json.loads(options.event.read_text())
        print(json.dumps(running.invoke(options.function, event), indent=2))
    elif options.command == "logs":
        print("\n".join(running.logs(options.function)))
    else:
        print(json.dumps(running.environments(), indent=2))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    ports = argparse.ArgumentParser(add_help=False)
    ports.add_argument("--aws-port", type=int, default=AWS_PORT, help="TENANTRY_AWS_PORT, or 4566")
    run_it = commands.add_parser("run", parents=[ports], help="serve until Ctrl-C")
    run_it.add_argument("--port", type=int, default=PORT, help="TENANTRY_PORT, or 8080")
    commands.add_parser("reset", help="remove all data, so that the next run begins anew")
    invoke = commands.add_parser(
        "invoke", parents=[ports], help="call a function of the running stack"
    )
    invoke.add_argument("function", help="its name in template.yaml")
    invoke.add_argument("event", type=Path, help="a file with the event, as in tests/events")
    logs = commands.add_parser("logs", parents=[ports], help="show a function's log")
    logs.add_argument("function", help="its name in template.yaml")
    commands.add_parser(
        "environment", parents=[ports], help="print the functions' environment, for sam local"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
