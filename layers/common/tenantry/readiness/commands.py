"""
Reading what the checklist is filled in from.
"""

from datetime import datetime

from tenantry.certificates import store as certificates
from tenantry.data_processing import commands as data_processing
from tenantry.domains import store as domains
from tenantry.ids import TenantId
from tenantry.payment_keys import store as payment_keys
from tenantry.readiness import rules
from tenantry.readiness.model import Checklist, Known
from tenantry.resellers import commands as resellers


def checklist_of(reseller_id: TenantId, now: datetime) -> Checklist:
    """
    A reseller's checklist as of this moment (R-RES-8): five reads, and one for each domain.

    Raises:
        ResellerNotFound: There is no such reseller.
    """
    reseller = resellers.get(reseller_id)
    held = tuple(domain for _, domain in domains.domains_of(reseller_id))
    issued = (certificates.get_certificate(reseller_id, domain.name) for domain in held)
    known = Known(
        reseller=reseller,
        domains=held,
        certificates=tuple(one for one in issued if one is not None),
        payment_key=payment_keys.get_payment_key(reseller_id),
        agreement=data_processing.standing_of(reseller_id),
    )
    return rules.checklist(known, now)
