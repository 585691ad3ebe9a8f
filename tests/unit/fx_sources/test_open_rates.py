"""
Open Exchange Rates' documents.
"""

import json
from datetime import date
from decimal import Decimal

import pytest

from infra.local.rates.documents import SAMPLES, open_rates
from tenantry.errors import Unavailable
from tenantry.fx_sources.open_rates import quotes_in

pytestmark = pytest.mark.requirement("R-FX-2")

TIME = 1_793_404_799
"""2026-10-30T23:59:59Z"""


def a_document(rates: str = '{"KES": 129.5}', timestamp: str = str(TIME)) -> bytes:
    return f'{{"timestamp": {timestamp}, "base": "USD", "rates": {rates}}}'.encode()


@pytest.mark.parametrize(
    "rate", ["129.5", "129.50", "0.1", "1455.123456789012345678901", "3615", "1e-7"]
)
def test_a_rate_keeps_every_digit(rate: str) -> None:
    [quote] = quotes_in(a_document(f'{{"KES": {rate}}}'))

    assert quote.rate.as_tuple() == Decimal(rate).as_tuple()
    assert (quote.currency, quote.base, quote.published) == ("KES", "USD", date(2026, 10, 30))


def test_what_another_source_is_there_for_is_left_out() -> None:
    quotes = quotes_in(a_document('{"KES": 129.5, "EUR": 0.9, "ZAR": 16.7, "BTC": "none"}'))

    assert [quote.currency for quote in quotes] == ["KES"]


def test_the_stand_in_speaks_the_same_form_and_says_that_it_samples() -> None:
    document = open_rates(date(2026, 10, 30))

    quotes = quotes_in(document.encode())

    assert {quote.currency: str(quote.rate) for quote in quotes} == SAMPLES
    assert "SAMPLE" in json.loads(document)["disclaimer"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"null",
        b"<html>",
        b"\xff",
        b"[" * 100_000,
        b'{"error": true, "status": 401}',
        a_document("[]", "null"),
        a_document("5"),
        a_document("null"),
        a_document('{"KES": "129.5"}'),
        a_document('{"KES": true}'),
        a_document('{"KES": null}'),
        a_document('{"KES": [129.5]}'),
        a_document('{"KES": NaN}'),
        a_document('{"KES": Infinity}'),
        a_document(timestamp="NaN"),
        a_document(timestamp="true"),
        a_document(timestamp='"1793404799"'),
        a_document(timestamp="-1"),
        a_document(timestamp="1e999999999"),
    ],
)
def test_what_has_not_the_form_is_no_answer(document: bytes) -> None:
    with pytest.raises(Unavailable):
        quotes_in(document)
