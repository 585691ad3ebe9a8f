"""
How large pictures are shown, and what stands over what.
"""

import pytest

from tenantry.branding.model import PictureNotSquare, PictureRefused, PictureTooSmall, Use
from tenantry.branding.rules import (
    BACKGROUND_WINDOW,
    DENSE_WINDOW,
    LOGO_WINDOW,
    Size,
    branding_of,
    check_size,
    fitted,
    merged,
    over,
)
from tenantry.resellers.model import Branding

pytestmark = pytest.mark.requirement("R-WL-3")


@pytest.mark.parametrize(
    ("size", "shown", "dense"),
    [
        ((75, 75), (50, 50), (75, 75)),
        ((400, 50), (200, 25), (400, 50)),
        ((100, 50), (100, 50), (100, 50)),
        ((200, 50), (200, 50), (200, 50)),
        ((201, 50), (200, 50), (201, 50)),
        ((200, 51), (196, 50), (200, 51)),
        ((400, 100), (200, 50), (400, 100)),
        ((8, 8), (8, 8), (8, 8)),
        ((2000, 2000), (50, 50), (100, 100)),
        ((1600, 400), (200, 50), (400, 100)),
    ],
)
def test_a_logo_fits_its_window_and_is_never_enlarged(size: Size, shown: Size, dense: Size) -> None:
    assert fitted(size, LOGO_WINDOW) == shown
    assert fitted(size, DENSE_WINDOW) == dense


def test_a_background_fits_the_screens_that_most_people_have() -> None:
    assert fitted((2000, 2000), BACKGROUND_WINDOW) == (1200, 1200)
    assert fitted((2500, 1600), BACKGROUND_WINDOW) == (1875, 1200)
    assert fitted((640, 480), BACKGROUND_WINDOW) == (640, 480)


@pytest.mark.parametrize("size", [(50, 2000), (2000, 50), (1, 1), (7, 50), (200, 7), (1, 4_000)])
def test_a_logo_of_which_nothing_would_be_seen_is_refused(size: Size) -> None:
    with pytest.raises(PictureTooSmall) as refused:
        check_size(Use.LOGO, size)

    assert refused.value.context == {"field": "file", "least": 8}


@pytest.mark.parametrize("size", [(8, 50), (200, 8), (1_600, 64), (64, 400)])
def test_a_logo_of_which_eight_pixels_are_seen_is_taken(size: Size) -> None:
    check_size(Use.LOGO, size)


@pytest.mark.parametrize(
    ("size", "refusal"),
    [
        ((512, 513), PictureNotSquare),
        ((1024, 512), PictureNotSquare),
        ((511, 511), PictureTooSmall),
        ((1, 1), PictureTooSmall),
    ],
)
def test_an_icon_is_a_square_that_need_not_be_enlarged(
    size: Size, refusal: type[PictureRefused]
) -> None:
    check_size(Use.FAVICON, (512, 512))

    with pytest.raises(refusal):
        check_size(Use.FAVICON, size)


def test_fields_that_are_left_out_stay_and_empty_ones_go() -> None:
    own = {"display_name": "Acme", "primary_color": "#0b5d4e"}

    after = merged(own, {"primary_color": "", "website_url": "https://acme.example"})

    assert after == {"display_name": "Acme", "website_url": "https://acme.example"}


def test_a_tenant_is_seen_over_its_reseller_field_by_field() -> None:
    below = Branding(display_name="Acme", logo_url="https://a.example/l.png", terms_url="https://t")
    own = Branding(display_name="Kofi", support_email="help@kofi.example")

    seen = over(below, own)

    assert (seen.display_name, seen.logo_url) == ("Kofi", "https://a.example/l.png")
    assert (seen.support_email, seen.terms_url) == ("help@kofi.example", "https://t")


def test_a_field_that_a_newer_release_wrote_is_left_out() -> None:
    assert branding_of({"display_name": "Acme", "motto": "x"}) == Branding(display_name="Acme")
