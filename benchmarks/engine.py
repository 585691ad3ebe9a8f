"""
The handlers in this process against a real engine's table, and a view on every call to it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.deploy import client
from infra.local.launcher import Engine
from infra.local.tables import create_table
from tenantry import server_key, services, table
from tests.deployment import ENVIRONMENT, REGION


@contextmanager
def on_engine() -> Iterator[None]:
    """
    A bare engine with the template's table and a server key; gone at the end.
    """
    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder, Engine(Path(folder)) as engine:
        create_table(engine.endpoint_url, ENVIRONMENT["TENANTRY_TABLE"])
        client(engine.endpoint_url, "secretsmanager").create_secret(
            Name=ENVIRONMENT["TENANTRY_SERVER_KEY_SECRET"], SecretString="k" * 64
        )
        os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=engine.endpoint_url, AWS_REGION=REGION)
        _forget_clients()
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)
            _forget_clients()


def _forget_clients() -> None:
    table.connection.cache_clear()
    services.session.cache_clear()
    services.client.cache_clear()
    server_key.key.cache_clear()
