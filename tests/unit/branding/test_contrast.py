"""
Colours of a brand: what can be read, what is said of what cannot, and the shades that follow.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.branding.contrast import Pair, darkened, pairs, shades
from tenantry.mail.colors import DARK_EDGE, DARK_LINK, PLATFORM_BLUE, WHITE, contrast, palette
from tenantry.resellers.model import Branding

pytestmark = pytest.mark.requirement("R-WL-5")

COLORS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def pair_of(name: str, primary: str, secondary: str = "") -> Pair:
    found = pairs(Branding(primary_color=primary, secondary_color=secondary))
    return next(pair for pair in found if pair.name == name)


@pytest.mark.parametrize(
    ("primary", "ratio", "passes"),
    [
        ("#000000", 21.0, True),
        ("#0000ff", 8.59, True),
        ("#767676", 4.54, True),
        ("#777777", 4.48, False),
        ("#ffffff", 1.0, False),
    ],
)
def test_a_link_on_white_passes_from_four_and_a_half_on(
    primary: str, ratio: float, passes: bool
) -> None:
    link = pair_of("link", primary)

    assert (link.told_ratio, link.passes) == (ratio, passes)


def test_two_colours_beside_each_other_are_compared() -> None:
    stripe = pair_of("stripe", "#0000ff", "#ff0000")

    assert (stripe.told_ratio, stripe.passes) == (2.15, False)
    assert stripe.warning == (
        "stripe: #ff0000 on #0000ff has a contrast of 2.15, and needs 3.0. The stripe under the "
        "bar at the top; too alike, the two are seen as one."
    )


def test_a_ratio_is_never_rounded_up_to_the_limit_that_it_misses() -> None:
    almost = Pair("link", "#777777", WHITE, 4.4999, 4.5, None, None, "")

    assert (almost.passes, almost.told_ratio) == (False, 4.49)


def test_a_pale_colour_is_shown_otherwise_and_a_darker_one_is_suggested() -> None:
    link, button = pair_of("link", "#ffdd00"), pair_of("button", "#ffdd00")

    assert (link.shown, button.shown) == (DARK_LINK, DARK_EDGE)
    assert contrast(str(link.suggestion), WHITE) >= 4.5
    assert contrast(str(button.suggestion), WHITE) >= 3
    assert "#1f2937 is shown instead; #887600 would do." in str(link.warning)


def test_a_colour_that_passes_is_shown_and_nothing_is_suggested() -> None:
    link = pair_of("link", "#0b5d4e")

    assert (link.shown, link.suggestion, link.warning) == (None, None, None)


def test_without_a_second_colour_only_the_first_is_looked_at() -> None:
    named = [pair.name for pair in pairs(Branding())]

    assert named == ["button_label", "button", "link"]
    assert pair_of("link", "").foreground == PLATFORM_BLUE


@given(primary=COLORS, secondary=COLORS)
def test_whatever_the_colours_are_words_on_them_can_be_read(primary: str, secondary: str) -> None:
    branding = Branding(primary_color=primary, secondary_color=secondary)

    found = {pair.name: pair for pair in pairs(branding)}

    assert found["button_label"].passes
    assert found["plain_button_label"].passes
    assert all((pair.warning is None) == pair.passes for pair in found.values())
    assert all(1 <= pair.told_ratio <= 21 for pair in found.values())


@given(primary=COLORS, secondary=COLORS)
def test_what_is_shown_instead_can_be_seen(primary: str, secondary: str) -> None:
    for pair in pairs(Branding(primary_color=primary, secondary_color=secondary)):
        for other in (pair.shown, pair.suggestion):
            assert other is None or contrast(other, pair.background) >= pair.required


@given(color=COLORS)
def test_every_shade_can_be_read_where_it_is_used(color: str) -> None:
    made = shades(color)

    plain = contrast(made.on_color, made.color)
    assert plain >= 4.5
    assert plain <= contrast(made.on_color, made.hover) <= contrast(made.on_color, made.pressed)
    assert contrast(made.on_tint, made.tint) >= 4.5
    assert contrast(made.text, WHITE) >= 4.5
    assert contrast(made.border, WHITE) >= 3


@given(color=COLORS)
def test_a_colour_that_is_dark_enough_is_left_as_it_is(color: str) -> None:
    shade = darkened(color, WHITE, 4.5)

    assert (shade == color) == (contrast(color, WHITE) >= 4.5)


@given(primary=COLORS, secondary=COLORS)
def test_buttons_that_stand_back_can_be_read_and_seen(primary: str, secondary: str) -> None:
    colors = palette(primary, secondary)

    assert colors.plain == colors.secondary == secondary
    assert contrast(colors.on_plain, colors.plain) >= 4.5
    assert contrast(colors.plain_edge, WHITE) >= 3
