"""
The kinds of text that bodies are made of, each with its rule, as the API's document shows them.
"""

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StringConstraints,
    validate_email,
)

from tenantry.http.bodies import Body
from tenantry.ids import id_pattern
from tenantry.mail.assets import OWN_PICTURE
from tenantry.money import EXPONENTS
from tenantry.plans.rules import CODE_LENGTH_MAX, CODE_PATTERN
from tenantry.resellers.rules import SLUG_LENGTH_MAX, SLUG_LENGTH_MIN, SLUG_PATTERN

NAME_MAX = 200

# What the two functions below check, in the words of JSON Schema, for the API's document.
READABLE = r"^[^\u0000-\u001f\u007f-\u009f]*$"
READABLE_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$"
URL_PATTERN = r"^(https://[!-~]{3,1990})?$"
PICTURE_PATTERN = rf"^(https://[!-~]{{3,1990}}|{OWN_PICTURE})?$"
COLOR_PATTERN = r"^(#[0-9a-fA-F]{6})?$"
CURRENCY_PATTERN = r"^[A-Z]{3}$"
MONTH_PATTERN = r"^(19[7-9][0-9]|2[0-9]{3})-(0[1-9]|1[0-2])$"


def _readable(text: str) -> str:
    # "Cc" are control characters: they break mail headers and terminals, and no name holds one.
    if any(unicodedata.category(character) == "Cc" for character in text):
        message = "must not hold control characters"
        raise ValueError(message)
    return text


def readable_lines(text: str) -> str:
    """
    Text of several lines as it is, if it holds no other control characters.

    Raises:
        ValueError: It holds one.
    """
    _readable(text.translate({ord("\n"): " ", ord("\r"): " ", ord("\t"): " "}))
    return text


def _email(text: str) -> str:
    # Pydantic's `EmailStr` asks the same, but loads its library with the class: a tenth of a cold
    # start, in functions that may never see an address.
    return _short(validate_email(text)[1])


def _short(text: str) -> str:
    if len(text) > EMAIL_MAX:
        message = f"must have at most {EMAIL_MAX} characters"
        raise ValueError(message)
    return text


def _currency(text: str) -> str:
    if text not in EXPONENTS:
        message = "must be an ISO 4217 currency code, such as USD or KES"
        raise ValueError(message)
    return text


def _written_as_moment(value: object) -> object:
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        message = "must be a moment with its zone, such as 2026-11-21T09:05:00Z"
        raise ValueError(message)
    return value


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        message = "must be in the years 1 to 9999, in UTC"
        raise ValueError(message) from None


def _written_as_day(value: object) -> object:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        message = "must be a day, such as 2026-10-31"
        raise ValueError(message)
    return value


# Pydantic takes numbers too, as seconds since 1970: here they are mistakes.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

EMAIL_MAX = 254
"""RFC 5321: what fits into a path, brackets aside."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_MAX),
    AfterValidator(_readable),
    Field(json_schema_extra={"pattern": READABLE}),
]
"""A name in any script, 1 to 200 characters."""

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=NAME_MAX),
    AfterValidator(_readable),
    Field(json_schema_extra={"pattern": READABLE}),
]
"""One line of text that may be empty."""

Text = Annotated[
    str,
    StringConstraints(max_length=2_000),
    AfterValidator(readable_lines),
    Field(json_schema_extra={"pattern": READABLE_LINES}),
]
"""Several lines of text that may be empty."""

Email = Annotated[
    str,
    AfterValidator(_email),
    Field(json_schema_extra={"format": "email", "maxLength": EMAIL_MAX}),
]

Slug = Annotated[
    str,
    StringConstraints(pattern=SLUG_PATTERN, min_length=SLUG_LENGTH_MIN, max_length=SLUG_LENGTH_MAX),
]

Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN, max_length=CODE_LENGTH_MAX)]

OptionalUrl = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
"""An absolute https address, percent-encoded where it needs to be, or empty."""

OptionalPicture = Annotated[str, StringConstraints(pattern=PICTURE_PATTERN)]
"""An https address, or that of a picture that was uploaded here, or empty."""

OptionalColor = Annotated[str, StringConstraints(pattern=COLOR_PATTERN, to_lower=True)]
"""`#rrggbb` in hexadecimal, or empty (R-WL-3)."""

Currency = Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN), AfterValidator(_currency)]

TenantIdText = Annotated[str, StringConstraints(pattern=id_pattern("ten"))]

MonthText = Annotated[str, StringConstraints(pattern=MONTH_PATTERN)]
"""A month as `2026-10`."""

Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_moment), AfterValidator(_in_utc)]
"""A moment as RFC 3339 with its zone."""

Day = Annotated[date, BeforeValidator(_written_as_day)]
"""A day as `2026-10-31`."""

Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, as JSON's own `true` and `false` and in no other spelling."""

MinorUnits = Annotated[int, Field(ge=0, le=10**12, strict=True)]
"""Money in minor units of its currency."""


class BrandingFields(Body):
    """
    How pages and mails look, field by field (R-WL-3).
    """

    display_name: Line = ""
    primary_color: OptionalColor = ""
    secondary_color: OptionalColor = ""
    logo_url: OptionalPicture = ""
    favicon_url: OptionalPicture = ""
    login_background_url: OptionalPicture = ""
    website_url: OptionalUrl = ""
    support_url: OptionalUrl = ""
    billing_url: OptionalUrl = ""
    terms_url: OptionalUrl = ""
    privacy_url: OptionalUrl = ""
    support_email: Email | Annotated[str, Field(max_length=0)] = ""


class TenantBranding(BrandingFields):
    """
    A tenant's own look over its reseller's; empty means the reseller's.
    """
