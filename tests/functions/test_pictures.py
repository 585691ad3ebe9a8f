"""
Pictures as they are served: to anybody, for ever, and as nothing but pictures.
"""

import pytest

from tests.calling import call
from tests.functions import cast
from tests.functions.branded import a_shown_picture, ask, at_reseller, send
from tests.functions.cast import expect
from tests.picturing import a_picture, need_bucket

pytestmark = pytest.mark.requirement("R-WL-3")


@pytest.fixture(scope="module")
def url(operator: str) -> str:
    need_bucket()
    reseller = cast.a_reseller(operator)
    _, branding = a_shown_picture(operator, at_reseller(reseller), a_picture((100, 50)))
    return str(branding["own"]["logo_url"])


def test_a_picture_is_kept_for_ever_and_runs_nothing(url: str) -> None:
    answer = expect(call("GET", url), 200)

    assert answer.headers == {
        "content-type": "image/png",
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
        "etag": f'"{url.split("/")[3]}"',
    }


def test_who_has_it_already_is_not_sent_it_again(url: str) -> None:
    tag = call("GET", url).headers["etag"]

    answer = call("GET", url, headers={"if-none-match": f'"other", W/{tag}'})

    assert (answer.status, answer.content, answer.headers["etag"]) == (304, b"", tag)


def test_head_is_answered_like_get(url: str) -> None:
    assert call("HEAD", url).headers == call("GET", url).headers


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("logo.png", "favicon.ico"),
        ("logo.png", "logo.svg"),
        ("logo.png", "../../uploads"),
        ("/assets/ten_", "/assets/usr_"),
        ("logo.png", "%2e%2e"),
        ("logo.png", ""),
    ],
)
def test_what_is_no_picture_is_not_found(url: str, part: str, other: str) -> None:
    answer = call("GET", url.replace(part, other))

    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"


def test_a_digest_that_nothing_has_is_not_found(url: str) -> None:
    digest = url.split("/")[3]

    answer = call("GET", url.replace(digest, "0" * 64))

    assert (answer.status, answer.json["code"]) == (404, "branding.picture_not_found")


def test_what_was_sent_is_never_served(operator: str) -> None:
    reseller = cast.a_reseller(operator)
    upload = ask(operator, at_reseller(reseller))
    send(upload, a_picture())

    for path in (f"/assets/{reseller['id']}/{upload['id']}/logo.png", f"/uploads/{upload['id']}"):
        assert call("GET", path).status == 404
