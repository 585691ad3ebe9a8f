"""
What a customer is written that has not paid, and one that has paid again.
"""

import pytest

from tenantry.mail.model import Locale, MailKind
from tenantry.mail.render import render
from tenantry.mail.values import PaymentOverdueMail, SubscriptionSuspendedMail
from tenantry.money import Money
from tests.unit.mail.documents import Document
from tests.unit.mail.letters import AT, LINK, LOOK, a_mail

pytestmark = pytest.mark.requirement("R-BIL-4")

SOME_MONEY = Money(129_500, "KES")


def a_reminder(days: int = 3, amount: Money = SOME_MONEY) -> PaymentOverdueMail:
    return PaymentOverdueMail("Acme Foods", "Growth", amount, AT, days, AT, LINK)


def test_a_reminder_names_the_plan_the_amount_and_since_when() -> None:
    mail = render(MailKind.PAYMENT_OVERDUE, Locale.EN, a_reminder(), LOOK)

    assert mail.subject == "A payment for Acme Foods is overdue by 3 days"
    assert "Please pay 1295.00 KES." in mail.text
    assert "Workspace: Acme Foods\nPlan: Growth\nAmount, without tax: 1295.00 KES\n" in mail.text
    assert "Due since: 5 December 2026, 14:30 UTC" in mail.text


@pytest.mark.parametrize(
    ("locale", "days", "words"),
    [
        (Locale.EN, 1, "overdue by 1 day"),
        (Locale.EN, 0, "overdue by less than a day"),
        (Locale.FR, 3, "en retard de 3 jours"),
        (Locale.PT, 7, "em atraso há 7 dias"),
        (Locale.AR, 1, "متأخرة منذ يوم واحد"),
        (Locale.AR, 2, "متأخرة منذ يومين"),
        (Locale.AR, 7, "متأخرة منذ 7 أيام"),
        (Locale.AR, 60, "متأخرة منذ 60 يومًا"),
        (Locale.SW, 7, "yamechelewa kwa siku 7"),
    ],
)
def test_days_past_due_are_counted_in_each_languages_plural(
    locale: Locale, days: int, words: str
) -> None:
    mail = render(MailKind.PAYMENT_OVERDUE, locale, a_reminder(days), LOOK)

    assert mail.subject.endswith(words)
    assert words in Document(mail.html).one("h1").text


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Money(15_00, "USD"), "15.00 USD"),
        (Money(39_000, "UGX"), "39000 UGX"),
        (Money(5_250, "KWD"), "5.250 KWD"),
        (Money(0, "EUR"), "0.00 EUR"),
    ],
)
def test_an_amount_has_the_digits_of_its_currency_in_every_language(
    locale: Locale, amount: Money, shown: str
) -> None:
    values = SubscriptionSuspendedMail("Acme Foods", "Growth", amount, AT, AT, LINK)

    mail = render(MailKind.SUBSCRIPTION_SUSPENDED, locale, values, LOOK)

    assert shown in mail.text
    assert shown in Document(mail.html).one("body").text


def test_an_amount_stands_on_its_own_island_in_arabic() -> None:
    mail = render(MailKind.PAYMENT_OVERDUE, Locale.AR, a_reminder(), LOOK)

    assert "\u20681295.00 KES\u2069" in mail.text
    assert "1295.00 KES" in {bdi.text for bdi in Document(mail.html).all("bdi")}


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        (Locale.EN, "Thank you"),
        (Locale.FR, "Merci"),
        (Locale.PT, "Obrigado"),
        (Locale.AR, "شكرًا"),
        (Locale.SW, "Asante"),
    ],
)
def test_whoever_paid_is_thanked_in_their_language(locale: Locale, words: str) -> None:
    mail = a_mail(MailKind.SUBSCRIPTION_SETTLED, locale)

    assert words in Document(mail.html).one("h1").text
