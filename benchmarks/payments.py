"""
What a tenant's paid event costs, by provider: to receive, and to apply.
"""

import importlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from benchmarks.asked import World, a_world
from benchmarks.engine import on_engine, tallied
from benchmarks.figures import Figure, median
from benchmarks.webhooks import QUEUE, Queue
from infra.local.deploy import client
from tenantry import services
from tenantry.charges import rules, store
from tenantry.charges.model import Charge, Purpose
from tenantry.ids import TenantId
from tenantry.ledger.model import CollectedBy
from tenantry.money import Money
from tenantry.providers import registry
from tenantry.providers.facts import ProviderEvent
from tenantry.providers.secrets import provider_secrets
from tenantry.subscriptions import store as subscriptions
from tenantry.subscriptions.model import Sold, Terms
from tenantry.transactions import transaction
from tests.calling import CONTEXT
from tests.deployment import ENVIRONMENT
from tests.unit.providers.conformance.case import Case, Told
from tests.unit.providers.conformance.cases import CASES

ROUNDS = 12
SECRET = "a webhook secret"  # noqa: S105 - of this benchmark


class Agreeing:
    """
    A provider that agrees at once with whatever it is asked about.
    """

    def confirm(self, event: ProviderEvent, now: datetime) -> ProviderEvent:
        """
        Agree.
        """
        del now
        return event


def figures() -> Iterator[Figure]:
    """
    Calls, capacity and processor time of one paid event, for each way in which a provider speaks.
    """
    with on_engine():
        os.environ["TENANTRY_WEBHOOK_QUEUE_URL"] = QUEUE
        queue = Queue()
        services.client("sqs").meta.events.register_first("before-send.sqs", queue.take)
        receive = importlib.import_module("billing_webhooks.receive").handler
        apply = importlib.import_module("billing_webhooks.apply").handler
        world = a_world()
        for case in CASES:
            yield from _of(case, world, receive, apply)


def _of(
    case: Case, world: World, receive: Callable[..., Any], apply: Callable[..., Any]
) -> Iterator[Figure]:
    _forget_payments(TenantId(world.tenant_id))
    _put_secret(case)
    tolds = [Told(case.usual, datetime.now(UTC), number) for number in range(1, ROUNDS + 1)]
    _ask(case, tolds, world)
    requests = [_request(case, told) for told in tolds]
    received = [_seconds(receive, request, CONTEXT) for request in requests]
    with patch.object(registry, "provider", lambda _: Agreeing()):
        applied = [_seconds(apply, _message(case, told), CONTEXT) for told in tolds[:-1]]
        with tallied() as tally:
            answer = apply(_message(case, tolds[-1]), CONTEXT)
    assert answer == {"batchItemFailures": []}, answer
    made = ", ".join(tally.operations)
    asked = "" if case.trust == "signed" else "; the provider, asked, agrees at once"
    came = "paid charge" if "charge" in case.brings else "suspended payment"
    name, conditions = f"{came}, {case.name}", f"warm; {made}{asked}"
    yield Figure(f"calls, {name}", len(tally.operations), "calls", conditions)
    yield Figure(f"capacity, {name}", tally.capacity, "units", conditions)
    spent = round(median(applied) * 1000, 2)
    yield Figure(f"processor time, {name}", spent, "ms", f"{ROUNDS} events; {conditions}")
    spent = round(median(received) * 1000, 2)
    conditions = f"{ROUNDS} events; a queue that answers at once"
    yield Figure(f"processor time, receive {case.name}", spent, "ms", conditions)


def _forget_payments(tenant_id: TenantId) -> None:
    """
    Begin again with a subscription that counts no payment: nobody pays forty times a month.
    """
    before = subscriptions.get_subscription(tenant_id)
    assert before is not None, "the tenant has accepted an invite"
    with transaction() as writes:
        after = replace(before, covers=(), version=before.version + 1)
        subscriptions.replace(writes, before, after)


def _put_secret(case: Case) -> None:
    secret_id = ENVIRONMENT[f"TENANTRY_{case.provider.upper()}_SECRET"]
    secrets = client(os.environ["AWS_ENDPOINT_URL"], "secretsmanager")
    value = json.dumps(case.account([SECRET]))
    try:
        secrets.create_secret(Name=secret_id, SecretString=value)
    except secrets.exceptions.ResourceExistsException:
        secrets.put_secret_value(SecretId=secret_id, SecretString=value)
    provider_secrets.cache_clear()


def _ask(case: Case, tolds: list[Told], world: World) -> None:
    """
    The charges that the events pay, as if they had been asked for.
    """
    sold = Sold(case.usual, Money(1, case.usual.currency))
    for told in tolds:
        known = store.get_charge(told.charge_id)
        charge = Charge(
            id=told.charge_id,
            tenant_id=TenantId(world.tenant_id),
            reseller_id=TenantId(world.reseller_id),
            provider=case.provider,
            reference=rules.reference_of(told.charge_id),
            collected_by=CollectedBy.PLATFORM,
            purpose=Purpose.PERIOD,
            amount=case.usual,
            terms=Terms("growth", sold=sold),
            covers=(told.at, told.at),
            asked_at=told.at,
        )
        with transaction() as writes:
            if known is None:
                store.create(writes, charge)
            else:
                store.replace(writes, known, replace(charge, version=known.version + 1))


def _request(case: Case, told: Told) -> dict[str, Any]:
    sent = case.sign(case.paid(told), SECRET, datetime.now(UTC))
    path = dict(sent.path) if case.provider == "mpesa" else {"provider": case.provider}
    return {
        "pathParameters": path,
        "headers": dict(sent.headers),
        "body": sent.body.decode(),
        "isBase64Encoded": False,
    }


def _message(case: Case, told: Told) -> dict[str, Any]:
    sent = case.paid(told)
    body = {
        "provider": case.provider,
        "trust": case.trust,
        "path": dict(sent.path),
        "sent_from": "",
        "body": sent.body,
    }
    return {"Records": [{"messageId": "1", "body": json.dumps(body)}]}


def _seconds(action: Callable[..., object], *arguments: object) -> float:
    started = time.process_time()
    action(*arguments)
    return time.process_time() - started
