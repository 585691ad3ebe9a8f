"""
The addresses of uploaded pictures: paths on the host that they are asked from, whole ones in mails.
"""

import pytest

from tenantry.ids import TenantId
from tenantry.mail.assets import (
    DENSE_LOGO,
    FILES_OF,
    ICON,
    LOGO,
    MEDIA_TYPES,
    TOUCH_ICON,
    address,
    anywhere,
    beside,
    picture_address,
)
from tenantry.mail.model import Look

pytestmark = pytest.mark.requirement("R-WL-3")

OWNER = TenantId("ten_01KAHZE4000000000000000000")
OWN_LOGO = address(OWNER, "5a" * 32, LOGO)
OURS = "https://partners.example.com"


def test_a_mail_names_the_host_that_its_pictures_are_on() -> None:
    own = Look("Acme", logo_url=OWN_LOGO, favicon_url=address(OWNER, "0b" * 32, ICON))
    elsewhere = Look("Acme", logo_url="https://acme.example/logo.png")

    look = anywhere(own, OURS)

    assert (look.logo_url, look.login_background_url) == (OURS + OWN_LOGO, None)
    assert look.favicon_url == OURS + str(own.favicon_url)
    assert anywhere(elsewhere, OURS) == elsewhere


@pytest.mark.parametrize("host", ["", OURS, "http://127.0.0.1:8787"])
def test_what_lies_beside_a_picture_is_on_the_same_host(host: str) -> None:
    dense = beside(host + OWN_LOGO, DENSE_LOGO)

    assert dense == f"{host}/assets/{OWNER}/{'5a' * 32}/logo-2x.png"


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/logo.png",
        "",
        None,
        OWN_LOGO + "?x",
        OWN_LOGO.replace("logo.png", "logo.svg"),
        OWN_LOGO.replace("logo.png", "../logo.png"),
        OWN_LOGO.replace("5a", "5A"),
        f"//evil.example{OWN_LOGO}",
        f"{OWN_LOGO}\n",
    ],
)
def test_nothing_lies_beside_what_is_not_ours(url: str | None) -> None:
    assert beside(url, TOUCH_ICON) is None


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:image/png;base64,x", "/assets/../x", "//e.example/x", ""]
)
def test_what_is_neither_ours_nor_on_the_web_is_no_picture(url: str) -> None:
    assert picture_address(url) is None


def test_every_file_of_a_picture_is_served_as_something() -> None:
    named = [file for files in FILES_OF.values() for file in files]

    assert sorted(named) == sorted(MEDIA_TYPES)
    assert all(picture_address(address(OWNER, "0" * 64, file)) for file in named)
