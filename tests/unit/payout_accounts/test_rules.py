"""
What a bank account must look like.
"""

import pytest

from tenantry.errors import Invalid
from tenantry.payout_accounts.rules import check_bank_transfer, masked, read, written

GOOD = {
    "account_holder": " Acme   Ltd ",
    "account_number": "gb82 west 1234 5698 7654 32",
    "bank_name": "First Bank",
    "country": "GB",
}


def fields_at_fault(**changes: str) -> list[str]:
    with pytest.raises(Invalid) as refused:
        check_bank_transfer(GOOD | changes)
    return [fault["field"] for fault in refused.value.context["errors"]]  # type: ignore[attr-defined]


def test_an_account_is_written_in_one_form() -> None:
    cleaned = check_bank_transfer(GOOD)

    assert cleaned["account_number"] == "GB82WEST12345698765432"
    assert cleaned["account_holder"] == "Acme Ltd"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account_holder", "  "),
        ("account_holder", "x" * 141),
        ("account_number", "GB82WEST12345698765433"),
        ("account_number", "12/34"),
        ("country", "Kenya"),
        ("swift", "ABCDGB2L"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: str) -> None:
    assert fields_at_fault(**{field: value}) == [field]


def test_a_refusal_repeats_no_value() -> None:
    with pytest.raises(Invalid) as refused:
        check_bank_transfer(GOOD | {"account_number": "GB82WEST12345698765433"})

    assert "765433" not in str(refused.value)


def test_an_account_number_that_is_no_iban_is_taken_as_it_is() -> None:
    assert check_bank_transfer(GOOD | {"account_number": "001-234 5678"})["account_number"] == (
        "0012345678"
    )


def test_what_is_written_is_read_back_whatever_the_order() -> None:
    turned = dict(reversed(GOOD.items()))

    assert written(turned) == written(GOOD)
    assert read(written(GOOD)) == GOOD


def test_short_values_are_masked_wholly() -> None:
    assert masked({"code": "1234567", "phone": "12345678"}) == {"code": "****", "phone": "****5678"}
