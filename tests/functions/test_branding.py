"""
Brandings over HTTP: read, changed field by field, and shown before anybody sees them.
"""

import pytest

from tenantry.mail.model import Locale
from tests.calling import Answer, call
from tests.functions import cast
from tests.functions.branded import at_reseller, at_tenant
from tests.functions.cast import Json, expect, made
from tests.reading import events_written, items_of
from tests.unit.mail.documents import Document

pytestmark = pytest.mark.requirement("R-WL-3")

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{title}'
FIELDS = {
    "display_name": "Savanna Cloud",
    "primary_color": "#0b5d4e",
    "secondary_color": "#ffdd00",
    "logo_url": "https://savanna.example/logo.png",
    "favicon_url": "https://savanna.example/icon.png",
    "login_background_url": "https://savanna.example/back.jpg",
    "website_url": "https://savanna.example",
    "support_url": "https://savanna.example/help",
    "billing_url": "https://savanna.example/billing",
    "terms_url": "https://savanna.example/terms",
    "privacy_url": "https://savanna.example/privacy",
    "support_email": "help@savanna.example",
}


@pytest.fixture
def reseller(operator: str) -> Json:
    return cast.a_reseller(operator, branding={})


@pytest.fixture
def owner(reseller: Json) -> str:
    return cast.an_owner(reseller)


@pytest.fixture
def tenant(operator: str, reseller: Json) -> Json:
    return cast.a_tenant(operator, reseller)


def change(secret: str, at: str, **fields: object) -> Json:
    return made(call("PATCH", at, body=fields, secret=secret), 200)


def read(secret: str, at: str) -> Json:
    return made(call("GET", at, secret=secret), 200)


def preview(secret: str, at: str, **draft: object) -> Json:
    return made(call("POST", f"{at}/preview", body=draft, secret=secret), 200)


def test_every_field_is_kept_and_seen(owner: str, reseller: Json) -> None:
    changed = change(owner, at_reseller(reseller), **FIELDS)

    assert changed == read(owner, at_reseller(reseller))
    assert changed["own"] == changed["effective"] == FIELDS
    whole = call("GET", f"/v1/resellers/{reseller['id']}", secret=owner).json
    assert whole["branding"] == FIELDS


def test_a_field_that_is_left_out_stays_and_an_empty_one_goes(owner: str, reseller: Json) -> None:
    change(owner, at_reseller(reseller), **FIELDS)

    changed = change(owner, at_reseller(reseller), terms_url="", primary_color="#AABBCC")

    assert changed["own"] == FIELDS | {"terms_url": "", "primary_color": "#aabbcc"}
    stored = next(item for item in items_of("Reseller") if item["slug"] == reseller["slug"])
    assert "terms_url" not in stored["branding"]


def test_a_change_that_changes_nothing_leaves_no_event(owner: str, reseller: Json) -> None:
    first = change(owner, at_reseller(reseller), display_name="Savanna")
    before = events_written()

    again = change(owner, at_reseller(reseller), display_name="Savanna", terms_url="")

    assert again == first
    assert events_written() == before


def test_a_reseller_without_a_brand_is_seen_under_its_own_name(owner: str, reseller: Json) -> None:
    shown = read(owner, at_reseller(reseller))

    assert set(shown["own"].values()) == {""}
    assert shown["effective"]["display_name"] == reseller["company"]["legal_name"]
    assert shown["shades"].keys() == {"primary"}


def test_a_tenant_is_seen_over_its_reseller(owner: str, reseller: Json, tenant: Json) -> None:
    change(owner, at_reseller(reseller), **FIELDS)

    seen = change(owner, at_tenant(tenant), display_name="Kofi", support_email="k@kofi.example")

    own = {"display_name": "Kofi", "support_email": "k@kofi.example"}
    assert seen["own"] == dict.fromkeys(FIELDS, "") | own
    assert seen["effective"] == FIELDS | own


@pytest.mark.parametrize("field", FIELDS)
def test_a_tenant_can_have_every_field_of_its_own(
    owner: str, reseller: Json, tenant: Json, field: str
) -> None:
    change(owner, at_reseller(reseller), **{field: FIELDS[field]})
    other = {
        "primary_color": "#112233",
        "secondary_color": "#112233",
        "support_email": "k@k.example",
    }
    own = other.get(field, "https://kofi.example/x" if field.endswith("_url") else "Kofi")

    seen = change(owner, at_tenant(tenant), **{field: own})
    back = change(owner, at_tenant(tenant), **{field: ""})

    assert (seen["effective"][field], back["effective"][field]) == (own, FIELDS[field])


def test_the_whole_form_of_a_tenant_keeps_working(owner: str, tenant: Json) -> None:
    body = {"branding": {"primary_color": "#7C2D12", "login_background_url": ""}}
    expect(call("PATCH", f"/v1/tenants/{tenant['id']}", body=body, secret=owner), 200)

    assert read(owner, at_tenant(tenant))["own"]["primary_color"] == "#7c2d12"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("primary_color", "red"),
        ("secondary_color", "#fff"),
        ("logo_url", "http://savanna.example/logo.png"),
        ("logo_url", "/assets/../secret"),
        ("favicon_url", "/assets/ten_1/x/favicon.ico"),
        ("login_background_url", "javascript:alert(1)"),
        ("support_email", "nobody"),
        ("display_name", "two\nlines"),
        ("motto", "x"),
    ],
)
def test_a_wrong_field_is_named(owner: str, reseller: Json, field: str, value: str) -> None:
    refused = call("PATCH", at_reseller(reseller), body={field: value}, secret=owner)

    assert refused.status == 422
    assert refused.json["errors"][0]["field"].startswith(field)


@pytest.mark.requirement("R-WL-5")
def test_what_cannot_be_read_is_said_and_stops_nothing(owner: str, reseller: Json) -> None:
    shown = change(owner, at_reseller(reseller), primary_color="#ffdd00", secondary_color="#ffee00")

    failing = {pair["name"]: pair for pair in shown["contrast"] if not pair["passes"]}
    assert failing.keys() == {"button", "link", "plain_button", "stripe"}
    link = failing["link"]
    assert (link["ratio"], link["required"], link["shown"]) == (1.35, 4.5, "#1f2937")
    assert len(shown["warnings"]) == 4
    assert shown["shades"]["primary"]["text"] == link["suggestion"] == "#887600"


def test_a_preview_stores_nothing(owner: str, reseller: Json) -> None:
    before = read(owner, at_reseller(reseller)), items_of("Reseller"), len(events_written())

    shown = preview(owner, at_reseller(reseller), display_name="New Name", primary_color="#ffdd00")

    assert shown["branding"]["own"]["display_name"] == "New Name"
    assert shown["branding"]["warnings"] != []
    assert (
        read(owner, at_reseller(reseller)),
        items_of("Reseller"),
        len(events_written()),
    ) == before


@pytest.mark.parametrize("locale", Locale)
def test_a_preview_is_the_pages_and_the_mail_in_their_look(
    owner: str, reseller: Json, locale: Locale
) -> None:
    shown = preview(owner, at_reseller(reseller), **FIELDS, locale=locale.value)

    for html in (shown["sign_in"], shown["invite"], shown["mail"]["html"]):
        document = Document(html)
        assert document.one("html").attributes["lang"] == locale
        assert document.having("src", FIELDS["logo_url"])
        assert "#0b5d4e" in html
        assert "#ffdd00" in html
    assert Document(shown["sign_in"]).having("src", FIELDS["login_background_url"])
    assert Document(shown["sign_in"]).having("href", FIELDS["favicon_url"])
    assert "Savanna Cloud" in shown["mail"]["subject"]
    assert "Savanna Cloud" in shown["mail"]["text"]


def test_a_preview_of_a_tenant_is_seen_over_its_reseller(
    owner: str, reseller: Json, tenant: Json
) -> None:
    change(owner, at_reseller(reseller), **FIELDS)

    shown = preview(owner, at_tenant(tenant), display_name="Kofi's Own")

    assert "Kofi&#x27;s Own" in shown["sign_in"]
    assert FIELDS["logo_url"] in shown["sign_in"]


def test_a_draft_cannot_run_anything(owner: str, reseller: Json) -> None:
    draft = {
        "display_name": EVIL,
        "support_email": "a'b@x.example",
        "website_url": "https://e/'\"><script>",
    }

    shown = preview(owner, at_reseller(reseller), **draft)

    for html in (shown["sign_in"], shown["invite"], shown["mail"]["html"]):
        document = Document(html)
        assert document.all("script") == document.all("img") == []
        assert not any(
            name.startswith("on") for one in document.elements for name in one.attributes
        )
        assert EVIL in document.one("body").text


def test_an_uploaded_picture_is_whole_in_a_preview(owner: str, reseller: Json) -> None:
    logo = f"/assets/{reseller['id']}/{'5a' * 32}/logo.png"

    shown = preview(owner, at_reseller(reseller), logo_url=logo)

    assert Document(shown["mail"]["html"]).having("src", f"https://partners.example.com{logo}")
    dense = logo.replace("logo.png", "logo-2x.png")
    assert Document(shown["sign_in"]).having("src", f"https://partners.example.com{dense}")


def test_a_deleted_tenant_keeps_its_branding(owner: str, operator: str, tenant: Json) -> None:
    expect(call("DELETE", f"/v1/tenants/{tenant['id']}", secret=operator), 200)
    answers: list[Answer] = [
        call("PATCH", at_tenant(tenant), body={"display_name": "K"}, secret=owner),
        call(
            "POST",
            f"{at_tenant(tenant)}/uploads",
            body={"use": "logo", "content_type": "image/png"},
            secret=owner,
        ),
    ]

    assert [(one.status, one.json["code"]) for one in answers] == [(409, "tenant.deleted")] * 2
