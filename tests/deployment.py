"""
A deployment in this process: the template's own table and what stands around it, in moto.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
from moto import mock_aws

from infra.local.places import TEMPLATE
from infra.local.rates.server import APP_ID
from infra.local.tables import NAMES_TO_CREATE_TABLE
from infra.local.template import load
from tenantry import server_key, services, table
from tenantry.fx_sources.secrets import open_rates_key
from tenantry.providers import secrets
from tenantry.providers.parts import NAMES
from tests import identifying
from tests.edging import edge_of_tests
from tests.quick_moto import quick_moto

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
    "TENANTRY_EXPORT_BUCKET": "tenantry-test-exports",
    # Nobody listens there: tests that look names up play a server, or none.
    "TENANTRY_RESOLVERS": "127.0.0.1:9",
    "TENANTRY_DNS_PORT": "9",
    "TENANTRY_PICTURE_BUCKET": "tenantry-test-pictures",
    **{f"TENANTRY_{name.upper()}_SECRET": name for name in NAMES},
    # Nobody listens there: tests that ask a provider serve their own.
    **{f"TENANTRY_{name.upper()}_URL": f"http://127.0.0.1:9/{name}" for name in NAMES},
    # Nobody listens there: tests that ask for rates serve their own.
    "TENANTRY_CENTRAL_BANK_URL": "http://127.0.0.1:9/ecb",
    "TENANTRY_OPEN_RATES_URL": "http://127.0.0.1:9/open",
    "TENANTRY_OPEN_RATES_SECRET": "open-rates",
}
_NAMES = "PILOT MAIL FEEDBACK WEBHOOK STOCK DUNNING DOMAIN EXPORT SUSPICION LEDGER STATEMENT"
QUEUES = tuple(_NAMES.split())
STRIPE_SECRETS = {"api_key": "sk_test_key", "webhook_secrets": ["whsec_new", "whsec_old"]}
PROVIDER_SECRETS = {
    "stripe": STRIPE_SECRETS,
    "paystack": {"api_key": "sk_test_new", "webhook_keys": ["sk_test_new", "sk_test_old"]},
    "flutterwave": {
        "version": "v3",
        "api_key": "FLWSECK_TEST-key",
        "secret_hashes": ["hash-new", "hash-old"],
        "mode": "test",
    },
    "mpesa": {
        "consumer_key": "consumer",
        "consumer_secret": "secret",
        "short_code": "174379",
        "passkey": "passkey",
        "initiator_name": "initiator",
        "security_credential": "c2VjcmV0",
        "path_secrets": ["path-new", "path-old"],
        "addresses": ["196.201.214.200"],
        "mode": "test",
    },
    "paddle": {
        "api_key": "pdl_sdbx_apikey",
        "webhook_secrets": ["pdl_ntfset_new", "pdl_ntfset_old"],
        "mode": "test",
    },
}


@contextmanager
def deployed() -> Iterator[None]:
    """
    An empty deployment: table, server key, bus, sender and queue; gone at the end.
    """
    before = dict(os.environ)
    os.environ.update(ENVIRONMENT | edge_of_tests().environment() | identifying.environment())
    os.environ.pop("AWS_ENDPOINT_URL", None)
    try:
        with mock_aws(), quick_moto():
            _forget_what_was_read()
            _create_table()
            _create_the_rest()
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        _forget_what_was_read()
        edge_of_tests().forget()
        identifying.identities_of_tests().forget()


def _create_the_rest() -> None:
    _client("secretsmanager").create_secret(Name="server-key", SecretString="k" * 64)
    sealing_key = _client("kms").create_key()["KeyMetadata"]["Arn"]
    os.environ["TENANTRY_SEALING_KEY"] = sealing_key
    _client("events").create_event_bus(Name=ENVIRONMENT["TENANTRY_BUS"])
    _client("sesv2").create_email_identity(EmailIdentity="no-reply@example.com")
    for name, secrets_of_provider in PROVIDER_SECRETS.items():
        _client("secretsmanager").create_secret(
            Name=name, SecretString=json.dumps(secrets_of_provider)
        )
    _client("secretsmanager").create_secret(Name="open-rates", SecretString=APP_ID)
    sqs = _client("sqs")
    for name in QUEUES:
        for suffix in ("QUEUE", "DEAD_LETTERS"):
            queue = sqs.create_queue(QueueName=f"{name}-{suffix}")["QueueUrl"]
            os.environ[f"TENANTRY_{name}_{suffix}_URL"] = queue
            os.environ[f"TENANTRY_{name}_{suffix}"] = f"{name}-{suffix}"


def _create_table() -> None:
    _client("dynamodb").create_table(TableName="tenantry-test", **_schema())


@cache
def _client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    # Not anew for each deployment: to make them takes longer than all that they make.
    return boto3.client(service, REGION)  # type: ignore[call-overload]


@cache
def _schema() -> dict[str, Any]:
    # Reading the template takes longer than making everything that stands in it here.
    resources = load(TEMPLATE)["Resources"].values()
    properties = next(
        resource["Properties"]
        for resource in resources
        if resource["Type"] == "AWS::DynamoDB::Table"
    )
    return {
        name: value
        for name, value in properties.items()
        if name in NAMES_TO_CREATE_TABLE - {"StreamSpecification"}
    }


def forget_clients() -> None:
    """
    Let the next call make its clients with other credentials, and read its secrets, anew.
    """
    services.session.cache_clear()
    _forget_what_was_read()


def _forget_what_was_read() -> None:
    # The session stays: a new one would read all descriptions of AWS again.
    table.connection.cache_clear()
    services.client.cache_clear()
    server_key.key.cache_clear()
    secrets.provider_secrets.cache_clear()
    open_rates_key.cache_clear()
