"""
What command and function tests stand on: the template's own table, in moto, one for each test.
"""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from infra.local.places import TEMPLATE
from infra.local.tables import NAMES_TO_CREATE_TABLE
from infra.local.template import load
from tenantry import server_key, services, table

REGION = "eu-west-1"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "TENANTRY_TABLE": "tenantry-test",
    "TENANTRY_STAGE": "dev",
    "TENANTRY_BASE_URL": "https://partners.example.com",
    "TENANTRY_SERVER_KEY_SECRET": "server-key",
    "TENANTRY_MAIL_FROM": "no-reply@example.com",
    "TENANTRY_BUS": "tenantry-test-events",
}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    An empty deployment in this process: the table, the server key, the bus, a sender and the queue.
    """
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        _forget_clients()
        _create_table()
        boto3.client("secretsmanager", REGION).create_secret(
            Name="server-key", SecretString="k" * 64
        )
        boto3.client("events", REGION).create_event_bus(Name=ENVIRONMENT["TENANTRY_BUS"])
        boto3.client("sesv2", REGION).create_email_identity(EmailIdentity="no-reply@example.com")
        queue = boto3.client("sqs", REGION).create_queue(QueueName="pilots")["QueueUrl"]
        monkeypatch.setenv("TENANTRY_PILOT_QUEUE_URL", queue)
        yield
    _forget_clients()


def _create_table() -> None:
    resources = load(TEMPLATE)["Resources"].values()
    properties = next(
        resource["Properties"]
        for resource in resources
        if resource["Type"] == "AWS::DynamoDB::Table"
    )
    schema = {
        name: value
        for name, value in properties.items()
        if name in NAMES_TO_CREATE_TABLE - {"StreamSpecification"}
    }
    boto3.client("dynamodb", REGION).create_table(TableName="tenantry-test", **schema)


def _forget_clients() -> None:
    table.connection.cache_clear()
    services.client.cache_clear()
    server_key.key.cache_clear()
