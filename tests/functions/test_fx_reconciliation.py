"""
The night's job takes over exchange rates, from stand-ins of both sources on loopback.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from fx_reconciliation.fetch import handler as fetch
from infra.local.rates.server import Rates, StandIn
from tenantry.errors import Unavailable
from tenantry.fx import store
from tenantry.fx_sources.secrets import open_rates_key
from tenantry.runs import store as runs
from tenantry.runs.model import Job
from tests.calling import CONTEXT
from tests.functions.cast import Json
from tests.functions.lambdas import at
from tests.reading import items_of

pytestmark = [pytest.mark.requirement("R-FX-1"), pytest.mark.usefixtures("operator")]

ALL = 38
"""29 of the bank's, and 9 of the second source's."""

AFRICAN = "EGP GHS KES NGN RWF TZS UGX XAF XOF"
NEVER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def stand_in() -> Iterator[Rates]:
    with StandIn() as running:
        yield running.rates


@pytest.fixture
def rates(stand_in: Rates, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rates]:
    """
    Both sources, the bank's newest day being Friday, 30 October 2026.
    """
    monkeypatch.setenv("TENANTRY_CENTRAL_BANK_URL", stand_in.central_bank_url)
    monkeypatch.setenv("TENANTRY_OPEN_RATES_URL", stand_in.open_rates_url)
    stand_in.published_until = date(2026, 10, 30)
    yield stand_in
    stand_in.recover()


def run(moment: str) -> Json:
    return fetch(at(datetime.fromisoformat(f"{moment}:00+00:00")), CONTEXT)


def days_stored() -> list[str]:
    return sorted(item["pk"].removeprefix("FX#") for item in items_of("FxRates"))


def refused(moment: str) -> str:
    """
    Run the job, which fails; what it says is missing.
    """
    with pytest.raises(Unavailable) as error:
        run(moment)
    return str(error.value)


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("moment", ["2026-10-30T22:00", "2026-10-31T02:00", "2026-10-31T05:00"])
def test_each_try_of_a_night_is_for_the_same_day(moment: str) -> None:
    facts = run(moment)

    assert facts == {"day": "2026-10-30", "days": 1, "rates": ALL}
    assert days_stored() == ["2026-10-30"]


@pytest.mark.usefixtures("rates")
def test_a_finished_run_is_noted_and_a_repeat_changes_nothing() -> None:
    run("2026-10-30T22:00")
    before = items_of("FxRates")

    run("2026-10-30T22:00")
    run("2026-10-31T02:00")

    assert items_of("FxRates") == before
    assert runs.last_finished(Job.FX_RATES) == datetime(2026, 10, 31, 2, tzinfo=UTC)


@pytest.mark.requirement("R-FX-2")
@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize("night", ["2026-10-31T22:00", "2026-11-01T22:00"])
def test_a_weekend_shows_the_date_of_friday(night: str) -> None:
    run(night)

    quotes = store.get_rates(date.fromisoformat(night[:10])).quotes
    assert str(quotes["USD"].published) == "2026-10-30"
    assert str(quotes["KES"].published) == night[:10]


@pytest.mark.usefixtures("rates")
def test_missed_nights_are_caught_up() -> None:
    run("2026-10-26T22:00")

    facts = run("2026-10-30T22:00")

    assert facts == {"day": "2026-10-30", "days": 4, "rates": ALL}
    assert days_stored() == [f"2026-10-{day}" for day in (26, 27, 28, 29, 30)]


def test_a_run_reads_the_banks_file_once_and_the_next_run_reads_it_anew(rates: Rates) -> None:
    file = "/ecb/eurofxref-hist-90d.xml"
    run("2026-10-26T22:00")
    rates.asked.clear()

    run("2026-10-29T22:00")
    assert (rates.asked[file], len(days_stored())) == (1, 4)
    run("2026-10-30T22:00")

    assert (rates.asked[file], len(days_stored())) == (2, 5)


@pytest.mark.usefixtures("rates")
def test_any_past_day_can_be_run_also_after_later_ones() -> None:
    run("2026-10-30T22:00")

    facts = run("2026-03-04T22:00")

    assert facts == {"day": "2026-03-04", "days": 1, "rates": ALL}
    quotes = store.get_rates(date(2026, 3, 4)).quotes
    assert str(quotes["USD"].published) == "2026-03-04"


@pytest.mark.requirement("R-FX-3")
def test_without_a_rate_the_run_fails_and_says_what_is_missing(rates: Rates) -> None:
    rates.left_out.update({"KES", "USD"})

    said = refused("2026-10-30T22:00")

    assert said == "rates are missing: {'2026-10-30': 'KES USD'}"
    assert runs.finished_before(Job.FX_RATES, NEVER) is None
    assert len(store.get_rates(date(2026, 10, 30)).quotes) == ALL - 2


@pytest.mark.requirement("R-FX-3")
def test_what_is_missing_is_counted_for_the_alarm(
    rates: Rates, capsys: pytest.CaptureFixture[str]
) -> None:
    rates.left_out.add("KES")

    refused("2026-10-30T22:00")

    assert '"fx.missing":[1.0]' in capsys.readouterr().out


@pytest.mark.requirement("R-FX-3")
def test_the_banks_late_rates_are_waited_for(rates: Rates) -> None:
    rates.published_until = date(2026, 10, 29)
    assert "CZK" in refused("2026-10-30T22:00")
    rates.published_until = date(2026, 10, 30)

    facts = run("2026-10-31T02:00")

    assert facts["rates"] == ALL
    assert str(store.get_rates(date(2026, 10, 30)).quotes["USD"].published) == "2026-10-30"


@pytest.mark.requirement("R-FX-3")
@pytest.mark.usefixtures("rates")
def test_a_key_that_nobody_has_set_keeps_the_bank_from_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TENANTRY_OPEN_RATES_SECRET", "never-set")
    open_rates_key.cache_clear()

    said = refused("2026-10-30T22:00")

    assert said == f"rates are missing: {{'2026-10-30': '{AFRICAN}'}}"
    assert len(store.get_rates(date(2026, 10, 30)).quotes) == ALL - 9


@pytest.mark.requirement("R-FX-3")
def test_a_silent_source_is_waited_for_once_and_not_for_each_missed_day(rates: Rates) -> None:
    run("2026-10-26T22:00")
    rates.silent.add("open")

    said = refused("2026-10-30T22:00")

    assert said.count(AFRICAN) == 4
    assert [len(store.get_rates(date(2026, 10, day)).quotes) for day in (27, 30)] == [ALL - 9] * 2
    rates.recover()
    assert run("2026-10-31T02:00")["days"] == 4
