"""
The stand-ins for the sources of exchange rates: real where there are rates, said where not.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from infra.local.rates.documents import central_bank
from infra.local.rates.published import history, published
from infra.local.rates.server import APP_ID, Rates, StandIn
from tenantry.errors import Unavailable
from tenantry.fx_sources.central_bank import CentralBank
from tenantry.fx_sources.open_rates import OpenRates

LAST = max(history())


@pytest.fixture
def rates() -> Iterator[Rates]:
    with StandIn() as running:
        yield running.rates


def refusal(rates: Rates, day: date = LAST, key: str = APP_ID) -> str:
    with pytest.raises(Unavailable) as refused:
        OpenRates(rates.open_rates_url, lambda: key).fetch(day)
    return str(refused.value)


@pytest.mark.parametrize("day", [date(1999, 1, 4), LAST])
def test_the_bank_says_exactly_what_it_published(rates: Rates, day: date) -> None:
    quotes = CentralBank(rates.central_bank_url).fetch(day)

    assert {quote.currency: str(quote.rate) for quote in quotes} == history()[day]


def test_before_its_first_day_the_bank_has_nothing(rates: Rates) -> None:
    assert CentralBank(rates.central_bank_url).fetch(date(1998, 12, 31)) == []


def test_later_working_days_repeat_the_last_rates_and_say_so() -> None:
    later = published(date(2026, 11, 20), date(2026, 11, 23))
    document = central_bank(date(2026, 11, 23), is_short=True)

    assert later == {date(2026, 11, 20): history()[LAST], date(2026, 11, 23): history()[LAST]}
    assert f"until {LAST}; SAMPLES after that day</gesmes:subject>" in document
    assert document.count("<!-- SAMPLE") == 16


def test_what_was_published_is_called_no_sample() -> None:
    assert "SAMPLE" not in central_bank(LAST, is_short=True)


def test_the_second_source_knows_its_key_and_its_days(rates: Rates) -> None:
    assert "401" in refusal(rates, key="another key")
    assert "400" in refusal(rates, date(1998, 12, 31))
    assert "400" in refusal(rates, date(9999, 12, 31))


def test_a_currency_can_be_forgotten(rates: Rates) -> None:
    rates.left_out.update({"KES", "USD"})

    sampled = OpenRates(rates.open_rates_url, lambda: APP_ID).fetch(LAST)
    quoted = CentralBank(rates.central_bank_url).fetch(LAST)

    assert {"KES", "USD"}.isdisjoint(quote.currency for quote in [*sampled, *quoted])
    assert (len(sampled), len(quoted)) == (8, 28)
