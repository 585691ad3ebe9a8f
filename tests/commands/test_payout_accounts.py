"""
A partner's payout account: encrypted, masked, paused when it changes.
"""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tenantry.clock import Month
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement, Method
from tenantry.payment_keys.sealing import unseal
from tenantry.payout_accounts import commands, store
from tenantry.payout_accounts.model import NewAccount
from tenantry.resellers.model import Reseller
from tests.acting import DAY, NOON, SECOND, an_act, owner_of
from tests.builders import a_form, make_reseller, refusal_of
from tests.commands.faults import meanwhile, tapped
from tests.paying_out import BANK, PHONE, PretendBank, a_partner, paying, set_account
from tests.reading import events_written, items_of, snapshot

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.requirement("R-COM-3")]

BY_BANK: dict[str, Any] = {"method": Method.BANK_TRANSFER, "destination": BANK}


@pytest.fixture
def reseller() -> Reseller:
    return make_reseller()


def sealed_of(reseller: Reseller) -> bytes:
    found = store.get_sealed(reseller.id)
    assert found is not None
    return found[1]


def test_an_account_is_kept_encrypted_and_shown_masked(reseller: Reseller) -> None:
    account = set_account(reseller.id, **BY_BANK)

    assert account.shown["account_number"] == "****9012"
    assert account.shown["country"] == "****"
    assert commands.open_destination(reseller.id, sealed_of(reseller)) == BANK
    assert BANK["account_number"] not in repr(snapshot())


def test_what_is_sealed_as_an_account_opens_as_nothing_else(reseller: Reseller) -> None:
    set_account(reseller.id, **BY_BANK)

    with pytest.raises(ClientError, match="InvalidCiphertext"):
        unseal(reseller.id, sealed_of(reseller))


def test_the_first_account_can_be_paid_to_at_once(reseller: Reseller) -> None:
    account = set_account(reseller.id, **BY_BANK)

    assert not account.is_paused(NOON)
    assert items_of("FormerPayoutAccount") == []
    assert "payout_account.set" in events_written()


@pytest.mark.parametrize(
    "change",
    [{"destination": BANK | {"account_number": "9999999999"}}, {"contact_email": "new@x.example"}],
    ids=["account", "contact"],
)
def test_any_change_pauses_payouts_for_seven_days(
    reseller: Reseller, change: dict[str, object]
) -> None:
    set_account(reseller.id, **BY_BANK)

    changed = set_account(reseller.id, NOON + DAY, **{**BY_BANK, **change})

    assert changed.is_paused(NOON + 8 * DAY - SECOND)
    assert not changed.is_paused(NOON + 8 * DAY)


def test_who_was_told_before_a_change_is_kept_for_every_change(reseller: Reseller) -> None:
    for day, contact in enumerate(("first@x.example", "second@x.example", "third@x.example")):
        set_account(reseller.id, NOON + day * DAY, contact_email=contact, **BY_BANK)

    former = [store.get_former(reseller.id, version) for version in (1, 2)]

    assert [one.contact_email for one in former if one] == ["first@x.example", "second@x.example"]
    told = [item for item in items_of("Event") if item["name"] == "payout_account.changed"]
    assert len(told) == 2
    assert "@" not in repr(told)


def test_the_same_account_once_more_changes_nothing(reseller: Reseller) -> None:
    set_account(reseller.id, **BY_BANK)
    before = snapshot()

    again = set_account(reseller.id, NOON + DAY, **BY_BANK)

    assert again.set_at == NOON
    assert snapshot() == before


def test_another_method_than_the_agreed_one_is_refused(reseller: Reseller) -> None:
    with paying(PretendBank()):
        refused = refusal_of(lambda: set_account(reseller.id))

    assert refused == "payout_account.method_not_agreed"
    assert items_of("PayoutAccount") == []


def test_a_method_that_is_agreed_for_later_can_be_prepared(reseller: Reseller) -> None:
    later = Agreement(Month("2027-01"), method=Method.PAYSTACK)
    commissions.agree(reseller.id, later, an_act())

    with paying(PretendBank()):
        account = set_account(reseller.id)

    assert account.method is Method.PAYSTACK


def test_a_currency_that_the_method_does_not_pay_is_refused() -> None:
    with paying(PretendBank(currencies=frozenset({"KES"}))):
        refused = refusal_of(lambda: a_partner(currency="USD"))

    assert refused == "request.invalid"


def test_of_two_who_set_an_account_at_once_one_is_told(reseller: Reseller) -> None:
    set_account(reseller.id, **BY_BANK)
    asked = NewAccount(Method.BANK_TRANSFER, "USD", BANK, "mine@x.example")

    with tapped() as line:
        set_account(reseller.id, NOON + DAY, contact_email="count@x.example", **BY_BANK)
    other = meanwhile(lambda: set_account(reseller.id, NOON + 2 * DAY, **BY_BANK))
    with tapped({len(line.calls) - 1: other}):
        act = an_act(owner_of(reseller.id), NOON + 2 * DAY)
        refused = refusal_of(lambda: commands.set_account(reseller.id, asked, act))

    assert refused == "conflict"


@pytest.mark.requirement("R-COM-8")
def test_partners_that_are_paid_to_one_account_are_found(reseller: Reseller) -> None:
    other = make_reseller(a_form("other", email="o@other.example"))
    third = make_reseller(a_form("third", email="t@third.example"))
    set_account(reseller.id, **BY_BANK)
    named = BANK | {"account_holder": "Somebody Else", "bank_name": "1st Bank"}
    set_account(other.id, method=Method.BANK_TRANSFER, destination=named)
    set_account(
        third.id, method=Method.BANK_TRANSFER, destination=BANK | {"account_number": "999999"}
    )

    found = [account.reseller_id for _, account in commands.sharing(reseller.id, None, None)]

    assert sorted(found) == sorted([reseller.id, other.id])


def test_a_destination_is_told_by_no_event_or_notification(reseller: Reseller) -> None:
    set_account(reseller.id, **BY_BANK)
    set_account(reseller.id, NOON + DAY, **{**BY_BANK, "destination": BANK | {"country": "UG"}})

    told = repr([*items_of("Event"), *items_of("Notification")])

    assert "9012" not in told
    assert PHONE["phone"] not in told
