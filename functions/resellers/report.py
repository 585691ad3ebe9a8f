"""
What a reseller's numbers and state say.
"""

from resellers.schemas import DiagnosisBody, DiagnosisQuery, FunnelBody, FunnelQuery
from tenantry.funnel import store
from tenantry.funnel.model import Funnel
from tenantry.http import Api, Request
from tenantry.ids import TenantId
from tenantry.resellers import commands, diagnosis
from tenantry.resellers.diagnosis import Diagnosis

api = Api()


@api.route("GET /v1/resellers/{reseller_id}/diagnosis", answer=DiagnosisBody.of)
def diagnose(request: Request, reseller_id: str, query: DiagnosisQuery) -> Diagnosis:
    """
    Say why a reseller cannot create tenants.
    """
    return diagnosis.diagnose(TenantId(reseller_id), query.email)


@api.route("GET /v1/resellers/{reseller_id}/funnel", answer=FunnelBody.of)
def count(request: Request, reseller_id: str, query: FunnelQuery) -> Funnel:
    """
    Count a month's invited, accepted, converted and expired.
    """
    reseller = commands.get(TenantId(reseller_id))
    return store.get_funnel(reseller.id, query.of_month())


handler = api
