"""
Partners that are paid, in function tests: by bank transfer, which people record.
"""

from tenantry.clock import Month, month_of
from tenantry.commissions import commands as commissions
from tenantry.commissions.model import Agreement, Method
from tenantry.disbursements import commands
from tenantry.ids import TenantId
from tenantry.providers.payouts import PayoutAnswer, PayoutState
from tenantry.resellers import commands as resellers
from tests.acting import an_act
from tests.functions.cast import LONG_AGO, Json, a_reseller
from tests.paying_out import (
    BANK,
    PAYER,
    PretendBank,
    a_statement,
    an_approved,
    pay,
    paying,
    set_account,
)

JULY = Month("2026-07")
ELSEWHERE = {
    "disbursement_id": "dis_01KAHZE4000000000000000000",
    "owed_reseller_id": "ten_01KAHZE4000000000000000000",
}
MALFORMED = {"disbursement_id": "dis_1", "owed_reseller_id": "ten_1"}


def an_account(**changes: object) -> Json:
    """
    A bank account.
    """
    return {
        "method": "bank_transfer",
        "currency": "USD",
        "destination": BANK,
        "contact_email": "money@partner.example",
    } | changes


def give_account(reseller: Json) -> None:
    """
    The partner has a bank account since long ago.
    """
    of = TenantId(reseller["id"])
    set_account(of, LONG_AGO, method=Method.BANK_TRANSFER, destination=BANK)


def an_owed_reseller(operator: str) -> str:
    """
    The id of a partner with an account, and with an approved statement of 100 dollars.
    """
    reseller = a_reseller(operator)
    give_account(reseller)
    an_approved(resellers.get(TenantId(reseller["id"])), JULY, now=LONG_AGO)
    return str(reseller["id"])


def a_failed_payout(reseller: Json, month: Month = JULY) -> str:
    """
    The id of a disbursement whose one bank transfer has failed; the partner has an account.
    """
    partner = resellers.get(TenantId(reseller["id"]))
    an_approved(partner, month, now=LONG_AGO)
    made = pay(partner)
    failed = PayoutAnswer(PayoutState.FAILED, reason="closed")
    commands.record(partner.id, made.id, failed, an_act(PAYER))
    return made.id


def a_silent_payout(reseller: Json) -> str:
    """
    The id of a disbursement whose provider has not said for a long time what became of it.
    """
    partner = resellers.get(TenantId(reseller["id"]))
    agreement = Agreement(month_of(LONG_AGO), method=Method.PAYSTACK)
    commissions.agree(partner.id, agreement, an_act(now=LONG_AGO))
    an_approved(partner, JULY, now=LONG_AGO)
    with paying(PretendBank(says=[PayoutState.UNCLEAR])):
        set_account(partner.id, LONG_AGO)
        return pay(partner, now=LONG_AGO).id


def ids(operator: str, reseller: Json) -> dict[str, str]:
    """
    A partner with an account and a payout that failed, and another one that can be paid.
    """
    give_account(reseller)
    made = a_failed_payout(reseller)
    return {"disbursement_id": made, "owed_reseller_id": an_owed_reseller(operator)}


def creating(operator: str) -> list[tuple[str, Json | None]]:
    """
    The requests that pay.
    """
    reseller = a_reseller(operator)
    made = ids(operator, reseller)
    at = "/v1/resellers/{}/disbursements".format
    retried = f"{at(reseller['id'])}/{made['disbursement_id']}/retry"
    return [(at(made["owed_reseller_id"]), None), (retried, None)]


def fill(operator: str, reseller: Json) -> str:
    """
    Three of all that is listed of payouts; the id of a disbursement with three attempts.
    """
    give_account(reseller)
    for month in ("2026-01", "2026-02"):
        made = a_failed_payout(reseller, Month(month))
        commands.give_up(TenantId(reseller["id"]), made, "closed", an_act())
    made = a_failed_payout(reseller, Month("2026-03"))
    partner = resellers.get(TenantId(reseller["id"]))
    for _ in range(2):
        commands.retry(partner.id, made, an_act(PAYER))
        failed = PayoutAnswer(PayoutState.FAILED, reason="closed")
        commands.record(partner.id, made, failed, an_act(PAYER))
    a_statement(partner, Month("2026-04"))
    for _ in range(2):
        an_owed_reseller(operator)
    return made
