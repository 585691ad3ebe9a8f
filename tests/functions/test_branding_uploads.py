"""
Pictures over HTTP: a form is asked for, the file goes to the bucket, and is accepted or refused.
"""

import json
from base64 import b64decode
from typing import Any

import pytest

from tenantry import settings
from tenantry.clock import moment
from tenantry.services import client
from tests.acting import SECOND
from tests.calling import call
from tests.deployment import REGION
from tests.functions import cast
from tests.functions.branded import (
    A_LOGO,
    a_shown_picture,
    accept,
    ask,
    at_reseller,
    at_tenant,
    send,
)
from tests.functions.cast import Json, expect
from tests.functions.stored import everything
from tests.picturing import a_header_of, a_picture, files, open_bucket, opened
from tests.reading import items_of

pytestmark = pytest.mark.requirement("R-WL-3")


@pytest.fixture
def reseller(operator: str) -> Json:
    open_bucket()
    return cast.a_reseller(operator, branding={})


@pytest.fixture
def owner(reseller: Json) -> str:
    return cast.an_owner(reseller)


@pytest.fixture
def at(reseller: Json) -> str:
    return at_reseller(reseller)


def policy_of(upload: Json) -> Any:  # noqa: ANN401 - a document of S3's
    return json.loads(b64decode(upload["form"]["fields"]["policy"]))


def shown(path: str) -> bytes:
    return expect(call("GET", path), 200).content


def test_a_form_takes_one_file_of_one_type_that_is_not_too_large(
    owner: str, reseller: Json, at: str
) -> None:
    upload = ask(owner, at)

    conditions = policy_of(upload)["conditions"]
    key = f"uploads/{reseller['id']}/{upload['id']}"
    assert {"key": key} in conditions
    assert {"Content-Type": "image/png"} in conditions
    assert ["content-length-range", 1, 1_048_576] in conditions
    assert {"bucket": settings.picture_bucket()} in conditions
    assert (
        upload["form"]["url"] == f"https://{settings.picture_bucket()}.s3.{REGION}.amazonaws.com/"
    )
    assert upload["form"]["fields"]["key"] == key
    assert upload["form"]["fields"]["Content-Type"] == "image/png"
    assert not [one for one in conditions if "starts-with" in one], "nothing is left open"


def test_a_form_says_every_field_that_it_sends(owner: str, at: str) -> None:
    upload = ask(owner, at, size=4_711)

    conditions = policy_of(upload)["conditions"]
    named = {name for one in conditions if isinstance(one, dict) for name in one}
    assert upload["form"]["fields"].keys() - {"policy", "x-amz-signature"} <= named
    assert ["content-length-range", 4_711, 4_711] in conditions


def test_a_form_lapses_before_its_upload_and_that_before_its_file(owner: str, at: str) -> None:
    upload = ask(owner, at)

    told, until = moment(upload["form"]["expires_at"]), moment(upload["expires_at"])
    assert told <= moment(policy_of(upload)["expiration"]) < told + 5 * SECOND < until


def test_a_logo_is_sent_accepted_and_shown(owner: str, reseller: Json, at: str) -> None:
    _, branding = a_shown_picture(owner, at, a_picture((400, 50)))

    url = branding["own"]["logo_url"]
    assert url.startswith(f"/assets/{reseller['id']}/")
    assert opened(shown(url)).size == (200, 25)
    dense = branding["pictures"]["logo"]["logo-2x.png"]
    assert opened(shown(dense)).size == (400, 50)
    assert branding["effective"]["logo_url"] == url


def test_a_favicon_becomes_every_icon(owner: str, at: str) -> None:
    _, branding = a_shown_picture(owner, at, a_picture((600, 600)), use="favicon")

    icons = branding["pictures"]["favicon"]
    sizes = {name: opened(shown(path)).size[0] for name, path in icons.items()}
    assert sizes == {
        "favicon.ico": 48,
        "apple-touch-icon.png": 180,
        "icon-192.png": 192,
        "icon-512.png": 512,
        "icon-maskable-512.png": 512,
    }
    assert branding["own"]["favicon_url"] == icons["favicon.ico"]


def test_a_background_becomes_a_photo_of_the_size_of_a_screen(owner: str, at: str) -> None:
    photo = a_picture((2_000, 1_500), kind="WEBP")

    _, branding = a_shown_picture(
        owner, at, photo, use="login_background", content_type="image/webp"
    )

    made = opened(shown(branding["own"]["login_background_url"]))
    assert (made.format, made.size) == ("JPEG", (1_600, 1_200))


def test_a_tenant_has_pictures_of_its_own(operator: str, owner: str, reseller: Json) -> None:
    tenant = cast.a_tenant(operator, reseller)
    a_shown_picture(owner, at_reseller(reseller), a_picture((100, 50)))

    _, branding = a_shown_picture(owner, at_tenant(tenant), a_picture((80, 40)))

    assert branding["own"]["logo_url"].startswith(f"/assets/{tenant['id']}/")
    assert opened(shown(branding["effective"]["logo_url"])).size == (80, 40)


def test_the_picture_before_is_still_served_for_pages_in_caches(owner: str, at: str) -> None:
    _, before = a_shown_picture(owner, at, a_picture((100, 50)))

    _, after = a_shown_picture(owner, at, a_picture((90, 50)))

    assert before["own"]["logo_url"] != after["own"]["logo_url"]
    assert opened(shown(before["own"]["logo_url"])).size == (100, 50)


def test_a_picture_that_nothing_came_of_yet_waits(owner: str, at: str) -> None:
    upload = ask(owner, at)

    refused = accept(owner, at, upload)

    assert (refused.status, refused.json["code"]) == (409, "branding.upload_missing")
    send(upload, a_picture())
    assert accept(owner, at, upload).status == 200


def test_accepting_twice_changes_nothing_and_is_answered_alike(owner: str, at: str) -> None:
    upload, first = a_shown_picture(owner, at, a_picture())
    before = everything()

    again = accept(owner, at, upload)

    assert (again.status, again.json) == (200, first)
    assert everything() == before


def test_a_later_accept_of_what_was_replaced_since_brings_nothing_back(owner: str, at: str) -> None:
    first, _ = a_shown_picture(owner, at, a_picture((100, 50)))
    _, second = a_shown_picture(owner, at, a_picture((90, 50)))

    assert accept(owner, at, first).json == second


def test_another_resellers_upload_is_not_found(operator: str, owner: str, at: str) -> None:
    other = cast.a_reseller(operator)
    stranger, upload = cast.an_owner(other), ask(owner, at)
    send(upload, a_picture())

    refused = accept(stranger, at_reseller(other), upload)

    assert (refused.status, refused.json["code"]) == (404, "branding.upload_not_found")
    assert accept(stranger, at, upload).status == 404
    assert files("pictures/") == []


REFUSED = {
    "too many pixels": ("branding.picture_too_large", a_header_of(30_000, 30_000)),
    "a byte too many": ("branding.picture_too_large", a_picture().ljust(1_048_577, b"\0")),
    "empty": ("branding.picture_unreadable", b""),
    "half": ("branding.picture_unreadable", a_picture((500, 300))[:700]),
    "svg": ("branding.picture_type_refused", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "html": ("branding.picture_type_refused", b"<!doctype html><script>alert(1)</script>"),
    "gif": ("branding.picture_type_refused", a_picture(kind="GIF")),
    "pdf": ("branding.picture_type_refused", b"%PDF-1.7\n%%EOF"),
    "jpeg": ("branding.picture_type_refused", a_picture(kind="JPEG")),
    "a line": ("branding.picture_too_small", a_picture((50, 2_000))),
    "a dot": ("branding.picture_too_small", a_picture((1, 1))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_whatever_it_is_called(
    owner: str, at: str, name: str
) -> None:
    code, content = REFUSED[name]
    upload = ask(owner, at)
    send(upload, content)

    refused = accept(owner, at, upload)

    assert (refused.status, refused.json["code"]) == (422, code)
    assert refused.json["field"] in {"file", "content_type"}
    assert files("pictures/") == []
    assert call("GET", at, secret=owner).json["own"]["logo_url"] == ""


def test_who_was_refused_can_send_another_file_for_the_same_upload(owner: str, at: str) -> None:
    upload = ask(owner, at)
    send(upload, b"<svg/>")
    assert accept(owner, at, upload).status == 422

    send(upload, a_picture())

    assert accept(owner, at, upload).status == 200


def test_a_file_that_was_sent_as_another_type_is_refused(
    owner: str, reseller: Json, at: str
) -> None:
    upload = ask(owner, at)
    client("s3").put_object(
        Bucket=settings.picture_bucket(),
        Key=f"uploads/{reseller['id']}/{upload['id']}",
        Body=a_picture(),
        ContentType="text/html",
    )

    refused = accept(owner, at, upload)

    assert (refused.status, refused.json["code"]) == (422, "branding.picture_type_refused")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"content_type": "image/svg+xml"}, "save any other kind, SVG too, as PNG"),
        ({"content_type": "image/gif"}, "must be one of image/png, image/jpeg, image/webp"),
        ({"use": "banner"}, "'logo', 'favicon' or 'login_background'"),
        ({"size": 0}, "greater than or equal to 1"),
        ({"size": 1_048_577}, "less than or equal to 1048576"),
    ],
)
def test_a_wrong_request_for_a_form_is_named(
    owner: str, at: str, wrong: dict[str, object], words: str
) -> None:
    (field,) = wrong
    refused = call("POST", f"{at}/uploads", body=A_LOGO | wrong, secret=owner)

    error = refused.json["errors"][0]
    assert (refused.status, error["field"]) == (422, field)
    assert words in error["detail"]


def test_an_upload_is_forgotten_with_its_file(owner: str, at: str) -> None:
    upload = ask(owner, at)

    (item,) = items_of("BrandingUpload")

    assert item["sk"] == f"UPLOAD#{upload['id']}"
    assert item["expires"] == int(moment(upload["expires_at"]).timestamp())
