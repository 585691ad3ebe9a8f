"""
The forms of what stands in paths. What has another form names nothing, and no read asks for it.
"""

import re
from dataclasses import dataclass
from datetime import date

from tenantry.errors import invalid_field
from tenantry.hosts.names import NAME_MAX, NAME_PATTERN
from tenantry.http.fields import MONTH_PATTERN
from tenantry.ids import ID_LENGTH, id_pattern
from tenantry.mail.assets import DIGEST_PATTERN, FILE_PATTERN
from tenantry.plans.rules import CODE_LENGTH_MAX, CODE_PATTERN

_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN_PATTERN = rf"^{_LABEL}(\.{_LABEL})+$"
DOMAIN_LENGTH_MAX = 64


@dataclass(frozen=True, slots=True)
class Form:
    """
    What a part of a path must look like, as the API's document says it.
    """

    pattern: str
    length_max: int


FORMS = {
    "reseller_id": Form(id_pattern("ten"), ID_LENGTH),
    "tenant_id": Form(id_pattern("ten"), ID_LENGTH),
    "user_id": Form(id_pattern("usr"), ID_LENGTH),
    "invite_id": Form(id_pattern("inv"), ID_LENGTH),
    "key_id": Form(id_pattern("key"), ID_LENGTH),
    "notification_id": Form(id_pattern("ntf"), ID_LENGTH),
    "link_id": Form(id_pattern("lnk"), ID_LENGTH),
    "purchase_id": Form(id_pattern("lic"), ID_LENGTH),
    # Ours, or the payment provider's.
    "refund_id": Form(r"^[A-Za-z0-9_]+$", 255),
    "payment_id": Form(id_pattern("pay"), ID_LENGTH),
    "charge_id": Form(id_pattern("chg"), ID_LENGTH),
    "disbursement_id": Form(id_pattern("dis"), ID_LENGTH),
    "suspended_id": Form(id_pattern("sus"), ID_LENGTH),
    "transfer_id": Form(id_pattern("trf"), ID_LENGTH),
    "export_id": Form(id_pattern("exp"), ID_LENGTH),
    "upload_id": Form(id_pattern("upl"), ID_LENGTH),
    "owner_id": Form(id_pattern("ten"), ID_LENGTH),
    "digest": Form(DIGEST_PATTERN, 64),
    "file": Form(FILE_PATTERN, 40),
    "suppression_id": Form(id_pattern("sup"), ID_LENGTH),
    "correction_id": Form(id_pattern("cor"), ID_LENGTH),
    # A-labels: what is stored of a domain, and never what somebody typed.
    "domain": Form(DOMAIN_PATTERN, DOMAIN_LENGTH_MAX),
    "day": Form(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", 10),
    "month": Form(MONTH_PATTERN, 7),
    "queue": Form(r"^[a-z]+$", 20),
    "currency": Form(r"^[A-Z]{3}$", 3),
    "interval": Form("^(month|year)$", 5),
    "plan_code": Form(CODE_PATTERN, CODE_LENGTH_MAX),
    "host": Form(NAME_PATTERN, NAME_MAX),
}
"""By the name that routes give the part; a token is not here, since its hash is compared."""


def is_possible(name: str, value: str) -> bool:
    """
    Whether a part of a path can name something at all.

    Example:
        >>> is_possible("plan_code", "growth-50"), is_possible("plan_code", "Growth 50")
        (True, False)
    """
    form = FORMS.get(name)
    if form is None:
        return True
    return len(value) <= form.length_max and re.fullmatch(form.pattern, value) is not None


def day_of(text: str) -> date:
    """
    The part `{day}` of a path.

    Raises:
        Invalid: The calendar has no such day.

    Example:
        >>> day_of("2026-10-31")
        datetime.date(2026, 10, 31)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise invalid_field("day", "must be a day, such as 2026-10-31") from None
