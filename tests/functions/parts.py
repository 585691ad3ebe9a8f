"""
The parts that the self-check looks at.
"""

import os

import boto3

from tests.deployment import REGION

PREFIX = "tenantry-test-"
QUEUES = (
    "PILOT_DEAD_LETTERS",
    "MAIL_QUEUE",
    "MAIL_DEAD_LETTERS",
    "FEEDBACK_QUEUE",
    "FEEDBACK_DEAD_LETTERS",
    "WEBHOOK_QUEUE",
    "WEBHOOK_DEAD_LETTERS",
    "STOCK_QUEUE",
    "STOCK_DEAD_LETTERS",
    "DUNNING_QUEUE",
    "DUNNING_DEAD_LETTERS",
    "DOMAIN_QUEUE",
    "DOMAIN_DEAD_LETTERS",
    "EXPORT_QUEUE",
    "EXPORT_DEAD_LETTERS",
    "SUSPICION_QUEUE",
    "SUSPICION_DEAD_LETTERS",
    "STATEMENT_QUEUE",
    "STATEMENT_DEAD_LETTERS",
    "LEDGER_QUEUE",
    "LEDGER_DEAD_LETTERS",
    "EVENT_DEAD_LETTERS",
)


def watch_all_parts() -> None:
    """
    Make the queues, and tell the self-check's function of them; the deployment forgets at its end.
    """
    os.environ["TENANTRY_FUNCTION_PREFIX"] = PREFIX
    sqs = boto3.client("sqs", REGION)
    for name in QUEUES:
        sqs.create_queue(QueueName=name)
        os.environ[f"TENANTRY_{name}"] = name
