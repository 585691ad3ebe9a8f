"""
The addresses of M-Pesa's notices, and where they are sent from.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenantry.providers.mpesa.signature import (
    CHECK,
    PAYBILL,
    charge_of,
    is_known_address,
    judge,
    subject_of,
    token,
)
from tenantry.providers.webhook import Trust, Webhook
from tests.acting import NOON

pytestmark = pytest.mark.requirement("R-BIL-2")

SECRETS = {"path_secrets": ["one", "two"], "addresses": ["196.201.214.200"]}
CHARGE = subject_of("chg_01M7XPE6000000000000000000")


@pytest.mark.parametrize("subject", [PAYBILL, CHECK, CHARGE])
@pytest.mark.parametrize("secret", ["one", "two"])
def test_an_address_that_we_made_is_a_hint_and_never_more(subject: str, secret: str) -> None:
    webhook = Webhook(b"{}", path={"subject": subject, "token": token(secret, subject)})

    assert judge(webhook, SECRETS, NOON) is Trust.HINT


@pytest.mark.parametrize(
    "path",
    [
        {},
        {"subject": PAYBILL},
        {"token": token("one", PAYBILL)},
        {"subject": PAYBILL, "token": token("one", CHARGE)},
        {"subject": PAYBILL, "token": token("one", PAYBILL)[:-1]},
        {"subject": PAYBILL, "token": token("one", PAYBILL).upper()},
        {"subject": PAYBILL, "token": token("three", PAYBILL)},
        {"subject": "\udc80", "token": token("one", PAYBILL)},
    ],
)
def test_one_address_says_nothing_of_another(path: dict[str, str]) -> None:
    assert judge(Webhook(b"{}", path=path), SECRETS, NOON) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_charge_is_found_again_in_its_subject(charge_id: str) -> None:
    assert charge_of(subject_of(charge_id)) == charge_id


@given(st.text(st.characters(exclude_categories=[])))
def test_a_subject_is_of_one_charge_or_of_none(subject: str) -> None:
    charge_id = charge_of(subject)

    assert charge_id is None or subject_of(charge_id) == subject


@pytest.mark.parametrize("subject", [PAYBILL, CHECK, "", "6", "63 68", "6A", "ff", "\uff16\uff18"])
def test_other_subjects_are_of_no_charge(subject: str) -> None:
    assert charge_of(subject) is None


def test_an_address_has_no_word_that_safaricom_refuses() -> None:
    refused = ["m-pesa", "mpesa", "safaricom", "exe", "cmd", "sql", "query"]

    addresses = [f"/v1/notices/{subject}/{token('one', subject)}" for subject in (PAYBILL, CHARGE)]

    assert [word for word in refused if word in "".join(addresses)] == []


def test_a_sender_is_known_by_the_list_that_operators_keep() -> None:
    assert is_known_address("196.201.214.200", SECRETS)
    assert not is_known_address("196.201.214.201", SECRETS)
    assert not is_known_address("196.201.214.200", {"path_secrets": []})
