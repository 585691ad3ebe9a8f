"""
What a payout account must look like, and how much of it is shown.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenantry.clock import Month
from tenantry.commissions.agreements import in_force
from tenantry.commissions.model import Agreement, Method
from tenantry.errors import invalid_field, invalid_fields
from tenantry.payout_accounts.model import PAUSED_FOR, MethodNotAgreed, PayoutAccount

SHOWN_LAST = 4
SHOWN_FROM = 8
"""A shorter value is masked wholly: four of its characters would tell most of it."""
FIELD_MAX = 140

_NEEDED = ("account_holder", "account_number", "bank_name", "country")
_OPTIONAL = ("bank_code",)
_NUMBERS = ("account_number", "phone", "account")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[A-Z0-9]{4,34}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_IBAN_MODULUS = 97


def check_bank_transfer(destination: Mapping[str, str]) -> dict[str, str]:
    """
    A bank account as people pay to it: no field too many, spaces taken off.

    Raises:
        Invalid: A field is missing, unknown or wrong; each is named, and none of the values.
    """
    faults = [
        (name, "is not a field of a bank account")
        for name in sorted(destination.keys() - {*_NEEDED, *_OPTIONAL})
    ]
    cleaned = {name: " ".join(value.split()) for name, value in destination.items()}
    faults += [(name, "is required") for name in _NEEDED if not cleaned.get(name)]
    faults += [
        (name, f"must have at most {FIELD_MAX} characters")
        for name, value in sorted(cleaned.items())
        if len(value) > FIELD_MAX
    ]
    if faults:
        raise invalid_fields(faults)
    number = cleaned["account_number"].replace(" ", "").replace("-", "").upper()
    if _NUMBER.fullmatch(number) is None:
        raise invalid_field("account_number", "must have 4 to 34 letters and digits")
    if _IBAN.fullmatch(number) is not None and not _is_iban(number):
        raise invalid_field("account_number", "is mistyped: an IBAN's check digits differ")
    if _COUNTRY.fullmatch(cleaned["country"]) is None:
        raise invalid_field("country", "must be two capital letters, such as KE")
    return {name: value for name, value in (cleaned | {"account_number": number}).items() if value}


def check_method(method: Method, agreements: list[Agreement], month: Month) -> None:
    """
    Refuse a method that is neither agreed for *month* nor for a later one.

    Raises:
        MethodNotAgreed: It is not.
    """
    now = in_force(agreements, month).method
    agreed = {now} | {one.method for one in agreements if one.effective_from > month}
    if method not in agreed:
        message = f"this partner is paid by {now.value}; an operator can agree on another method"
        raise MethodNotAgreed(message, field="method", agreed=sorted(one.value for one in agreed))


def masked(destination: Mapping[str, str]) -> dict[str, str]:
    """
    The fields of a destination as they are shown: the last four characters, of short ones none.

    Example:
        >>> masked({"phone": "254712345678", "bank_code": "044"})
        {'bank_code': '****', 'phone': '****5678'}
    """
    return {
        name: "****" + (value[-SHOWN_LAST:] if len(value) >= SHOWN_FROM else "")
        for name, value in sorted(destination.items())
    }


def written(destination: Mapping[str, str]) -> str:
    """
    A destination as text: the same one gives the same text.
    """
    return json.dumps(dict(sorted(destination.items())), ensure_ascii=False)


def number_of(destination: Mapping[str, str]) -> str:
    """
    What tells an account from others: its number, whoever holds it and whatever its bank is called.

    Example:
        >>> number_of({"name": "Acme", "account_number": "012-345", "bank_code": "044"})
        '012345'
    """
    told = next((destination[name] for name in _NUMBERS if name in destination), "")
    return re.sub(r"[^A-Z0-9]", "", (told or written(destination)).upper())


def read(text: str) -> dict[str, str]:
    """
    What `written` wrote.
    """
    stored: dict[str, Any] = json.loads(text)
    return {name: str(value) for name, value in stored.items()}


def succeeding(new: PayoutAccount, before: PayoutAccount | None, now: datetime) -> PayoutAccount:
    """
    The account in place of the one before; the same one once more changes nothing.

    Any change pauses payouts, one of the contact too: whoever steals an account would change that
    first, so that nobody is told of the second change.
    """
    if before is None:
        return new
    same = replace(
        before,
        method=new.method,
        currency=new.currency,
        fingerprint=new.fingerprint,
        contact_email=new.contact_email,
    )
    if same == before:
        return before
    return replace(new, paused_until=now + PAUSED_FOR, version=before.version + 1)


def _is_iban(number: str) -> bool:
    turned = number[4:] + number[:4]
    return int("".join(str(int(one, 36)) for one in turned)) % _IBAN_MODULUS == 1
