"""
Charges in function tests: asked for over HTTP, and paid by events of Paystack's.
"""

from itertools import count

from billing_webhooks.apply import handler as apply
from tests import stripe_events
from tests.calling import CONTEXT, Answer, call
from tests.charging import PAY_DAY
from tests.functions.cast import Json, made
from tests.functions.lambdas import failed_in, messages

_numbers = count(1)


def ask(secret: str, tenant: Json, changes: Json | None = None, key: str | None = None) -> Answer:
    """
    Ask for the next period through Paystack; the provider of this process must stand in.
    """
    body = {"provider": "paystack", "email": "kofi@shop.example"} | (changes or {})
    return call("POST", f"/v1/tenants/{tenant['id']}/charges", body=body, secret=secret, key=key)


def a_charge(secret: str, tenant: Json, **changes: object) -> Json:
    """
    A charge that waits to be paid.
    """
    return made(ask(secret, tenant, changes))


def an_upgrade(**changes: object) -> Json:
    """
    To the plan `growth`, by month, in US dollars.
    """
    return {"plan_code": "growth", "currency": "USD"} | changes


def paid(charge: Json, minor: int | None = None) -> Json:
    """
    Paystack says that a charge was paid: what was asked for, unless another amount is given.
    """
    amount = charge["amount_minor"] if minor is None else minor
    return _transaction(charge["id"].replace("_", "-", 1), amount, charge["currency"])


def a_stray_payment() -> Json:
    """
    Paystack says that money came which nobody asked for.
    """
    return _transaction(f"T{next(_numbers)}", 1_500, "USD")


def tell(*events: Json) -> None:
    """
    Apply what Paystack tells, as the webhook queue brings it.
    """
    queued = (stripe_events.queued(event, "paystack") for event in events)
    assert failed_in(apply(messages(*queued), CONTEXT)) == []


def a_paid_charge(secret: str, tenant: Json, **changes: object) -> tuple[Json, Json]:
    """
    A charge that was paid, and its payment.
    """
    charge = a_charge(secret, tenant, **changes)
    tell(paid(charge))
    path = f"/v1/tenants/{tenant['id']}"
    charge = made(call("GET", f"{path}/charges/{charge['id']}", secret=secret), 200)
    payment_id = charge["payment_ids"][0]
    return charge, made(call("GET", f"{path}/payments/{payment_id}", secret=secret), 200)


def a_suspended_payment(operator: str) -> Json:
    """
    Money that waits for an operator.
    """
    event = a_stray_payment()
    tell(event)
    listed = made(call("GET", "/v1/suspended-payments?limit=200", secret=operator), 200)["items"]
    reference = event["data"]["reference"]
    [suspended] = [one for one in listed if one["reference"] == reference]
    found: Json = suspended
    return found


def decide(operator: str, suspended: Json, decision: str, **body: str) -> Answer:
    """
    Match a suspended payment, or return it.
    """
    path = f"/v1/suspended-payments/{suspended['id']}/{decision}"
    return call("POST", path, body={"comment": "by phone"} | body, secret=operator)


def _transaction(reference: str, amount: int, currency: str) -> Json:
    about = {
        "id": next(_numbers),
        "domain": "test",
        "status": "success",
        "reference": reference,
        "amount": amount,
        "currency": currency,
        "paid_at": PAY_DAY.isoformat(),
        "metadata": None,
    }
    return {"event": "charge.success", "data": about}
