"""
Receives providers' webhooks: authentic or refused, then one message to the queue, and 200.
"""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from billing_webhooks.answers import ACCEPTED, Answer, problem, taken
from billing_webhooks.reading import read
from tenantry import queue_settings, settings
from tenantry.errors import TooLarge
from tenantry.providers.parts import ProviderNotFound, judge
from tenantry.providers.secrets import NotConfigured, provider_secrets
from tenantry.providers.webhook import Trust, Webhook
from tenantry.services import client

if settings.is_lambda():
    # Made while the function initialises; each provider's secret is read with its first webhook.
    client("sqs")


def handler(event: dict[str, Any], context: object) -> Answer:
    """
    Queue an authentic event; its raw body goes on as it came.
    """
    path = event.get("pathParameters") or {}
    # M-Pesa allows its own name nowhere in an address.
    provider = path.get("provider", "mpesa")
    try:
        webhook = read(event, path)
        trust = judge(provider)(webhook, provider_secrets(provider), datetime.now(UTC))
    except ValueError:
        trust = None
    except ProviderNotFound as error:
        return problem(HTTPStatus.NOT_FOUND, error.code, str(error))
    except NotConfigured as error:
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, error.code, str(error))
    except TooLarge as error:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error.code, str(error))
    if trust is None:
        detail = "nothing proves that this comes from the provider, now and as it is"
        return problem(HTTPStatus.BAD_REQUEST, "webhook.not_authentic", detail)
    if not webhook.only_asks:
        _queue(webhook, provider, trust)
    return taken(ACCEPTED if provider == "mpesa" else {})


def _queue(webhook: Webhook, provider: str, trust: Trust) -> None:
    message = {
        "provider": provider,
        "trust": trust,
        # A token has done its work, and no secret goes on a queue.
        "path": {name: part for name, part in webhook.path.items() if name != "token"},
        "sent_from": webhook.sent_from,
        "body": webhook.body.decode(),
    }
    client("sqs").send_message(
        QueueUrl=queue_settings.webhook_queue_url(),
        MessageBody=json.dumps(message, ensure_ascii=False),
    )
