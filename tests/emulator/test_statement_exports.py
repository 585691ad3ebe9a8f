"""
A large statement as a file, on the whole stack: asked for, written to the bucket, fetched by link.
"""

import csv
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest

from infra.local.places import HOST
from infra.local.stack import eventually
from tenantry.ids import TenantId
from tests.deployment import forget_clients
from tests.emulator.commanding import environment
from tests.emulator.provisioned import Programme
from tests.written import SEPTEMBER, a_line, write_statement

type Json = Any

pytestmark = [pytest.mark.emulator, pytest.mark.requirement("R-COM-4")]


@pytest.fixture
def in_the_stack(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    What this process writes stands in the stack's own table.
    """
    stack = programme.stack
    variables = environment(stack.engine.endpoint_url, stack.table_name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    forget_clients()
    yield
    forget_clients()


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own loopback
        content: bytes = answer.read()
    return content


@pytest.mark.usefixtures("in_the_stack")
@pytest.mark.parametrize("format_", ["csv", "pdf"])
def test_a_partner_fetches_a_file_by_its_link(programme: Programme, format_: str) -> None:
    reseller = programme.new_reseller()
    write_statement(TenantId(reseller["id"]), [a_line(number) for number in range(3)])
    owner = programme.owner_of(reseller)
    path = f"/v1/resellers/{reseller['id']}/statements/{SEPTEMBER}/exports"

    asked = owner.call("POST", path, {"format": format_}).json
    ready = eventually(lambda: finished(owner.call("GET", f"{path}/{asked['id']}").json))

    content = fetched(ready["link"])
    assert ready["link"].startswith(f"http://{HOST}:")
    assert len(content) == ready["size"]
    if format_ == "csv":
        rows = csv.DictReader(StringIO(content.decode(), newline=""))
        assert sum(Decimal(row["amount"]) for row in rows) == Decimal("0.93")


def finished(export: Json) -> Json:
    """
    The export once it is ready; nothing before.
    """
    return export if export["state"] == "ready" else None
