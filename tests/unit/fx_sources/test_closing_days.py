"""
The bank's closing days, held against its own history.
"""

from datetime import date, timedelta

import pytest

from infra.local.rates.published import history
from tenantry.fx_sources.closing_days import is_closed

SINCE = date(2002, 1, 1)
"""The calendar was another one before."""


@pytest.mark.requirement("R-FX-2")
def test_rates_were_published_on_every_day_that_is_no_closing_day() -> None:
    last = max(history())
    days = [SINCE + timedelta(days=number) for number in range((last - SINCE).days + 1)]

    differing = [day for day in days if is_closed(day) == (day in history())]

    assert differing == []
