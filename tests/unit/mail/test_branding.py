"""
What a brand's pictures and second colour become in mails.
"""

from dataclasses import replace

import pytest

from tenantry.ids import TenantId
from tenantry.mail.assets import LOGO, address, anywhere
from tenantry.mail.model import Locale, MailKind
from tenantry.mail.render import render
from tests.unit.mail.documents import Document
from tests.unit.mail.letters import LOOK, some_values

pytestmark = pytest.mark.requirement("R-WL-3")

OWN_LOGO = address(TenantId("ten_01KAHZE4000000000000000000"), "1" * 64, LOGO)


@pytest.mark.parametrize("kind", MailKind)
def test_the_second_colour_is_a_stripe_under_the_bar(kind: MailKind) -> None:
    two = replace(LOOK, secondary_color="#ffdd00")

    striped = Document(render(kind, Locale.AR, some_values(kind), two).html)
    plain = Document(render(kind, Locale.AR, some_values(kind), LOOK).html)

    assert [one.attributes["height"] for one in striped.having("bgcolor", "#ffdd00")] == ["3"]
    assert len(striped.elements) == len(plain.elements) + 2


@pytest.mark.parametrize("color", ["red", '#ffdd00"><script>', ""])
def test_a_second_colour_that_is_none_leaves_the_mail_as_it_is(color: str) -> None:
    values = some_values(MailKind.INVITE)
    odd = replace(LOOK, secondary_color=color)

    mail = render(MailKind.INVITE, Locale.EN, values, odd)

    assert mail == render(MailKind.INVITE, Locale.EN, values, LOOK)


def test_a_logo_of_ours_is_shown_from_the_host_of_the_mails_links() -> None:
    look = anywhere(replace(LOOK, logo_url=OWN_LOGO), "https://portal.savanna.example")

    mail = render(MailKind.INVITE, Locale.EN, some_values(MailKind.INVITE), look)

    (logo,) = Document(mail.html).all("img")
    assert logo.attributes["src"] == f"https://portal.savanna.example{OWN_LOGO}"
    assert "max-width:200px; max-height:50px" in logo.attributes["style"].replace("  ", " ")


def test_the_footer_leads_to_billing() -> None:
    look = replace(LOOK, billing_url="https://savanna.example/billing")

    mail = render(MailKind.SIGN_IN, Locale.FR, some_values(MailKind.SIGN_IN), look)

    assert Document(mail.html).having("href", look.billing_url or "")[0].text == "Facturation"
    assert "https://savanna.example/billing" in mail.text
