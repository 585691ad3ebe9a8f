"""
Funnel numbers are counted from the events themselves, so that they cannot drift from what happened.
"""

from tenantry.clock import Month
from tenantry.funnel.model import Funnel, Stage
from tenantry.ids import TenantId
from tenantry.reads import Partition, count


def get_funnel(reseller_id: TenantId, month: Month) -> Funnel:
    """
    F1. Count a reseller's month, one index query per stage.
    """
    pk = f"FUNNEL#{reseller_id}#{month}"
    return Funnel(
        reseller_id,
        month,
        {
            stage: count(Partition(pk, index="funnel", begins_with=f"{stage.value}#"))
            for stage in Stage
        },
    )
