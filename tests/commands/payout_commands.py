"""
Every command about paying partners, each with something to do in the town.
"""

from tenantry.commissions.model import Method
from tenantry.disbursements import commands as disbursements
from tenantry.disbursements import following
from tenantry.payout_accounts import commands as payout_accounts
from tenantry.payout_accounts.model import NewAccount
from tenantry.principals import Principal
from tenantry.providers.payouts import PayoutAnswer, PayoutHeard, PayoutState
from tenantry.statements import approving
from tests.acting import DAY, NOON
from tests.commands.command import Command, an_owner
from tests.commands.town import Town
from tests.paying_out import BANK, PAYER

ACCOUNT = NewAccount(Method.BANK_TRANSFER, "USD", BANK, "money@acme.example")
PAID = PayoutAnswer(PayoutState.PAID, "B-1")


def a_payer(_: Town) -> Principal:
    """
    The operator who has approved nothing.
    """
    return PAYER


PAYOUTS: dict[str, Command] = {
    "payout_accounts.set_account": Command(
        lambda town, act: payout_accounts.set_account(town.reseller.id, ACCOUNT, act),
        "payout_account.set",
        an_owner,
    ),
    "statements.approving.approve": Command(
        lambda town, act: approving.approve(town.counter.owed.id, town.counter.pending.month, act),
        "statement.approved",
    ),
    "statements.approving.approve_all": Command(
        lambda town, act: approving.approve_all(
            [(town.counter.owed.id, town.counter.pending.month)], act
        ),
        "statement.approved",
    ),
    "statements.approving.reject": Command(
        lambda town, act: approving.reject(
            town.counter.owed.id, town.counter.pending.month, act, reason="wrong", restates=False
        ),
        "statement.rejected",
    ),
    "disbursements.create": Command(
        lambda town, act: disbursements.create(town.counter.owed.id, act),
        "disbursement.created",
        a_payer,
    ),
    "disbursements.retry": Command(
        lambda town, act: disbursements.retry(
            town.counter.failed.reseller_id, town.counter.failed.id, act
        ),
        "payout.begun",
        a_payer,
    ),
    "disbursements.give_up": Command(
        lambda town, act: disbursements.give_up(
            town.counter.failed.reseller_id, town.counter.failed.id, "closed", act
        ),
        "disbursement.given_up",
    ),
    "disbursements.record": Command(
        lambda town, act: disbursements.record(
            town.counter.failed.reseller_id, town.counter.failed.id, PAID, act
        ),
        "disbursement.paid",
        a_payer,
    ),
    "disbursements.heard": Command(
        lambda town, act: disbursements.heard(
            PayoutHeard(town.counter.unclear.id, PAID, is_hint=False), act
        ),
        "disbursement.paid",
        is_job=True,
    ),
    "disbursements.following.follow": Command(
        lambda town, act: following.follow(town.counter.unclear.id, act),
        "disbursement.paid",
        now=NOON + DAY,
        is_job=True,
    ),
}
