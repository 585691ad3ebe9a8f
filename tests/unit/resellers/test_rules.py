"""
What a reseller must be, and when it may bring in customers.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.resellers import rules
from tenantry.resellers.model import (
    Branding,
    ProgrammeSettings,
    Reseller,
    ResellerType,
    TermsVersionDiffers,
)
from tests.acting import DAY, NOON
from tests.builders import a_reseller, refusal_of

COMMISSION, SUBSCRIPTION = ResellerType.COMMISSION, ResellerType.SUBSCRIPTION
NO_TERMS = ProgrammeSettings()
TERMS = ProgrammeSettings(terms={COMMISSION: "2026-11"})


@pytest.mark.requirement("R-RES-5")
@pytest.mark.parametrize(
    ("reseller", "settings", "code"),
    [
        (a_reseller(), NO_TERMS, None),
        (a_reseller(is_active=False), NO_TERMS, "reseller.inactive"),
        (a_reseller(), TERMS, "reseller.terms_not_accepted"),
        (a_reseller(terms_version="2025-01"), TERMS, "reseller.terms_not_accepted"),
        (a_reseller(terms_version="2026-11"), TERMS, None),
        (a_reseller(SUBSCRIPTION), TERMS, None),
        (a_reseller(is_active=False), TERMS, "reseller.inactive"),
    ],
)
def test_what_is_wrong_is_said_in_order(
    reseller: Reseller, settings: ProgrammeSettings, code: str | None
) -> None:
    assert refusal_of(lambda: rules.check_may_sell(reseller, settings)) == code


def test_terms_that_wait_do_not_keep_anybody_from_signing_in_to_accept_them() -> None:
    assert refusal_of(lambda: rules.check_may_sign_in(a_reseller())) is None
    assert refusal_of(lambda: rules.check_may_sign_in(a_reseller(is_active=False))) == (
        "reseller.inactive"
    )


@pytest.mark.requirement("R-RES-4")
def test_a_type_that_is_switched_off_is_refused() -> None:
    prepaid_only = ProgrammeSettings(types=frozenset({SUBSCRIPTION}))

    assert refusal_of(lambda: rules.check_type(SUBSCRIPTION, prepaid_only)) is None
    assert refusal_of(lambda: rules.check_type(COMMISSION, prepaid_only)) == (
        "reseller.type_switched_off"
    )


@pytest.mark.requirement("R-RES-12")
def test_accepting_the_same_terms_again_keeps_the_first_time() -> None:
    accepted = rules.accept_terms(a_reseller(), "2026-11", TERMS, NOON)

    assert (accepted.terms_version, accepted.terms_accepted_at) == ("2026-11", NOON)
    assert rules.accept_terms(accepted, "2026-11", TERMS, NOON + DAY) is accepted


@pytest.mark.parametrize(
    ("version", "settings"), [("2025-01", TERMS), ("2026-11", NO_TERMS), ("", NO_TERMS)]
)
def test_only_the_current_terms_can_be_accepted(version: str, settings: ProgrammeSettings) -> None:
    with pytest.raises(TermsVersionDiffers) as refused:
        rules.accept_terms(a_reseller(), version, settings, NOON)

    assert refused.value.context["terms_version"] == settings.terms.get(COMMISSION)


def test_a_change_makes_the_next_version_and_no_change_makes_none() -> None:
    reseller = a_reseller()

    changed = rules.changed(reseller, branding=Branding(display_name="Acme"))

    assert changed.version == reseller.version + 1
    assert rules.changed(changed, branding=Branding(display_name="Acme")) is changed


def test_customers_see_the_brand_and_the_legal_name_where_there_is_none() -> None:
    reseller = a_reseller()
    branded = rules.changed(reseller, branding=Branding(display_name="Acme"))

    assert (reseller.display_name, branded.display_name) == ("Acme Corp", "Acme")


def test_only_a_prepaid_reseller_pays_with_licences() -> None:
    assert [a_reseller(type_).is_prepaid for type_ in (COMMISSION, SUBSCRIPTION)] == [False, True]


@pytest.mark.parametrize("slug", ["acme-corp", "a1b", "acme", "a-b-c", "007"])
def test_slugs_that_are_good(slug: str) -> None:
    assert re.fullmatch(rules.SLUG_PATTERN, slug)


@pytest.mark.parametrize(
    "slug",
    ["", "Acme", "acme--corp", "-acme", "acme-", "acmé", "acme corp", "acme_corp", "\u0430cme"],
)
def test_slugs_that_are_not(slug: str) -> None:
    assert not re.fullmatch(rules.SLUG_PATTERN, slug)


@given(st.from_regex(rules.SLUG_PATTERN, fullmatch=True))
def test_every_slug_is_ascii_and_fits_a_host_name(slug: str) -> None:
    assert slug.isascii()
    assert slug == slug.lower()
    assert slug.strip("-") == slug
