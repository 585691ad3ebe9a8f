"""
Mails with SES as a stand-in: given to the mailer, and what became of them.
"""

from mailer.feedback import handler as feedback
from mailer.send import handler as send
from tests.calling import CONTEXT, call
from tests.functions.cast import Json, an_invite
from tests.functions.lambdas import failed_in, messages, new_events, on_the_bus
from tests.reading import Snapshot, snapshot
from tests.sending import Ses


def mail_it(before: Snapshot) -> list[str]:
    """
    Give the mailer what happened since; which messages it failed.
    """
    return failed_in(send(messages(*on_the_bus(new_events(before))), CONTEXT))


def hear_it(ses: Ses) -> None:
    """
    Give the mailer all that SES has told.
    """
    told = [{"detail": detail} for _, detail in ses.told]
    assert failed_in(feedback(messages(*told), CONTEXT)) == []
    ses.told.clear()


def invited(ses: Ses, operator: str, reseller: Json, email: str = "") -> tuple[Json, Json]:
    """
    An invite, and the mail of it that SES took last.
    """
    before = snapshot()
    invite = an_invite(operator, reseller, **({"email": email} if email else {}))
    assert mail_it(before) == []
    return invite, ses.sent[-1] if ses.sent else {}


def shown(operator: str, invite: Json) -> Json | None:
    path = f"/v1/resellers/{invite['reseller_id']}/invites/{invite['id']}"
    delivery: Json | None = call("GET", path, secret=operator).json["delivery"]
    return delivery
