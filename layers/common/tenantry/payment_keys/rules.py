"""
What a key must look like. No refusal here repeats a part of it.
"""

import re

from tenantry.errors import invalid_field
from tenantry.payment_keys.model import Form, Kind, Mode, WrongMode

_FORM = re.compile(r"(?P<kind>sk|rk)_(?P<mode>test|live)_[A-Za-z0-9]{16,240}")
"""Stripe's have 24 characters behind their prefix, or about 100; it promises nothing."""

_KINDS = {"sk": Kind.FULL, "rk": Kind.RESTRICTED}
_OTHERS = {
    "pk_": "this is a publishable key, which can charge nothing",
    "whsec_": "this is the signing secret of a webhook, and no key",
    "sk_org_": "this is the key of an organisation; use one of the account that is to be paid",
    "ek_": "this is an ephemeral key, which ends within hours",
    "tnt_": "this is a key of ours, and none of Stripe's",
}
_STARTS = "sk_test_, sk_live_, rk_test_ or rk_live_"


def read_form(key: str) -> Form:
    """
    What a key says of itself.

    Raises:
        Invalid: It is no secret key of Stripe's; the words say what it is, where that is known.

    Example:
        >>> read_form("rk_test_" + "51EXAMPLE" * 3).kind.value
        'restricted'
    """
    found = _FORM.fullmatch(key)
    if found is not None:
        return Form(_KINDS[found["kind"]], Mode(found["mode"]), key[-4:])
    for start, what_it_is in _OTHERS.items():
        if key.startswith(start):
            raise invalid_field("key", what_it_is)
    raise invalid_field("key", f"a key of Stripe's starts with {_STARTS}, and is copied whole")


def check_mode(form: Form, *, is_production: bool) -> None:
    """
    Refuse a key of the other mode than this deployment's.

    Raises:
        WrongMode: It is one.
    """
    wanted = Mode.LIVE if is_production else Mode.TEST
    if form.mode is not wanted:
        message = f"this is a {form.mode.value} key; this deployment takes {wanted.value} keys only"
        raise WrongMode(message, field="key", mode=wanted.value)
