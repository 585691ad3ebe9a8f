"""
A domain's certificate: read, asked for anew, sent by its partner, and given up.
"""

from certificates.schemas import CertificateBody, SendCertificate
from tenantry.certificates import commands
from tenantry.certificates.following import settle_and_look_again
from tenantry.certificates.model import Certificate
from tenantry.http import Api, Request
from tenantry.ids import TenantId

api = Api()


@api.route(
    "GET /v1/resellers/{reseller_id}/domains/{domain}/certificate", answer=CertificateBody.of
)
def read(request: Request, reseller_id: str, domain: str) -> Certificate:
    """
    Read a domain's certificate: its state, what to set in DNS, and whether its hosts are served.
    """
    return commands.get(TenantId(reseller_id), domain)


@api.route(
    "POST /v1/resellers/{reseller_id}/domains/{domain}/certificate", answer=CertificateBody.of
)
def ask_anew(request: Request, reseller_id: str, domain: str) -> Certificate:
    """
    Ask for the platform's certificate again, after what it failed of is mended.
    """
    asked = commands.ask_anew(TenantId(reseller_id), domain, request.act)
    return settle_and_look_again(asked.reseller_id, domain, request.act) or asked


@api.route(
    "PUT /v1/resellers/{reseller_id}/domains/{domain}/certificate", answer=CertificateBody.of
)
def send(request: Request, reseller_id: str, domain: str, body: SendCertificate) -> Certificate:
    """
    Serve a domain with a certificate of one's own, in place of the one before it.
    """
    sent = commands.import_own(TenantId(reseller_id), domain, body.material(), request.act)
    return settle_and_look_again(sent.reseller_id, domain, request.act) or sent


@api.route(
    "DELETE /v1/resellers/{reseller_id}/domains/{domain}/certificate", answer=CertificateBody.of
)
def give_up(request: Request, reseller_id: str, domain: str) -> Certificate:
    """
    Go back to the platform's certificate; one's own serves until that is there.
    """
    left = commands.give_up(TenantId(reseller_id), domain, request.act)
    return settle_and_look_again(left.reseller_id, domain, request.act) or left


handler = api
