"""
What makes two addresses one person, and who may leave a workspace.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.ids import UserId
from tenantry.principals import Role
from tenantry.users import rules
from tenantry.users.model import LastOwner
from tests.builders import TENANT_ID, a_member, refusal_of

# Scripts in which every letter has one upper and one lower case.
LETTERS = st.characters(min_codepoint=0x21, max_codepoint=0x24F, categories=("L", "N"))
addresses = st.text(LETTERS.filter(lambda letter: letter not in "İıſŉǰßµ"), min_size=1)

AMA, BEN = a_member("usr_AMA"), a_member("usr_BEN")
CLERK = a_member("usr_CLERK", Role.RESELLER_BILLING)


@given(addresses)
def test_upper_and_lower_case_are_one_person(address: str) -> None:
    assert rules.normalise_email(address.upper()) == rules.normalise_email(address.lower())


@given(st.text())
def test_however_letters_are_composed_they_are_one_person(address: str) -> None:
    apart, together = (unicodedata.normalize(form, address) for form in ("NFD", "NFC"))

    assert rules.normalise_email(apart) == rules.normalise_email(together)


def test_different_people_stay_apart() -> None:
    written = [
        "ama@acme.example",
        "ama+1@acme.example",
        "a.ma@acme.example",
        "ama@acme.example.org",
    ]

    assert len({rules.normalise_email(one) for one in written}) == 4


@pytest.mark.requirement("R-RES-13")
@pytest.mark.parametrize("role", list(Role))
def test_only_support_is_limited_to_chosen_tenants(role: Role) -> None:
    chosen = frozenset({TENANT_ID})

    refused = refusal_of(lambda: rules.check_limit(role, chosen))

    assert refused == (None if role is Role.RESELLER_SUPPORT else "member.limit_needs_support")
    assert refusal_of(lambda: rules.check_limit(role, None)) is None


def test_another_owner_stays_when_one_leaves() -> None:
    assert rules.check_leader_stays([AMA, BEN, CLERK], AMA.user_id) == BEN
    assert rules.check_leader_stays([AMA, BEN, CLERK], BEN.user_id) == AMA


def test_who_does_not_lead_may_always_leave() -> None:
    assert rules.check_leader_stays([AMA, CLERK], CLERK.user_id) is None
    assert rules.check_leader_stays([AMA], UserId("usr_STRANGER")) is None


@pytest.mark.parametrize("role", sorted(rules.LEADING_ROLES))
def test_the_last_leader_never_leaves(role: Role) -> None:
    alone = a_member("usr_ALONE", role)

    with pytest.raises(LastOwner):
        rules.check_leader_stays([CLERK, alone], alone.user_id)


def test_colleagues_do_not_lead() -> None:
    assert not rules.LEADING_ROLES & {Role.RESELLER_BILLING, Role.RESELLER_SUPPORT, Role.SYSTEM}
