"""
What providers tell of payouts by themselves.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.flutterwave.server import StandIn as Flutterwave
from infra.local.paystack.acts import proof as paystack_proof
from infra.local.paystack.server import StandIn as Paystack
from infra.local.stripe.player import Player as Stripe
from tenantry.errors import Invalid
from tenantry.providers.mpesa.signature import PayoutSubject, payout_subject
from tenantry.providers.parts import NAMES, judge
from tenantry.providers.payout_notices import heard_of
from tenantry.providers.payouts import PayoutState, provider_of
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON
from tests.unit.providers.introducing import hearing, known
from tests.unit.providers.payouts.case import ORDER_ID
from tests.unit.providers.payouts.cases import CASES, stripe_here

pytestmark = pytest.mark.requirement("R-COM-6")

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TOLD = [
    ("stripe", {"type": "transfer.reversed", "data": {"object": {"transfer_group": ORDER_ID}}}),
    ("paystack", {"event": "transfer.success", "data": {"reference": ORDER_ID.lower()}}),
    ("paystack", {"event": "transfer.failed", "data": {"reference": ORDER_ID.lower()}}),
    ("paystack", {"event": "transfer.reversed", "data": {"reference": ORDER_ID.lower()}}),
    ("flutterwave", {"event": "transfer.completed", "data": {"reference": ORDER_ID}}),
    ("flutterwave", {"type": "transfer.completed", "data": {"reference": ORDER_ID}}),
]
OTHERS = [
    ("stripe", {"type": "transfer.reversed", "data": {"object": {"transfer_group": "group_tr_1"}}}),
    ("stripe", {"type": "charge.succeeded", "data": {"object": {}}}),
    ("paystack", {"event": "transfer.success", "data": {"reference": "by-hand-in-dashboard"}}),
    ("paystack", {"event": "charge.success", "data": {}}),
    ("flutterwave", {"event": "transfer.completed", "data": {"reference": "by hand"}}),
    ("flutterwave", {"event": "charge.completed", "data": {}}),
    ("paddle", {"event_type": "transaction.completed", "data": {}}),
]


@pytest.mark.parametrize(("name", "event"), TOLD)
def test_a_webhook_about_a_transfer_of_ours_is_a_hint_to_ask(
    name: str, event: dict[str, Any]
) -> None:
    heard = heard_of(name, json.dumps(event), {})

    assert heard is not None
    assert heard.attempt_id == ORDER_ID
    assert heard.is_hint
    assert heard.answer.state is PayoutState.UNCLEAR


@pytest.mark.parametrize(("name", "event"), OTHERS)
def test_what_is_not_about_a_transfer_of_ours_says_nothing_of_payouts(
    name: str, event: dict[str, Any]
) -> None:
    assert heard_of(name, json.dumps(event), {}) is None


@pytest.mark.parametrize(("name", "event"), TOLD)
def test_a_transfer_without_a_name_is_refused(name: str, event: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        heard_of(name, json.dumps({**event, "data": []}), {})


@pytest.mark.parametrize("name", NAMES)
@given(content=ANY_JSON)
def test_any_body_says_something_or_nothing_or_is_refused(name: str, content: object) -> None:
    path = {"subject": payout_subject(ORDER_ID, PayoutSubject.RESULT)}
    wrapped = {"Result": content, "event": "transfer.failed", "type": "transfer.x", "data": content}
    for body in (content, wrapped):
        try:
            heard = heard_of(name, json.dumps(body), path)
        except Invalid:
            continue

        assert heard is None or heard.attempt_id == ORDER_ID or heard.is_hint


def test_a_webhook_of_paystacks_about_a_transfer_is_signed_as_all_are() -> None:
    body = json.dumps(TOLD[1][1]).encode()
    keys = {"webhook_keys": ["sk_test_1"]}
    webhook = Webhook(body, paystack_proof(body, keys))

    trust = judge("paystack")(webhook, keys, NOON)

    assert trust is Trust.SIGNED


def test_what_the_stand_ins_tell_is_heard(tmp_path: Path) -> None:
    starts: dict[str, Paystack | Flutterwave] = {
        "paystack": Paystack(tmp_path),
        "flutterwave": Flutterwave(tmp_path),
    }
    for name, starting in starts.items():
        case = next(case for case in CASES if case.name.startswith(name))
        with (
            starting as running,
            known(name, running.base_url, running.secret()),
            hearing(running.deliver_to) as wait,
        ):
            provider_of(case.method).send(case.order())
            (told,) = wait(1)

            heard = heard_of(name, told.body, {})
            trust = judge(name)(
                Webhook(told.body.encode(), told.headers), json.loads(running.secret()), NOON
            )

        assert heard is not None
        assert (heard.attempt_id, heard.is_hint) == (ORDER_ID, True)
        assert trust is not None


def test_a_transfer_that_stripe_reverses_is_heard(tmp_path: Path) -> None:
    with stripe_here(tmp_path) as here:
        here.adapter.send(CASES[0].order())
        here.player.reverse(ORDER_ID)
        (event,) = Stripe(here.player.base_url).events("transfer.reversed")

    heard = heard_of("stripe", json.dumps(event), {})

    assert heard is not None
    assert heard.attempt_id == ORDER_ID
