"""
Nightly: takes over the day's exchange rates, and those of days that were missed.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tenantry import settings
from tenantry.acts import Act
from tenantry.errors import Unavailable
from tenantry.fx.commands import Taken, days_to_take, take_over
from tenantry.fx.model import RateSource
from tenantry.fx_sources.central_bank import CentralBank
from tenantry.fx_sources.open_rates import OpenRates
from tenantry.fx_sources.secrets import open_rates_key
from tenantry.jobs import from_schedule
from tenantry.runs import store as runs
from tenantry.runs.model import Job

LATEST = timedelta(hours=12)
"""A run before noon is for the day before: banks publish in the afternoon."""


def fetch(act: Act) -> Mapping[str, Any]:
    """
    Take over every day since the last finished run; the run has finished when none lacks a rate.

    Raises:
        Unavailable: Rates are missing. Lambda tries again, and so does the next scheduled run.
    """
    day = _day_of(act.now)
    last = runs.finished_before(Job.FX_RATES, act.now)
    taken = _taken(days_to_take(None if last is None else _day_of(last), day))
    missing = {str(one.rates.day): " ".join(one.missing) for one in taken if not one.is_complete}
    if missing:
        message = f"rates are missing: {missing}"
        raise Unavailable(message)
    runs.finish(Job.FX_RATES, act.now, act.correlation_id)
    return {"day": str(day), "days": len(taken), "rates": len(taken[0].rates.quotes)}


def _taken(days: Iterable[date]) -> list[Taken]:
    sources: list[RateSource] = [
        CentralBank(settings.central_bank_url()),
        OpenRates(settings.open_rates_url(), open_rates_key),
    ]
    taken: list[Taken] = []
    for day in days:
        # Whoever was silent is not waited for again, day by day, until Lambda's time is up.
        silent = taken[-1].silent if taken else frozenset[str]()
        taken.append(take_over(day, sources, silent))
    return taken


def _day_of(now: datetime) -> date:
    return (now - LATEST).date()


handler = from_schedule(fetch)
