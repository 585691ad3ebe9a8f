"""
Mails to partners about their statements, payouts and payout accounts.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tenantry.clock import Month
from tenantry.commissions.model import Status
from tenantry.delivery.letters import letter_to, to_user, url
from tenantry.delivery.looks import OURS
from tenantry.delivery.sender import Letter
from tenantry.disbursements import store as disbursements
from tenantry.disbursements.model import Disbursement
from tenantry.disbursements.model import Status as Paid
from tenantry.ids import TenantId
from tenantry.mail import values as mails
from tenantry.mail.model import MailKind
from tenantry.mail.values import MailValues
from tenantry.payout_accounts import store as accounts
from tenantry.principals import Role
from tenantry.resellers import store as resellers
from tenantry.resellers.model import Reseller
from tenantry.statements import store as statements
from tenantry.users import store as users
from tenantry.users.model import User

LEDGER_ROLES = frozenset({Role.RESELLER_OWNER, Role.RESELLER_BILLING})
"""Who reads a partner's ledger, and so what is told of it."""


def _statement(kind: MailKind, status: Status) -> Callable[..., Iterator[Letter]]:
    """
    A mail about a statement, unless something else has become of it by now.
    """

    def compose(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
        del now
        reseller = _reseller(event)
        month = Month(event["data"]["month"])
        header = statements.get_header(TenantId(event["tenant_id"]), month)
        if reseller is None or header is None or header.status is not status:
            return
        name = reseller.company.legal_name
        values: MailValues
        if kind is MailKind.STATEMENT_REJECTED:
            reason = header.reason or ""
            values = mails.StatementRejectedMail(name, month, header.total, reason, _link())
        elif kind is MailKind.STATEMENT_APPROVED:
            assert header.pay_by is not None, "what is approved is to be paid"
            values = mails.StatementMail(name, month, header.total, header.pay_by, _link())
        else:
            values = mails.StatementMail(name, month, header.total, header.approve_by, _link())
        yield from _to_ledger(kind, values, reseller)

    return compose


def _payout(kind: MailKind, status: Paid) -> Callable[..., Iterator[Letter]]:
    """
    A mail about a disbursement, unless it has gone on by now.
    """

    def compose(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
        del now
        reseller, made = _reseller(event), _disbursement(event)
        if reseller is None or made is None or made.status is not status:
            return
        account = ", ".join(value for value in made.account.shown.values() if value != "****")
        name = reseller.company.legal_name
        values = mails.PayoutMail(name, made.amount, account or "****", _link())
        yield from _to_ledger(kind, values, reseller)

    return compose


def _account_changed(event: Mapping[str, Any], now: datetime) -> Iterator[Letter]:
    """
    To the contact before the change, and to the owner: whoever has changed it may be neither.
    """
    del now
    reseller = _reseller(event)
    former = accounts.get_former(TenantId(event["tenant_id"]), event["data"]["former_version"])
    owner = None if reseller is None else users.get_user(reseller.owner_id)
    if reseller is None or former is None or owner is None:
        return
    paused_until = datetime.fromisoformat(event["data"]["paused_until"])
    values = mails.PayoutAccountChangedMail(reseller.company.legal_name, paused_until, _link())
    for address in dict.fromkeys((former.contact_email, owner.email)):
        yield letter_to(
            MailKind.PAYOUT_ACCOUNT_CHANGED, values, OURS, to=address, locale=owner.locale
        )


PAYOUT_COMPOSERS: dict[str, Callable[..., Iterator[Letter]]] = {
    "statement.written": _statement(MailKind.STATEMENT_READY, Status.PENDING),
    "statement.approved": _statement(MailKind.STATEMENT_APPROVED, Status.APPROVED),
    "statement.rejected": _statement(MailKind.STATEMENT_REJECTED, Status.REJECTED),
    "disbursement.created": _payout(MailKind.PAYOUT_SENT, Paid.OPEN),
    "disbursement.paid": _payout(MailKind.PAYOUT_PAID, Paid.PAID),
    "payout.failed": _payout(MailKind.PAYOUT_FAILED, Paid.OPEN),
    "payout_account.changed": _account_changed,
}


def _reseller(event: Mapping[str, Any]) -> Reseller | None:
    return resellers.get_reseller(TenantId(event["tenant_id"]))


def _disbursement(event: Mapping[str, Any]) -> Disbursement | None:
    disbursement_id = event["data"]["disbursement_id"]
    return disbursements.get_disbursement(TenantId(event["tenant_id"]), disbursement_id)


def _to_ledger(kind: MailKind, values: MailValues, reseller: Reseller) -> Iterator[Letter]:
    for person in _readers(reseller.id):
        yield to_user(kind, person, values, OURS)


def _readers(reseller_id: TenantId) -> list[User]:
    found = [
        users.get_user(member.user_id)
        for _, member in users.members_of(reseller_id)
        if member.role in LEDGER_ROLES
    ]
    return [person for person in found if person is not None]


def _link() -> str:
    return url("/workspace")
