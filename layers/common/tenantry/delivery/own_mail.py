"""
Mails to partners about their own mail: where it leaves from, and what came back.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tenantry.delivery.letters import to_user, url
from tenantry.delivery.looks import OURS
from tenantry.delivery.sender import Letter
from tenantry.ids import InviteId, TenantId
from tenantry.invites import store as invites
from tenantry.mail import domain_values as mails
from tenantry.mail.model import MailKind
from tenantry.resellers import store as resellers
from tenantry.senders import store as senders
from tenantry.senders.model import State
from tenantry.suppressions import store as suppressions
from tenantry.users import store as users
from tenantry.users.model import User


def _sender(kind: MailKind, state: State) -> Callable[..., Iterator[Letter]]:
    """
    A mail about a sender, unless its state is another one by now.
    """

    def compose(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
        del now
        owner, domain = _owner(event), event["data"].get("domain")
        sender = senders.get_sender(TenantId(event["tenant_id"]), str(domain))
        if owner is None or sender is None or sender.state is not state:
            return
        values = mails.SenderMail(sender.domain, sender.address, url("/workspace"))
        yield to_user(kind, owner, values, OURS)

    return compose


def _bounced(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
    """
    Of an invitation that came back its reseller wants to know at once; else a notice will do.
    """
    del now
    invite_id = event["data"].get("invite_id")
    if invite_id is None:
        return
    owner = _owner(event)
    invite = invites.get_invite(TenantId(event["tenant_id"]), InviteId(invite_id))
    if owner is None or invite is None:
        return
    offer = invite.offer
    values = mails.MailBouncedMail(offer.tenant_name, offer.email, url("/workspace"))
    yield to_user(MailKind.MAIL_BOUNCED, owner, values, OURS)


def _complained(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
    del now
    owner = _owner(event)
    told = suppressions.get_suppression(str(event["data"].get("suppression_id")))
    if owner is None or told is None or not told.holds:
        return
    values = mails.MailComplainedMail(told.masked, url("/workspace"))
    yield to_user(MailKind.MAIL_COMPLAINED, owner, values, OURS)


OWN_MAIL_COMPOSERS: dict[str, Callable[..., Iterator[Letter]]] = {
    "sender.ready": _sender(MailKind.SENDER_READY, State.READY),
    "sender.fell_back": _sender(MailKind.SENDER_FELL_BACK, State.FALLEN_BACK),
    "mail.bounced": _bounced,
    "mail.complained": _complained,
}


def _owner(event: Mapping[str, Any]) -> User | None:
    reseller = resellers.get_reseller(TenantId(event["tenant_id"]))
    return None if reseller is None else users.get_user(reseller.owner_id)
