"""
What a mail says, before it is laid out: the translator's words and the values that go into them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from tenantry.mail.language import duration, moment, role_name
from tenantry.mail.markup import web_address
from tenantry.mail.model import Locale, Look, MailKind
from tenantry.mail.names import one_line
from tenantry.mail.values import MailValues
from tenantry.mail.words import MAIL_TEXTS, read
from tenantry.money import Money
from tenantry.principals import Role

_UNITS = {"pilot_days": "day", "days_left": "day", "days_late": "day", "valid_minutes": "minute"}
"""What the whole numbers in mail values count."""


@dataclass(frozen=True, slots=True)
class Words:
    """
    What a translator writes for one kind of mail: sentences with placeholders.

    Args:
        preview: What mail programs show beside the subject in a list.
        facts: Pairs of a label and its value.
        why: Why the person received this, at the foot of the mail.
    """

    subject: str
    preview: str
    heading: str
    body: list[str]
    facts: list[list[str]]
    button: str
    notes: list[str]
    why: str


@dataclass(frozen=True, slots=True)
class Letter:
    """
    One mail's words and values, the same for its HTML and its plain text.

    Args:
        frame: The words around every mail.
        names: Values that somebody typed, each on one line, and amounts; they keep a direction of
            their own.
        phrases: Values in the mail's own language: dates, durations, roles.
    """

    locale: Locale
    look: Look
    words: Words
    frame: Mapping[str, str]
    link: str
    names: Mapping[str, str]
    phrases: Mapping[str, str]


def letter(kind: MailKind, locale: Locale, values: MailValues, look: Look) -> Letter:
    """
    Gather what a mail of this kind says.
    """
    assert web_address(values.link), "a mail's link is a full web address"
    texts = read(MAIL_TEXTS, locale)
    names, phrases = {"brand": one_line(look.name)}, {}
    for field in fields(values):
        match getattr(values, field.name):
            case datetime() as at:
                phrases[field.name] = moment(locale, at)
            case Role() as role:
                phrases[field.name] = role_name(locale, role)
            case int() as count:
                phrases[field.name] = duration(locale, _UNITS[field.name], count)
            case Money() as amount:
                names[field.name] = f"{amount.major()} {amount.currency}"
            case name:
                names[field.name] = one_line(name)
    return Letter(
        locale=locale,
        look=look,
        words=Words(**texts["mails"][kind]),
        frame=texts["frame"],
        link=values.link,
        names=names,
        phrases=phrases,
    )
