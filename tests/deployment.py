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
    **{f"TENANTRY_{name.upper()}_SECRET": name for name in NAMES},
    # Nobody listens there: tests that ask a provider serve their own.
    **{f"TENANTRY_{name.upper()}_URL": f"http://127.0.0.1:9/{name}" for name in NAMES},
    # Nobody listens there: tests that ask for rates serve their own.
    "TENANTRY_CENTRAL_BANK_URL": "http://127.0.0.1:9/ecb",
    "TENANTRY_OPEN_RATES_URL": "http://127.0.0.1:9/open",
    "TENANTRY_OPEN_RATES_SECRET": "open-rates",
}
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
    os.environ.update(ENVIRONMENT)
    os.environ.pop("AWS_ENDPOINT_URL", None)
    try:
        with mock_aws():
            forget_clients()
            _create_table()
            _create_the_rest()
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        forget_clients()


def _create_the_rest() -> None:
    boto3.client("secretsmanager", REGION).create_secret(Name="server-key", SecretString="k" * 64)
    sealing_key = boto3.client("kms", REGION).create_key()["KeyMetadata"]["Arn"]
    os.environ["TENANTRY_SEALING_KEY"] = sealing_key
    boto3.client("events", REGION).create_event_bus(Name=ENVIRONMENT["TENANTRY_BUS"])
    boto3.client("sesv2", REGION).create_email_identity(EmailIdentity="no-reply@example.com")
    for name, secrets_of_provider in PROVIDER_SECRETS.items():
        boto3.client("secretsmanager", REGION).create_secret(
            Name=name, SecretString=json.dumps(secrets_of_provider)
        )
    boto3.client("secretsmanager", REGION).create_secret(Name="open-rates", SecretString=APP_ID)
    sqs = boto3.client("sqs", REGION)
    for name in ("PILOT", "MAIL", "WEBHOOK", "STOCK", "DUNNING"):
        for suffix in ("QUEUE", "DEAD_LETTERS"):
            queue = sqs.create_queue(QueueName=f"{name}-{suffix}")["QueueUrl"]
            os.environ[f"TENANTRY_{name}_{suffix}_URL"] = queue


def _create_table() -> None:
    boto3.client("dynamodb", REGION).create_table(TableName="tenantry-test", **_schema())


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
    Let the next call make its clients, and read its secrets, anew.
    """
    table.connection.cache_clear()
    services.session.cache_clear()
    services.client.cache_clear()
    server_key.key.cache_clear()
    secrets.provider_secrets.cache_clear()
    open_rates_key.cache_clear()
