"""
The town's counter, at which partners are paid.
"""

from dataclasses import dataclass

from tenantry.clock import Month
from tenantry.commissions.model import Method
from tenantry.disbursements import commands
from tenantry.disbursements.model import Attempt, Disbursement
from tenantry.providers.payouts import PayoutAnswer, PayoutState
from tenantry.resellers.model import Reseller
from tenantry.statements.model import StatementHeader
from tests.acting import an_act
from tests.paying_out import (
    PAYER,
    PretendBank,
    a_partner,
    a_statement,
    an_approved,
    attempts,
    pay,
)

NOVEMBER = Month("2026-11")


@dataclass(frozen=True, slots=True)
class Counter:
    """
    What waits there.

    Args:
        owed: A partner with an approved statement.
        pending: Its next one.
        failed: A bank transfer that failed.
        unclear: An attempt of which its provider has not said how it ended.
    """

    owed: Reseller
    pending: StatementHeader
    failed: Disbursement
    unclear: Attempt


def open_counter(bank: PretendBank) -> Counter:
    """
    Three partners: one is to be paid, of one a transfer failed, of one nobody knows.
    """
    owed, by_hand = a_partner(Method.BANK_TRANSFER), a_partner(Method.BANK_TRANSFER)
    an_approved(owed)
    an_approved(by_hand)
    failed = pay(by_hand)
    answer = PayoutAnswer(PayoutState.FAILED, reason="closed")
    commands.record(by_hand.id, failed.id, answer, an_act(PAYER))
    partner = a_partner()
    an_approved(partner)
    bank.says = [PayoutState.UNCLEAR]
    [unclear] = attempts(pay(partner))
    return Counter(owed, a_statement(owed, NOVEMBER), failed, unclear)
