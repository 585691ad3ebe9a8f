"""
Webhooks as a process of its own applies them, when it takes them from the queue.
"""

import json
from typing import Any

from billing_webhooks.apply import handler
from tenantry.providers.webhook import Trust
from tests.calling import CONTEXT


def apply_webhook(provider: str, body: str) -> list[Any]:
    """
    Apply a webhook that was found authentic; what the queue is to give again.
    """
    queued = {
        "provider": provider,
        "trust": Trust.SIGNED,
        "path": {"provider": provider},
        "sent_from": "127.0.0.1",
        "body": body,
    }
    records = [{"messageId": "1", "body": json.dumps(queued)}]
    failed: list[Any] = handler({"Records": records}, CONTEXT)["batchItemFailures"]
    return failed
