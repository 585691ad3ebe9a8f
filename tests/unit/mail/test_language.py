"""
Dates, durations and plurals as each language says them.
"""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tenantry.mail.language import date, duration, language, moment, plural, role_name, wait
from tenantry.mail.model import Locale
from tenantry.principals import Role


@pytest.mark.parametrize(
    ("locale", "first", "fifth"),
    [
        (Locale.EN, "1 February 2027", "5 December 2026, 14:30 UTC"),
        (Locale.FR, "1er février 2027", "5 décembre 2026 à 14:30 UTC"),
        (Locale.PT, "1 de fevereiro de 2027", "5 de dezembro de 2026, 14:30 UTC"),
        (Locale.AR, "1 فبراير 2027", "5 ديسمبر 2026، الساعة 14:30 بالتوقيت العالمي"),
        (Locale.SW, "1 Februari 2027", "5 Desemba 2026, 14:30 UTC"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(
    locale: Locale, first: str, fifth: str
) -> None:
    assert date(locale, datetime(2027, 2, 1, tzinfo=UTC)) == first
    assert moment(locale, datetime(2026, 12, 5, 14, 30, 59, tzinfo=UTC)) == fifth


def test_a_moment_of_another_zone_is_shown_in_utc() -> None:
    nairobi = timezone(timedelta(hours=3))

    assert date(Locale.EN, datetime(2027, 1, 1, 2, tzinfo=nairobi)) == "31 December 2026"
    assert moment(Locale.EN, datetime(2027, 1, 1, 2, tzinfo=nairobi)).endswith(", 23:00 UTC")


@pytest.mark.parametrize("locale", Locale)
def test_a_year_has_twelve_different_months(locale: Locale) -> None:
    assert len(set(language(locale).months)) == 12


ARABIC_DAYS = """
0   أقل من يوم
1   يوم واحد
2   يومين
3   3 أيام
10  10 أيام
11  11 يومًا
30  30 يومًا
99  99 يومًا
100 100 يوم
102 102 يوم
103 103 أيام
111 111 يومًا
"""


@pytest.mark.parametrize("row", ARABIC_DAYS.strip().splitlines())
def test_arabic_counts_days_in_all_its_forms(row: str) -> None:
    count, expected = row.split(maxsplit=1)

    assert duration(Locale.AR, "day", int(count)) == expected


@pytest.mark.parametrize(
    ("locale", "one", "seven"),
    [
        (Locale.EN, "1 day", "7 days"),
        (Locale.FR, "1 jour", "7 jours"),
        (Locale.PT, "1 dia", "7 dias"),
        (Locale.SW, "siku 1", "siku 7"),
    ],
)
def test_one_day_and_several(locale: Locale, one: str, seven: str) -> None:
    assert (duration(locale, "day", 1), duration(locale, "day", 7)) == (one, seven)


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("unit", ["day", "minute", "second"])
def test_every_count_can_be_said(locale: Locale, unit: str) -> None:
    said = {plural(locale, count): duration(locale, unit, count) for count in range(201)}

    assert all(said.values())
    assert not any("{" in words for words in said.values())


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "a moment"),
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (3600, "60 minutes"),
    ],
)
def test_a_wait_is_never_said_shorter_than_it_is(seconds: int, expected: str) -> None:
    assert wait(Locale.EN, seconds) == expected


def test_a_reseller_and_a_tenant_owner_are_both_owners() -> None:
    names = [role_name(Locale.EN, role) for role in (Role.RESELLER_OWNER, Role.TENANT_OWNER)]

    assert names == ["Owner", "Owner"]
