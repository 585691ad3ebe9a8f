"""
From process start to a ready handler, against a bare process with boto3's DynamoDB client.

Our functions run on the layer as it is released, built for this machine's processor; the bare
process has boto3 as it is installed, which is how Lambda's own runtime brings it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from benchmarks.figures import Figure, median
from infra.layer.build import build
from infra.layer.places import Platform
from infra.local.places import TEMPLATE
from infra.local.template import load
from tests.deployment import ENVIRONMENT, STRIPE_SECRETS

ROOT = Path(__file__).parent.parent
RUNS = 9
BARE = "import boto3; boto3.client('dynamodb', 'eu-west-1')"
CONDITIONS = (
    f"built layer, compiled; median of {RUNS} runs, each right after one of the bare process"
)


def figures() -> Iterator[Figure]:
    """
    The ratio of each function, and the bare process's own time.
    """
    bare_times: list[float] = []
    with TemporaryDirectory() as layer, _secrets_manager() as endpoint:
        build(Platform.HOST, Path(layer))
        for handler in sorted(_handlers()):
            module = handler.rpartition(".")[0]
            ours, bare = [], []
            for _ in range(RUNS):
                bare.append(_seconds(BARE))
                ours.append(_seconds(f"import {module}; {module}.handler", layer, endpoint))
            bare_times += bare
            ratio = median(ours) / median(bare)
            yield Figure(f"cold start, {module}", round(ratio, 2), "times bare boto3", CONDITIONS)
    milliseconds = round(median(bare_times) * 1000)
    yield Figure("cold start, bare boto3", milliseconds, "ms", f"median of {len(bare_times)} runs")


def _handlers() -> set[str]:
    return {
        str(resource["Properties"]["Handler"])
        for resource in load(TEMPLATE)["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    }


class Secret(BaseHTTPRequestHandler):
    """
    Answers the one call that a function makes while it initialises, at once.
    """

    def do_POST(self) -> None:
        """
        Give the secret.
        """
        body = json.dumps({"SecretString": json.dumps(STRIPE_SECRETS)}).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's own name
        """
        Say nothing between the figures.
        """


@contextmanager
def _secrets_manager() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Secret) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _seconds(code: str, layer: str | None = None, endpoint: str = "") -> float:
    environment = {
        **ENVIRONMENT,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": "" if layer is None else f"{ROOT / 'functions'}:{layer}",
        # Lambda sets it; our modules make their client while the function initialises.
        "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
        "POWERTOOLS_SERVICE_NAME": "benchmark",
        **({"AWS_ENDPOINT_URL": endpoint} if endpoint else {}),
        "TENANTRY_PILOT_QUEUE_URL": "https://queue.example",
        "TENANTRY_DUNNING_QUEUE_URL": "https://queue.example",
    }
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    return time.perf_counter() - started
