"""
Whatever picture is sent: it is shown inside its window, with its ratio, and never larger.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenantry.branding.model import MediaType, PictureRefused, PictureTooSmall, Use
from tenantry.branding.pictures import make
from tenantry.branding.rules import (
    BACKGROUND_WINDOW,
    DENSE_WINDOW,
    LOGO_WINDOW,
    SIDE_MIN,
    Size,
    fitted,
)
from tenantry.mail import assets
from tests.picturing import a_picture, chunks_of, opened

pytestmark = pytest.mark.requirement("R-WL-3")

SIDES = st.integers(1, 10_000)
SMALL = st.tuples(st.integers(1, 500), st.integers(1, 500))
WINDOWS = st.sampled_from([LOGO_WINDOW, DENSE_WINDOW, BACKGROUND_WINDOW])
FILES = st.sampled_from(
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("PNG", "I;16"),
        ("PNG", "1"),
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
    ]
)
TYPES = {"PNG": MediaType.PNG, "JPEG": MediaType.JPEG, "WEBP": MediaType.WEBP}


@given(width=SIDES, height=SIDES, window=WINDOWS)
def test_any_size_fits_its_window_and_keeps_its_ratio_to_a_pixel(
    width: int, height: int, window: Size
) -> None:
    shown = fitted((width, height), window)

    assert all(1 <= side <= most for side, most in zip(shown, window, strict=True))
    assert all(side <= was for side, was in zip(shown, (width, height), strict=True))
    scale = min(Fraction(1), Fraction(window[0], width), Fraction(window[1], height))
    for side, was in zip(shown, (width, height), strict=True):
        # A side that would vanish is one pixel; it is refused afterwards.
        assert abs(side - was * scale) <= Fraction(1, 2) or side == 1


@given(width=SIDES, height=SIDES, window=WINDOWS)
def test_what_was_fitted_fits(width: int, height: int, window: Size) -> None:
    shown = fitted((width, height), window)

    assert fitted(shown, window) == shown


@settings(deadline=None, max_examples=80)
@given(size=SMALL, file=FILES)
def test_any_picture_is_shown_in_size_or_refused_as_too_thin(
    size: Size, file: tuple[str, str]
) -> None:
    kind, mode = file
    shown = fitted(size, LOGO_WINDOW)
    content = a_picture(size, mode, kind)
    if min(shown) < SIDE_MIN:
        with pytest.raises(PictureTooSmall):
            make(Use.LOGO, TYPES[kind], content)
        return

    files = make(Use.LOGO, TYPES[kind], content).files

    assert opened(files[assets.LOGO]).size == shown
    assert opened(files[assets.DENSE_LOGO]).size == fitted(size, DENSE_WINDOW)
    assert all(chunks_of(png).keys() == {"IHDR", "IDAT", "IEND"} for png in files.values())


@settings(deadline=None, max_examples=300)
@given(
    file=FILES,
    places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    cut=st.one_of(st.none(), st.floats(0, 1)),
)
def test_any_file_is_a_picture_or_refused_and_nothing_else_happens(
    file: tuple[str, str], places: list[tuple[float, int]], cut: float | None
) -> None:
    kind, mode = file
    content = bytearray(a_picture((60, 40), mode, kind))
    for place, value in places:
        content[int(place * (len(content) - 1))] = value
    end = len(content) if cut is None else int(cut * len(content))
    try:
        files = make(Use.LOGO, TYPES[kind], bytes(content[:end])).files
    except PictureRefused:
        return

    assert opened(files[assets.LOGO]).format == "PNG"
