"""
The page behind an invite's link: looking changes nothing, and the person's own button accepts.
"""

import re
from html import unescape

import pytest

from tenantry.ids import TenantId
from tenantry.invites import commands as invites
from tests import builders
from tests.acting import an_act
from tests.calling import call
from tests.functions.browsing import heading_of, press
from tests.functions.cast import (
    LONG_AGO,
    Json,
    a_reseller,
    a_tenant_owner,
    accept,
    an_address,
    an_invite,
    link_of,
    made,
    token_of,
)
from tests.functions.stored import everything
from tests.reading import kinds

pytestmark = pytest.mark.requirement("R-INV-3")


def an_expired_invite(reseller: Json) -> Json:
    offer = builders.an_offer(email="late@shop.example")
    invite = invites.mint(TenantId(reseller["id"]), offer, an_act(now=LONG_AGO))
    return {"id": invite.id, "reseller_id": invite.reseller_id}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_page_changes_nothing(operator: str, method: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    before = everything()

    pages = [call(method, link_of(invite)) for _ in range(3)]

    assert {page.status for page in pages} == {200}
    assert everything() == before
    assert accept(invite, address=an_address()).status == 200


def test_the_page_is_kept_nowhere_and_tells_no_other_site(operator: str) -> None:
    page = call("GET", link_of(an_invite(operator, a_reseller(operator))))

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert "set-cookie" not in page.headers
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy + page.text


def test_the_form_accepts_and_signs_nobody_in(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator), tenant_name="Kofi's Shop")

    page = press(invite)

    read = call(
        "GET", f"/v1/resellers/{invite['reseller_id']}/invites/{invite['id']}", secret=operator
    )
    assert (page.status, heading_of(page)) == (200, "Your workspace is ready")
    assert "set-cookie" not in page.headers
    assert invite["email"] not in page.text
    assert read.json["status"] == "accepted"


@pytest.mark.requirement("R-INV-2")
def test_accepting_makes_all_that_belongs_to_a_tenant(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)
    before = kinds()

    press(invite, "Kofi Mensah")

    assert kinds() - before == {
        "Tenant": 1,
        "Holding": 1,
        "Subscription": 1,
        "User": 1,
        "EmailMarker": 1,
        "Member": 1,
        "Consent": 1,
        "Notification": 1,
        "Event": 1,
        "LimitCounter": 1,
    }


def test_pressing_the_button_again_shows_the_same_page(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    first = press(invite)
    before = everything()

    again = press(invite)
    by_another_name = press(invite, "Somebody Else")
    without_name = press(invite, "")
    looked_at = call("GET", link_of(invite))

    assert {again.text, by_another_name.text, without_name.text} == {first.text}
    assert (looked_at.status, heading_of(looked_at)) == (200, heading_of(first))
    assert everything() == before


def test_api_and_page_give_one_tenant(operator: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    press(invite)

    first, second = (made(accept(invite, address=an_address()), 200) for _ in range(2))

    assert first == second
    assert first["tenant_id"].startswith("ten_")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Ko\u0007fi", "<b>\u0000"])
def test_a_wrong_name_shows_the_form_again(operator: str, name: str) -> None:
    invite = an_invite(operator, a_reseller(operator))
    before = everything()

    page = press(invite, name)

    assert page.status == 422
    assert 'aria-invalid="true"' in page.text
    assert 'role="alert"' in page.text
    assert f'value="{token_of(invite)}"' in page.text
    assert everything() == before


def test_what_was_typed_is_in_the_form_again_and_harmless(operator: str) -> None:
    page = press(an_invite(operator, a_reseller(operator)), '"><script>' + "é" * 200)

    assert page.status == 422
    assert f'value="&quot;&gt;&lt;script&gt;{"é" * 200}"' in page.text
    assert "<script" not in page.text


def test_a_name_of_any_script_is_accepted(operator: str) -> None:
    reseller = a_reseller(operator)
    invite = an_invite(operator, reseller)

    press(invite, "  كوفي منساه  ")

    tenant_id = made(accept(invite, address=an_address()), 200)["tenant_id"]
    consent = call("GET", f"/v1/tenants/{tenant_id}/consent", secret=operator).json
    owner = {"id": tenant_id, "owner_id": consent["granted_by"]}
    me = call("GET", "/workspace", cookie=f"__Host-tenantry={a_tenant_owner(owner)}")
    assert "كوفي منساه" in me.text


def test_the_page_says_until_when_the_reseller_is_let_in_and_accepting_records_it(
    operator: str,
) -> None:
    invite = an_invite(operator, a_reseller(operator))
    page = call("GET", link_of(invite))
    tenant_id = made(accept(invite, address=an_address()), 200)["tenant_id"]

    consent = call("GET", f"/v1/tenants/{tenant_id}/consent", secret=operator).json

    year, month, day = consent["ends_at"][:10].split("-")
    assert re.search(rf"until [^.]*{int(day)}[^.]*{year}", unescape(page.text)), (month, page.text)


LANGUAGES = {"en": "ltr", "fr": "ltr", "pt": "ltr", "ar": "rtl", "sw": "ltr"}


@pytest.mark.requirement("R-INV-1")
@pytest.mark.parametrize(("language", "direction"), LANGUAGES.items())
def test_the_page_speaks_the_invites_language(operator: str, language: str, direction: str) -> None:
    invite = an_invite(operator, a_reseller(operator), locale=language)

    page = call("GET", link_of(invite), headers={"accept-language": "de, en;q=0.5"})

    assert page.headers["content-language"] == language
    assert f'lang="{language}" dir="{direction}"' in page.text


@pytest.mark.parametrize(
    ("chosen", "shown"), [("ar", "ar"), ("pt-BR", "pt"), ("xx", "fr"), ("", "fr")]
)
def test_another_language_can_be_chosen_and_stays_chosen(
    operator: str, chosen: str, shown: str
) -> None:
    invite = an_invite(operator, a_reseller(operator), locale="fr")

    page = call("GET", f"{link_of(invite)}?lang={chosen}")
    again = press(invite, "", query=f"?lang={chosen}")

    assert f"?lang={shown}&quot;" in page.text or f'?lang={shown}"' in page.text
    assert (page.headers["content-language"], again.headers["content-language"]) == (shown, shown)


def test_the_page_wears_the_resellers_look_and_the_tenants_over_it(operator: str) -> None:
    branding = {
        "display_name": "Savanna Cloud",
        "primary_color": "#0f766e",
        "support_email": "help@savanna.example",
        "terms_url": "https://savanna.example/terms",
    }
    reseller = a_reseller(operator, branding=branding)
    plain = call("GET", link_of(an_invite(operator, reseller)))

    own = call("GET", link_of(an_invite(operator, reseller, branding={"primary_color": "#7c2d12"})))

    assert all(part in plain.text for part in ("Savanna Cloud", "#0f766e", "help@savanna.example"))
    assert "https://savanna.example/terms" in plain.text
    assert "#7c2d12" in own.text
    assert "#0f766e" not in own.text


def test_a_reseller_without_licences_is_no_error_of_ours(operator: str) -> None:
    reseller = a_reseller(operator, initial_licenses=0)
    invite = an_invite(operator, reseller)
    before = everything()

    page, answer = press(invite), accept(invite, address=an_address())

    assert page.status == 409
    assert (answer.status, answer.json["code"]) == (409, "license.none_available")
    assert everything() == before


def test_a_commission_reseller_needs_no_licence(operator: str) -> None:
    reseller = a_reseller(operator, type="commission", initial_licenses=0)

    assert heading_of(press(an_invite(operator, reseller))) == "Your workspace is ready"
