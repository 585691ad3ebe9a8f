"""
A brand may choose any colour, and people can still read.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.mail.colors import (
    PLATFORM_BLUE,
    SHAPE_CONTRAST_MIN,
    TEXT_CONTRAST_MIN,
    WHITE,
    contrast,
    palette,
    readable_on,
)

COLORS = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_the_ratio_that_the_guidelines_publish(
    one: str, other: str, ratio: float
) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert round(contrast(one, other), 2) == ratio


@pytest.mark.parametrize(
    ("background", "ink"),
    [("#ffdd00", "#000000"), ("#0f766e", "#ffffff"), ("#ffffff", "#000000"), ("#000", "#ffffff")],
)
def test_text_on_the_brand_is_black_or_white(background: str, ink: str) -> None:
    assert readable_on(background.ljust(7, "0")) == ink


@pytest.mark.requirement("R-WL-5")
@given(color=COLORS)
def test_every_brand_colour_can_be_read(color: str) -> None:
    colors = palette(color)

    assert colors.primary == color.lower()
    assert contrast(colors.on_primary, colors.primary) >= TEXT_CONTRAST_MIN
    assert contrast(colors.link, WHITE) >= TEXT_CONTRAST_MIN
    assert contrast(colors.edge, WHITE) >= SHAPE_CONTRAST_MIN


@pytest.mark.parametrize(
    "color", [None, "", "teal", "#fff", "#12345g", "#123456;x", "#123456\n", "}</style>"]
)
def test_what_is_no_colour_becomes_the_platforms_blue(color: str | None) -> None:
    assert palette(color) == palette(PLATFORM_BLUE)
