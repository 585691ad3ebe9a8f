"""
What the town's mail came to so far.
"""

from tenantry.delivery import hearing
from tenantry.delivery.feedback import Feedback, MailTold
from tenantry.ids import EventId, TenantId
from tenantry.mail.model import MailState
from tenantry.senders import store
from tenantry.senders.model import Look, Requirement, Sender
from tenantry.suppressions.model import Cause
from tenantry.transactions import transaction
from tests.acting import NOON, a_job

GONE = "gone@shop.example"


def set_up_mail(reseller_id: TenantId, domain: str) -> None:
    """
    A sender at a domain that is ready, and an address that mail came back from.
    """
    ready = Sender(
        reseller_id,
        domain,
        "eu-west-1",
        since=NOON,
        looks=dict.fromkeys(Requirement, Look.PASSED),
        ready_at=NOON,
    )
    with transaction() as writes:
        store.save(writes, None, ready)
    hearing.hear(a_bounce(reseller_id), a_job(NOON))


def a_bounce(reseller_id: TenantId, address: str = GONE) -> Feedback:
    """
    Word that a mail in a reseller's name came back for good.
    """
    mail = MailTold(EventId("evt_1"), "sign_in#1", "sign_in", reseller_id, None)
    return Feedback(
        f"feedback of {address}", MailState.BOUNCED, address, NOON, "", Cause.BOUNCE, mail
    )
