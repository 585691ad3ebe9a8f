"""
Writing down what became of a disbursement: its items, its statements and its news together.
"""

from dataclasses import dataclass
from typing import Any

from tenantry import events
from tenantry.acts import Act
from tenantry.clock import Month
from tenantry.commissions.model import Status as Statement
from tenantry.disbursements import attempts, carrying, rules, store
from tenantry.disbursements.model import (
    Attempt,
    AttemptState,
    Carried,
    Disbursement,
    Status,
)
from tenantry.disbursements.rules import Books
from tenantry.ids import TenantId
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.reads import get_all
from tenantry.statements import deciding
from tenantry.statements import store as statements
from tenantry.statements.model import StatementHeader
from tenantry.transactions import Writes, changed_meanwhile

TOLD = frozenset(
    {
        "disbursement.created",
        "disbursement.paid",
        "disbursement.given_up",
        "payout.failed",
        "payout.reversed",
        "payout.surplus",
    }
)
"""What the partner is notified of; the rest is in the history only."""


@dataclass(frozen=True, slots=True)
class News:
    """
    What is told of a change.
    """

    kind: str
    facts: dict[str, Any]


def read_books(attempt: Attempt) -> Books:
    """
    An attempt with its disbursement and what is carried, read together.
    """
    disbursement, read_again, carried = get_all(
        [
            (
                store.DisbursementItem,
                store.key(attempt.reseller_id, attempt.disbursement_id),
            ),
            (attempts.AttemptItem, attempts.key(attempt)),
            (carrying.CarriedItem, carrying.carried_key(attempt.reseller_id)),
        ]
    )
    return Books(
        store.disbursement_from(disbursement),
        attempts.attempt_from(read_again),
        carrying.carried_from(carried),
    )


def write_books(writes: Writes, before: Books, after: Books, act: Act) -> None:
    """
    Write what an answer has changed, and what follows for the statements.
    """
    attempts.replace(writes, before.attempt, after.attempt)
    if after.disbursement == before.disbursement:
        store.hold(writes, before.disbursement)
    write_ended(writes, before.disbursement, after.disbursement, act)
    if after.carried != before.carried:
        carrying.put_carried(writes, before.carried, after.carried)
    tell(writes, after.disbursement, _news(before, after), act)


def write_ended(writes: Writes, before: Disbursement, after: Disbursement, act: Act) -> None:
    """
    Write a disbursement; where it has ended, its statements are settled, or free again.
    """
    if after == before:
        return
    store.replace(writes, before, after)
    if before.status is after.status:
        return
    for header in headers_of(after.reseller_id, after.months):
        if header.status is not Statement.APPROVED or header.disbursement_id != after.id:
            # It was read after the disbursement, which somebody has ended meanwhile.
            raise changed_meanwhile(None)
        if after.status is Status.PAID:
            reference = rules.reference_of(after)
            settled = deciding.settled(header, after.id, reference, act.now)
            statements.replace_header(writes, header, settled)
        else:
            statements.replace_header(writes, header, deciding.released(header, after.id))


def write_open(writes: Writes, before: Carried, after: Disbursement) -> None:
    """
    Write a new disbursement as the partner's one open one.
    """
    store.create(writes, after)
    claimed = Carried(
        before.reseller_id, before.amount, before.approvers, after.id, before.version + 1
    )
    carrying.put_carried(writes, before, claimed)


def headers_of(reseller_id: TenantId, months: tuple[Month, ...]) -> list[StatementHeader]:
    """
    The headers of these months, read together.
    """
    wanted = [(statements.StatementItem, statements.key(reseller_id, month)) for month in months]
    return [statements.header_from(item) for item in get_all(wanted)]


def tell(writes: Writes, disbursement: Disbursement, news: News, act: Act) -> None:
    """
    Write the event of a change, and notify the partner where it matters to it.
    """
    reseller_id = disbursement.reseller_id
    told = {
        "disbursement_id": disbursement.id,
        "amount_minor": disbursement.amount.minor,
        "currency": disbursement.amount.currency,
        "method": disbursement.account.method.value,
        **news.facts,
    }
    if news.kind in TOLD:
        # One act may change many disbursements, and one of them more than once.
        purpose = f"{news.kind} {disbursement.id} {disbursement.version}"
        notice = Notification(act.new_id("ntf", purpose), reseller_id, news.kind, act.now, told)
        notifications.put(writes, notice)
    events.record(
        writes,
        act,
        news.kind,
        tenant_id=reseller_id,
        reseller_id=reseller_id,
        purpose=f"{disbursement.id} {disbursement.version}",
        **told,
    )


def _news(before: Books, after: Books) -> News:
    attempt = after.attempt
    facts: dict[str, Any] = {"attempt_id": attempt.id, "part": attempt.part}
    if after.disbursement.status is not before.disbursement.status:
        return News("disbursement.paid", facts)
    if attempt.state is AttemptState.PAID and attempt.is_surplus:
        return News("payout.surplus", facts)
    if attempt.state is before.attempt.state:
        return News("payout.left", facts)
    return News(f"payout.{attempt.state.value}", facts)
