"""
Numbers, durations and dates as a language says them. The words are data; what is here is grammar.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from tenantry.mail.model import Locale
from tenantry.mail.words import MAIL_TEXTS, read
from tenantry.principals import Role

_MINUTES_FROM_SECONDS = 120
"""Waits of this length and more are said in minutes."""

_ARABIC_DUAL = 2
_ARABIC_FEW, _ARABIC_MANY = range(3, 11), range(11, 100)
"""By the last two digits of the count."""


@dataclass(frozen=True, slots=True)
class Language:
    """
    The words that dates, durations and roles are made of.

    Args:
        name: The language's own name for itself.
        first_day: The first of a month, which French numbers apart.
        units: For each unit its plural forms, and `zero` for what is shorter than one.
    """

    name: str
    months: list[str]
    first_day: str
    date: str
    moment: str
    units: dict[str, dict[str, str]]
    roles: dict[str, str]


@cache
def language(locale: Locale) -> Language:
    """
    The words of *locale*.
    """
    return Language(**read(MAIL_TEXTS, locale)["language"])


def plural(locale: Locale, count: int) -> str:
    """
    The plural category of a whole *count*, by Unicode CLDR; 0 has a form of its own everywhere.

    Source: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html

    Example:
        >>> [plural(Locale.AR, count) for count in (0, 1, 2, 3, 11, 100)]
        ['zero', 'one', 'two', 'few', 'many', 'other']
    """
    if count <= 1:
        return "one" if count == 1 else "zero"
    return _arabic_plural(count) if locale is Locale.AR else "other"


def duration(locale: Locale, unit: str, count: int) -> str:
    """
    A number of days, minutes or seconds.

    Example:
        >>> duration(Locale.FR, "day", 7), duration(Locale.EN, "minute", 1)
        ('7 jours', '1 minute')
    """
    forms = language(locale).units[unit]
    return forms[plural(locale, count)].format(count=count)


def wait(locale: Locale, seconds: int) -> str:
    """
    How long somebody has to wait, in seconds when it is short and else in minutes, rounded up.

    Example:
        >>> wait(Locale.EN, 45), wait(Locale.EN, 121)
        ('45 seconds', '3 minutes')
    """
    if seconds < _MINUTES_FROM_SECONDS:
        return duration(locale, "second", seconds)
    return duration(locale, "minute", -(-seconds // 60))


def date(locale: Locale, at: datetime) -> str:
    """
    The UTC date of a moment.

    Example:
        >>> date(Locale.PT, datetime(2026, 12, 5, tzinfo=UTC))
        '5 de dezembro de 2026'
    """
    words, utc = language(locale), at.astimezone(UTC)
    day = words.first_day if utc.day == 1 else str(utc.day)
    return words.date.format(day=day, month=words.months[utc.month - 1], year=utc.year)


def moment(locale: Locale, at: datetime) -> str:
    """
    A moment to the minute, in UTC and saying so.

    Example:
        >>> moment(Locale.FR, datetime(2026, 12, 1, 14, 30, tzinfo=UTC))
        '1er décembre 2026 à 14:30 UTC'
    """
    time = at.astimezone(UTC).strftime("%H:%M")
    return language(locale).moment.format(date=date(locale, at), time=time)


def role_name(locale: Locale, role: Role) -> str:
    """
    A role as its holder reads it.
    """
    return language(locale).roles[role.value]


def _arabic_plural(count: int) -> str:
    if count == _ARABIC_DUAL:
        return "two"
    hundredth = count % 100
    if hundredth in _ARABIC_FEW:
        return "few"
    return "many" if hundredth in _ARABIC_MANY else "other"
