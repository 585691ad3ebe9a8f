"""
The API of Amazon CloudFront's distribution tenants, as much of it as the product asks for: XML.

Of what CloudFront has, there are distribution tenants alone: one distribution and one connection
group, which are always there. A tenant is everywhere `deploys_after` seconds after its last change
(AWS takes minutes); an update is taken meanwhile, too. A certificate must be issued, not ended, and
be for every domain; that browsers know who issued it is not asked. Domains of other accounts are
played (`take`). There are no quotas, tags, parameters, firewalls or invalidations, and the DNS of
domains is nobody's business.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionTenant.html
"""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from infra.local.edge.certificates import ACCOUNT, Certificates
from infra.local.edge.refused import NAMESPACE, Refused, as_xml
from infra.local.kept import Kept
from infra.local.stand_in import Reply, Request

KIND = "tenant"
PREFIX = "/2020-05-31/distribution-tenant"
DISTRIBUTION, GROUP = "E1LOCALDISTRIB", "cg_local"
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-.]{1,126}[a-zA-Z0-9]")
DOMAINS_MAX = 5

type Json = dict[str, Any]


class CloudFront:
    """
    The distribution tenants of one account.

    Attributes:
        before_update: What somebody else does with a tenant right before it is changed.
        refuses: With what every change is refused, such as `InvalidViewerCertificate`.
    """

    def __init__(self, kept: Kept, certificates: Certificates) -> None:
        self._kept = kept
        self._certificates = certificates
        self.before_update: Callable[[Json], object] | None = None
        self.refuses: set[str] = set()
        self._acts: dict[str, Callable[[Request, str], Reply]] = {
            "POST": self._create,
            "GET": self._read,
            "PUT": self._update,
            "DELETE": self._delete,
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        named = unquote(request.path.removeprefix(PREFIX).lstrip("/"))
        try:
            return self._acts[request.method](request, named)
        except Refused as error:
            return as_xml(error)

    def tenant_of(self, host: str) -> Json | None:
        """
        Which tenant serves a host: by its very name, else by the wildcard above it.
        """
        wild = f"*.{host.partition('.')[2]}"
        for name in (host, wild):
            for tenant in self._kept.all(KIND):
                if name in tenant["domains"] and tenant["enabled"]:
                    return tenant
        return None

    def users_of(self, arn: str) -> list[str]:
        """
        ARNs of the tenants that serve a certificate.
        """
        return [one["arn"] for one in self._kept.all(KIND) if one["certificate"] == arn]

    def _create(self, request: Request, _: str) -> Reply:
        asked = _read_tenant(request.body)
        if _NAME.fullmatch(asked["Name"] or "") is None:
            raise Refused("InvalidArgument", "The name has another form.")
        if asked["DistributionId"] != DISTRIBUTION:
            raise Refused("EntityNotFound", "There is no such distribution.", 404)
        if self._kept.find(KIND, name=asked["Name"]):
            raise Refused("EntityAlreadyExists", "A tenant has this name.", 409)
        self._check(asked["Domains"], asked["Arn"], None)
        made: Json = {
            "id": f"dt_{secrets.token_hex(13)}",
            "name": asked["Name"],
            "domains": asked["Domains"],
            "certificate": asked["Arn"],
            "enabled": asked["Enabled"] is not False,
        }
        made["arn"] = f"arn:aws:cloudfront::{ACCOUNT}:distribution-tenant/{made['id']}"
        made["created"] = self._certificates.now().isoformat()
        self._kept.all(KIND).append(made)
        return self._changed(made, 201)

    def _read(self, request: Request, named: str) -> Reply:
        if not named:
            domain = request.parameters().get("domain", "")
            found = next((one for one in self._kept.all(KIND) if domain in one["domains"]), None)
            if found is None:
                raise Refused("EntityNotFound", "No tenant has this domain.", 404)
            return self._shown(found)
        return self._shown(self._must_find(named))

    def _update(self, request: Request, named: str) -> Reply:
        if self.before_update is not None:
            self.before_update(self._must_find(named))
        found, asked = self._matching(request, named), _read_tenant(request.body)
        domains = asked["Domains"] or found["domains"]
        arn = asked["Arn"] or found["certificate"]
        if asked["Enabled"] is not False:
            self._check(domains, arn, found)
        found.update(domains=domains, certificate=arn)
        if asked["Enabled"] is not None:
            found["enabled"] = asked["Enabled"]
        return self._changed(found, 200)

    def _delete(self, request: Request, named: str) -> Reply:
        found = self._matching(request, named)
        if found["enabled"] or not self._is_deployed(found):
            raise Refused("ResourceNotDisabled", "The tenant is not off everywhere.", 409)
        self._kept.all(KIND).remove(found)
        return Reply(204)

    def _matching(self, request: Request, named: str) -> Json:
        found = self._must_find(named)
        version = request.headers.get("if-match")
        if not version:
            raise Refused("InvalidIfMatchVersion", "If-Match is missing.")
        if version != found["etag"]:
            raise Refused("PreconditionFailed", "The tenant has another version.", 412)
        return found

    def _must_find(self, named: str) -> Json:
        for key in ("id", "name", "arn"):
            found = self._kept.find(KIND, **{key: named})
            if found is not None:
                return found
        raise Refused("EntityNotFound", "There is no such tenant.", 404)

    def _check(self, domains: list[str], arn: str | None, own: Json | None) -> None:
        for code in self.refuses:
            raise Refused(code, "This is refused.")
        if not 0 < len(domains) <= DOMAINS_MAX:
            raise Refused("InvalidArgument", f"A tenant has 1 to {DOMAINS_MAX} domains.")
        taken = {name for one in self._kept.all(KIND) if one is not own for name in one["domains"]}
        if (taken | set(self._kept.settings["elsewhere"])) & set(domains):
            raise Refused("CNAMEAlreadyExists", "Another resource has this domain.", 409)
        try:
            certificate = None if arn is None else self._certificates.look(arn)
        except Refused:
            certificate = None
        if certificate is None or certificate["status"] != "ISSUED":
            raise Refused("InvalidArgument", "The certificate is not there, or not valid.")
        if not set(domains) <= set(certificate["names"]):
            raise Refused("InvalidArgument", "The certificate is not for every domain.")

    def _changed(self, tenant: Json, status: int) -> Reply:
        tenant["etag"] = f"E{secrets.token_hex(6).upper()}"
        tenant["modified"] = self._certificates.now().isoformat()
        return self._shown(tenant, status)

    def _is_deployed(self, tenant: Json) -> bool:
        since = self._certificates.now() - datetime.fromisoformat(tenant["modified"])
        return since >= timedelta(seconds=self._kept.settings["deploys_after"])

    def _shown(self, tenant: Json, status: int = 200) -> Reply:
        state = "active" if tenant["enabled"] else "inactive"
        domains = "".join(
            f"<member><Domain>{escape(one)}</Domain><Status>{state}</Status></member>"
            for one in tenant["domains"]
        )
        text = (
            f'<DistributionTenant xmlns="{NAMESPACE}"><Id>{tenant["id"]}</Id>'
            f"<DistributionId>{DISTRIBUTION}</DistributionId><Name>{escape(tenant['name'])}</Name>"
            f"<Arn>{tenant['arn']}</Arn><Domains>{domains}</Domains>"
            f"<Customizations><Certificate><Arn>{escape(tenant['certificate'] or '')}</Arn>"
            f"</Certificate></Customizations><ConnectionGroupId>{GROUP}</ConnectionGroupId>"
            f"<CreatedTime>{tenant['created']}</CreatedTime>"
            f"<LastModifiedTime>{tenant['modified']}</LastModifiedTime>"
            f"<Enabled>{str(tenant['enabled']).lower()}</Enabled>"
            f"<Status>{'Deployed' if self._is_deployed(tenant) else 'InProgress'}</Status>"
            "</DistributionTenant>"
        )
        return Reply(status, "text/xml", text, {"ETag": tenant["etag"]})


def _read_tenant(body: str) -> Json:
    root = ET.fromstring(body)  # noqa: S314 - from our own product
    space = {"c": NAMESPACE}

    def text(path: str) -> str | None:
        return root.findtext(path, None, space)

    enabled = text("c:Enabled")
    return {
        "Name": text("c:Name"),
        "DistributionId": text("c:DistributionId"),
        "Domains": [one.text or "" for one in root.findall("c:Domains/*/c:Domain", space)],
        "Arn": text("c:Customizations/c:Certificate/c:Arn"),
        "Enabled": None if enabled is None else enabled == "true",
    }
