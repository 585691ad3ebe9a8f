"""
Reading a partner's balance.
"""

from datetime import datetime

from tenantry.commission_ledger.model import Balance
from tenantry.commission_ledger.rules import PayoutState, balance_of
from tenantry.disbursements.carrying import get_carried
from tenantry.disbursements.planning import agreement_of
from tenantry.ids import TenantId
from tenantry.payout_accounts.store import get_account
from tenantry.resellers import commands as resellers
from tenantry.statements.store import headers_of


def balance(reseller_id: TenantId, now: datetime) -> Balance:
    """
    What a partner is owed, what of it is payable now, and why the rest is not (R-COM-3, R-COM-4).

    Raises:
        ResellerNotFound: There is no such reseller.
    """
    reseller = resellers.get(reseller_id)
    agreement = agreement_of(reseller.id, now)
    account = get_account(reseller.id)
    carried = get_carried(reseller.id, agreement.currency)
    payout = PayoutState(
        remainder=carried.amount,
        has_account=account is not None,
        is_paying=carried.disbursement_id is not None,
        paused_until=None if account is None else account.paused_until,
    )
    return balance_of(headers_of(reseller.id), agreement, payout, now)
