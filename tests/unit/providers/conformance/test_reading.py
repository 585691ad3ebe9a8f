"""
Of every provider: what its events say in our own words.
"""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.errors import Invalid
from tenantry.money import Money
from tenantry.providers.facts import (
    ChargeEnded,
    ChargePaid,
    PaymentDisputed,
    PaymentRefunded,
    ProviderEvent,
)
from tests.acting import NOON
from tests.unit.providers.conformance.case import PEOPLE, Case, Maker, Sent, Told
from tests.unit.providers.conformance.cases import CASES, each

pytestmark = pytest.mark.requirement("R-BIL-2")

ZONES = [UTC, timezone(timedelta(hours=3)), timezone(timedelta(hours=-5, minutes=-30))]
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=10)
    | st.sampled_from(["KES", "USD", "success", "2026-11-21T12:00:00Z", "1e9", "-1", "\uff11"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)

makers = pytest.mark.parametrize(
    ("case", "maker"),
    [
        pytest.param(case, maker, id=f"{case.name}-{name}")
        for case in CASES
        for name, maker in case.makers().items()
    ],
)
"""Once for every kind of event of every case."""


def event_of(case: Case, sent: Sent) -> ProviderEvent:
    event = case.read(sent)
    assert event is not None
    return event


def said(case: Case, maker: Maker | None, told: Told) -> Any:  # noqa: ANN401 - one of the facts
    if maker is None:
        pytest.skip(f"{case.name} tells of no such thing")
    return event_of(case, maker(told)).fact


@each
def test_a_payment_says_how_much_came_when_and_for_what(case: Case) -> None:
    fact = said(case, case.paid, case.told())

    assert isinstance(fact, ChargePaid)
    assert (fact.payment.subtotal, fact.payment.total_minor) == (case.usual, case.usual.minor)
    assert (fact.occurred_at, fact.occurred_at.tzinfo) == (NOON, UTC)
    assert fact.charge_id == (case.told().charge_id if "charge" in case.brings else None)


@each
def test_a_charge_that_failed_names_it(case: Case) -> None:
    fact = said(case, case.failed, case.told())

    assert isinstance(fact, ChargeEnded)
    assert fact.how == "failed"


@each
def test_a_refund_names_its_payment_and_itself(case: Case) -> None:
    refunded = said(case, case.refunded, case.told())
    paid = said(case, case.paid, case.told())

    assert isinstance(refunded, PaymentRefunded)
    assert refunded.payment_reference == paid.payment.reference
    if "refunded" not in case.hints:
        assert refunded.refund.minor == case.usual.minor
    if "refund" in case.brings:
        assert refunded.refund.id == case.told().refund_id


@each
def test_a_dispute_names_its_payment(case: Case) -> None:
    disputed = said(case, case.disputed, case.told())
    paid = said(case, case.paid, case.told())

    assert isinstance(disputed, PaymentDisputed)
    assert disputed.payment_reference == paid.payment.reference
    if "disputed" not in case.hints:
        assert disputed.dispute.minor == case.usual.minor


@each
def test_what_we_do_not_know_says_nothing(case: Case) -> None:
    assert case.read(case.unknown) is None


@makers
def test_the_same_event_has_the_same_id_however_often_it_comes(case: Case, maker: Maker) -> None:
    sent = maker(case.told())
    shuffled = sent.saying(dict(reversed(sent.content.items())))

    ids = {event_of(case, one).id for one in (sent, sent, shuffled)}

    assert len(ids) == 1


@each
def test_different_events_have_different_ids(case: Case) -> None:
    told = [case.told(number=number) for number in range(1, 20)]

    ids = [event_of(case, maker(one)).id for maker in case.makers().values() for one in told]

    assert len(ids) == len(set(ids))


@makers
def test_an_event_says_which_provider_tells_what(case: Case, maker: Maker) -> None:
    event = event_of(case, maker(case.told()))

    assert event.provider == case.provider
    assert event.type
    assert len(event.id) <= 200


@makers
def test_an_event_says_whether_it_is_live_or_nothing_of_it(case: Case, maker: Maker) -> None:
    live = [event_of(case, maker(case.told(is_live=it_is))).is_live for it_is in (True, False)]

    assert live == ([True, False] if case.says_mode else [None, None])


@makers
def test_nothing_that_is_kept_names_a_person(case: Case, maker: Maker) -> None:
    sent = maker(case.told())
    assert any(word in sent.body for word in PEOPLE), "the payload names somebody"

    kept = json.dumps(event_of(case, sent).kept)

    assert kept != "{}"
    assert [word for word in PEOPLE if word in kept] == []


@each
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_moment_is_the_same_in_every_zone(case: Case, zone: timezone) -> None:
    at = datetime(2026, 3, 1, 1, 30, tzinfo=UTC).astimezone(zone)

    fact = said(case, case.paid, case.told(at=at))

    assert (fact.occurred_at, fact.occurred_at.tzinfo) == (at, UTC)


@each
def test_an_amount_is_the_same_however_it_is_spelt(case: Case) -> None:
    for spelt in case.spellings(case.usual):
        paid = said(case, case.paid, case.told(spelt=spelt))

        assert paid.payment.subtotal == case.usual, spelt


@each
@pytest.mark.parametrize(
    "spelt",
    ["", "x", "1e9", "NaN", "Infinity", "\uff11", " 5", "5 ", "0x10", "1_000", True, None, [5], {}],
)
def test_an_amount_that_is_none_is_refused(case: Case, spelt: object) -> None:
    sent = case.paid(case.told(spelt="$SPELT"))

    with pytest.raises(Invalid):
        case.read(Sent(sent.body.replace('"$SPELT"', json.dumps(spelt)), sent.path))


@each
@given(st.data())
def test_every_amount_is_read_as_it_was_sent(case: Case, data: st.DataObject) -> None:
    currency = data.draw(st.sampled_from(sorted(case.currencies)))
    # In any convention, a whole hundred of minor units fits.
    money = Money(100 * data.draw(st.integers(1, 10**7)), currency)

    paid = said(case, case.paid, case.told(amount=money))

    assert paid.payment.subtotal == money


@makers
@given(st.data())
def test_a_wrong_form_is_refused_and_nothing_else_happens(
    case: Case, maker: Maker, data: st.DataObject
) -> None:
    sent = maker(case.told())
    content = sent.content
    _spoil(content, data)

    _reads_or_refuses(case, sent.saying(content))


@each
@given(ANY_JSON | st.text())
def test_any_json_is_an_event_or_none_or_refused(case: Case, content: object) -> None:
    path = case.paid(case.told()).path

    _reads_or_refuses(case, Sent(json.dumps(content), path))


@each
@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "nul", '{"a":1}{', "\x00", "\ufeff{}"])
def test_what_is_no_json_is_refused(case: Case, body: str) -> None:
    with pytest.raises(Invalid):
        case.read(Sent(body, case.paid(case.told()).path))


def _reads_or_refuses(case: Case, sent: Sent) -> None:
    try:
        event = case.read(sent)
    except Invalid:
        return
    assert event is None or isinstance(event, ProviderEvent)


def _spoil(content: Any, data: st.DataObject) -> None:  # noqa: ANN401 - any JSON
    """
    Replace one value, or take it away, somewhere.
    """
    keys = sorted(content) if isinstance(content, dict) else list(range(len(content)))
    key = data.draw(st.sampled_from(keys))
    inner = content[key]
    if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
        _spoil(inner, data)
    elif data.draw(st.booleans()):
        del content[key]
    else:
        content[key] = data.draw(ANY_JSON)
