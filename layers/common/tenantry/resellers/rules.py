"""
What a reseller must be, and when it may bring in customers.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tenantry.errors import invalid_field
from tenantry.resellers.model import (
    NotPrepaid,
    ProgrammeSettings,
    Reseller,
    ResellerInactive,
    ResellerType,
    TermsNotAccepted,
    TermsVersionDiffers,
    TypeSwitchedOff,
)

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Lower-case ASCII letters and digits, single hyphens between them."""
SLUG_LENGTH_MIN, SLUG_LENGTH_MAX = 3, 48
HOLIDAYS_MAX = 400
"""Of all years together; a year has fewer than thirty."""


def check_type(type_: ResellerType, settings: ProgrammeSettings) -> None:
    """
    Refuse a type that the programme has switched off.

    Raises:
        TypeSwitchedOff: It is.
    """
    if type_ not in settings.types:
        message = f"the programme takes no {type_.value} resellers at present"
        raise TypeSwitchedOff(message, field="type")


def check_calendar(settings: ProgrammeSettings) -> None:
    """
    Refuse a zone that nobody knows, and holidays without end.

    Raises:
        Invalid: There are such.
    """
    try:
        ZoneInfo(settings.zone)
    # What is no name at all is told in other words than a name that nobody knows.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        rule = "must be a zone of the IANA database, such as Africa/Nairobi"
        raise invalid_field("zone", rule) from None
    if len(settings.holidays) > HOLIDAYS_MAX:
        raise invalid_field("holidays", f"must be at most {HOLIDAYS_MAX} days")


def check_may_sign_in(reseller: Reseller) -> None:
    """
    Refuse the members of an inactive reseller (R-RES-5).

    Raises:
        ResellerInactive: It is.
    """
    if not reseller.is_active:
        message = "this reseller is inactive; its existing tenants go on working"
        raise ResellerInactive(message)


def check_is_prepaid(reseller: Reseller) -> None:
    """
    Refuse licences to a reseller whose tenants need none.

    Raises:
        NotPrepaid: It earns commission.
    """
    if not reseller.is_prepaid:
        message = "only a prepaid (subscription) reseller buys licences"
        raise NotPrepaid(message)


def check_may_sell(reseller: Reseller, settings: ProgrammeSettings) -> None:
    """
    Refuse new invites and tenants of a reseller that is inactive or has not accepted its terms.

    Raises:
        ResellerInactive: First, whatever else is wrong.
        TermsNotAccepted: The current terms of its type wait for acceptance.
    """
    check_may_sign_in(reseller)
    required = settings.terms.get(reseller.type)
    if required is not None and reseller.terms_version != required:
        message = f"the agreement terms {required} have not been accepted"
        raise TermsNotAccepted(message, terms_version=required)


def accept_terms(
    reseller: Reseller, version: str, settings: ProgrammeSettings, now: datetime
) -> Reseller:
    """
    Record that the terms were accepted; accepting the same version again keeps the first time.

    Raises:
        TermsVersionDiffers: *version* is not what the programme asks for.
    """
    required = settings.terms.get(reseller.type)
    if version != required:
        message = "this is not the current version of the terms"
        raise TermsVersionDiffers(message, terms_version=required)
    if reseller.terms_version == version:
        return reseller
    return changed(reseller, terms_version=version, terms_accepted_at=now)


def changed(reseller: Reseller, **changes: Any) -> Reseller:
    """
    The reseller with *changes*, one version on; the same object when nothing differs.
    """
    after = replace(reseller, **changes)
    return reseller if after == reseller else replace(after, version=reseller.version + 1)
