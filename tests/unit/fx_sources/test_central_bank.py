"""
The European Central Bank's files.
"""

from datetime import date
from decimal import Decimal

import pytest

from infra.local.rates.documents import central_bank
from tenantry.errors import Unavailable
from tenantry.fx.model import Quote
from tenantry.fx_sources.central_bank import last_published, published_in

pytestmark = pytest.mark.requirement("R-FX-2")

NAMESPACE = "http://www.ecb.int/vocabulary/2002-08-01/eurofxref"


def a_file(*days: str, rate: str = 'currency="USD" rate="1.1172"') -> bytes:
    """
    A file in the bank's form with these days.
    """
    cubes = "".join(f'<Cube time="{day}"><Cube {rate}/></Cube>' for day in days)
    return f'<e xmlns="{NAMESPACE}"><Cube>{cubes}</Cube></e>'.encode()


def taken(document: bytes, day: date) -> list[Quote] | None:
    """
    What a file has for *day*.
    """
    return last_published(published_in(document), day)


def day_taken(document: bytes, day: str) -> str:
    """
    Which day's quotes stand for *day*; `late` when none do yet, `older` when the file has none.
    """
    quotes = taken(document, date.fromisoformat(day))
    if quotes is None:
        return "older"
    return quotes[0].published.isoformat() if quotes else "late"


TAKEN = """
2026-10-30  2026-10-30
2026-10-31  2026-10-30
2026-11-01  2026-10-30
2026-11-02  late
2026-10-29  2026-10-29
2026-10-28  2026-10-27
2026-10-25  older
"""


@pytest.mark.parametrize("row", TAKEN.strip().splitlines())
def test_a_day_takes_its_own_rates_or_the_last_before_it(row: str) -> None:
    day, expected = row.split()
    document = a_file("2026-10-30", "2026-10-29", "2026-10-27", "2026-10-26")

    assert day_taken(document, day) == expected


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2026-04-03", "2026-04-02"),
        ("2026-04-06", "2026-04-02"),
        ("2026-05-01", "2026-04-30"),
        ("2026-12-25", "2026-12-24"),
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_a_holiday_takes_the_day_before_it(day: str, before: str) -> None:
    assert day_taken(a_file(before), day) == before


@pytest.mark.parametrize(
    ("day", "currency", "is_there"),
    [
        ("2022-12-30", "HRK", True),
        ("2023-01-02", "HRK", False),
        ("2022-03-01", "RUB", True),
        ("2022-03-02", "RUB", False),
        ("2025-12-31", "BGN", True),
        ("2026-01-02", "BGN", False),
    ],
)
def test_a_currency_that_has_ended_is_not_quoted_any_more(
    day: str, currency: str, *, is_there: bool
) -> None:
    document = central_bank(date.fromisoformat(day), is_short=True).encode()

    quotes = taken(document, date.fromisoformat(day)) or []

    assert (currency in {quote.currency for quote in quotes}) is is_there


def test_a_rate_keeps_every_digit() -> None:
    document = a_file("2026-10-30", rate='currency="IDR" rate="20275.170"')

    [quote] = taken(document, date(2026, 10, 30)) or []

    assert (str(quote.rate), quote.base, quote.source) == ("20275.170", "EUR", "ecb")
    assert quote.rate == Decimal("20275.17")


BOMB = f"""<!DOCTYPE e [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<e xmlns="{NAMESPACE}"><Cube time="2026-10-30"><Cube currency="USD" rate="&b;"/></Cube></e>"""
FILE = '<!DOCTYPE e [<!ENTITY a SYSTEM "file:///etc/hostname">]><e>&a;</e>'


@pytest.mark.parametrize(
    "document",
    [b"", b"<html>", b"{}", b"\xff", BOMB.encode(), FILE.encode(), a_file("yesterday")],
)
def test_what_has_not_the_banks_form_is_no_answer(document: bytes) -> None:
    with pytest.raises(Unavailable):
        taken(document, date(2026, 10, 30))


def test_a_file_without_days_tells_nothing() -> None:
    assert taken(b"<e/>", date(2026, 10, 30)) is None


@pytest.mark.parametrize(
    "rate",
    ["", "NaN", "Infinity", "1e3", "-1", "+1", "1,5", ".5", "1.", "1_0", "٣", " 1", "1" * 99],
)
def test_what_is_no_number_is_no_rate(rate: str) -> None:
    document = a_file("2026-10-30", rate=f'currency="USD" rate="{rate}"')

    with pytest.raises(Unavailable):
        taken(document, date(2026, 10, 30))


def test_a_rate_without_a_number_is_no_rate() -> None:
    with pytest.raises(Unavailable):
        taken(a_file("2026-10-30", rate='currency="USD"'), date(2026, 10, 30))
