"""
What command tests stand on: one deployment for a module, and in it a new table for each test.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tenantry import settings, table
from tests.builders import make_plan
from tests.deployment import deployed

SCHEMA = ("TableName", "AttributeDefinitions", "KeySchema")
INDEX_SCHEMA = ("IndexName", "KeySchema", "Projection")


@pytest.fixture(scope="module")
def deployment() -> Iterator[None]:
    """
    A deployment whose clients are made once: that takes ten times as long as most tests.
    """
    with deployed():
        yield


@pytest.fixture
def world(deployment: None) -> None:
    """
    An empty table, like the one that the template makes.
    """
    del deployment
    client: Any = table.connection().connection.client
    before = client.describe_table(TableName=settings.table_name())["Table"]
    indexes = [
        {name: index[name] for name in INDEX_SCHEMA} for index in before["GlobalSecondaryIndexes"]
    ]
    client.delete_table(TableName=settings.table_name())
    client.create_table(
        **{name: before[name] for name in SCHEMA},
        GlobalSecondaryIndexes=indexes,
        BillingMode="PAY_PER_REQUEST",
    )


@pytest.fixture
def catalogue(world: None) -> None:
    """
    A table with the plan `growth`.
    """
    del world
    make_plan()
