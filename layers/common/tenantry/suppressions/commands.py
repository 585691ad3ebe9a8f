"""
Lifting a suppression.
"""

from tenantry import events
from tenantry.acts import Act
from tenantry.ids import TenantId
from tenantry.principals import PLATFORM
from tenantry.suppressions import rules, store
from tenantry.suppressions.model import Suppression, SuppressionNotFound
from tenantry.transactions import transaction


def lift(suppression_id: str, act: Act, *, reseller_id: TenantId | None = None) -> Suppression:
    """
    Shape 1. Let an address be mailed again, by anybody of us.

    What was withheld meanwhile is not sent after all: whoever meant it sends it anew.

    Args:
        reseller_id: For mail of which reseller it must be suppressed; None for whatever mail.

    Raises:
        SuppressionNotFound: No such address is suppressed, or not for mail of this reseller.
        LiftedByOperatorsOnly: A reseller may not lift a complaint.
        LiftedTooOften: It came back too often after resellers had lifted it.
        Conflict: More was heard of the address at the same moment.
    """
    before = store.get_suppression(suppression_id)
    if before is None or not before.holds:
        raise _not_found()
    # The row: of those whom a suppression is listed for, its item names some.
    if reseller_id is not None and not store.is_listed(reseller_id, suppression_id):
        raise _not_found()
    after = rules.lifted(before, act.now, by_operator=act.principal.is_operator)
    with transaction() as writes:
        store.save(writes, before, after)
        events.record(
            writes,
            act,
            "suppression.lifted",
            tenant_id=reseller_id or PLATFORM,
            reseller_id=reseller_id,
            suppression_id=before.id,
            cause=before.cause.value,
        )
    return after


def _not_found() -> SuppressionNotFound:
    return SuppressionNotFound("no such address is suppressed")
