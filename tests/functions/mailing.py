"""
Mail that came back, in function tests.
"""

from itertools import count
from typing import Any

from tenantry.delivery.feedback import Feedback, MailTold
from tenantry.delivery.hearing import hear
from tenantry.ids import EventId, TenantId
from tenantry.mail.model import MailState
from tenantry.suppressions import store
from tenantry.suppressions.model import Cause
from tests.acting import NOON, SECOND, a_job
from tests.functions.cast import Json

_numbers = count(1)

PARTS: dict[str, Any] = {
    "PATCH /v1/resellers/{reseller_id}/domains/{domain}/sender": lambda _: {
        "body": {"local_part": "hello", "is_preferred": True}
    },
}
"""What a good request needs besides its path."""


def a_suppression(reseller: Json) -> str:
    """
    The id of an address to which mail in a reseller's name came back.
    """
    number = next(_numbers)
    address, at = f"gone{number}@shop.example", NOON + number * SECOND
    mail = MailTold(EventId("evt_1"), "sign_in#1", "sign_in", TenantId(reseller["id"]), None)
    bounce = Feedback(f"fb {number}", MailState.BOUNCED, address, at, "", Cause.BOUNCE, mail)
    hear(bounce, a_job(at))
    return store.id_of(address)


def ids(reseller: Json) -> dict[str, str]:
    """
    It as it stands in paths: a reseller's, and for operators any.
    """
    suppression_id = a_suppression(reseller)
    return {"suppression_id": suppression_id, "any_suppression_id": suppression_id}
