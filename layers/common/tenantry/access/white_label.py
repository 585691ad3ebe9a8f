"""
Who may call the routes of what customers see of a partner: sender, branding, domains, hosts.
"""

from tenantry.access.model import (
    CERTIFICATES,
    CLAIMS,
    DOMAIN_CHECKS,
    EVERYBODY,
    MEMBERS,
    OPERATOR,
    OWNER,
    SUPPORT,
    TENANT,
    UPLOADS,
    Policy,
)

_RESELLER = "/v1/resellers/{reseller_id}"
_TENANT = "/v1/tenants/{tenant_id}"
_DOMAIN = f"{_RESELLER}/domains/{{domain}}"
_SENDER = f"{_DOMAIN}/sender"
_CERTIFICATE = f"{_DOMAIN}/certificate"

WHITE_LABEL: dict[str, Policy] = {
    # Where mail leaves from, and to whom none is sent
    f"GET {_SENDER}": Policy(OPERATOR | MEMBERS, "senders:read"),
    f"PATCH {_SENDER}": Policy(OPERATOR | OWNER, "senders:write"),
    f"GET {_RESELLER}/suppressions": Policy(OPERATOR | MEMBERS, "suppressions:read"),
    f"DELETE {_RESELLER}/suppressions/{{suppression_id}}": Policy(
        OPERATOR | OWNER, "suppressions:write"
    ),
    "GET /v1/suppressions": Policy(OPERATOR, "suppressions:read"),
    "DELETE /v1/suppressions/{suppression_id}": Policy(OPERATOR, "suppressions:write"),
    # How customers see it
    f"GET {_RESELLER}/branding": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"PATCH {_RESELLER}/branding": Policy(OPERATOR | OWNER, "resellers:write"),
    f"POST {_RESELLER}/branding/uploads": Policy(OPERATOR | OWNER, "resellers:write", UPLOADS),
    f"POST {_RESELLER}/branding/uploads/{{upload_id}}/accept": Policy(
        OPERATOR | OWNER, "resellers:write", UPLOADS
    ),
    # To look at a draft changes nothing: whoever may read may do it.
    f"POST {_RESELLER}/branding/preview": Policy(OPERATOR | MEMBERS, "resellers:read"),
    f"GET {_TENANT}/branding": Policy(EVERYBODY, "tenants:read"),
    f"PATCH {_TENANT}/branding": Policy(OPERATOR | OWNER | SUPPORT | TENANT, "tenants:write"),
    f"POST {_TENANT}/branding/uploads": Policy(
        OPERATOR | OWNER | SUPPORT | TENANT, "tenants:write", UPLOADS
    ),
    f"POST {_TENANT}/branding/uploads/{{upload_id}}/accept": Policy(
        OPERATOR | OWNER | SUPPORT | TENANT, "tenants:write", UPLOADS
    ),
    f"POST {_TENANT}/branding/preview": Policy(EVERYBODY, "tenants:read"),
    # Domains
    "GET /v1/domains": Policy(OPERATOR, "domains:read"),
    f"GET {_RESELLER}/domains": Policy(OPERATOR | MEMBERS, "domains:read"),
    f"POST {_RESELLER}/domains": Policy(OPERATOR | OWNER, "domains:write", CLAIMS),
    f"GET {_DOMAIN}": Policy(OPERATOR | MEMBERS, "domains:read"),
    f"DELETE {_DOMAIN}": Policy(OWNER, "domains:write"),
    f"POST {_DOMAIN}/release": Policy(OPERATOR, "domains:write"),
    f"POST {_DOMAIN}/check": Policy(OPERATOR | OWNER, "domains:write", DOMAIN_CHECKS),
    f"GET {_CERTIFICATE}": Policy(OPERATOR | MEMBERS, "domains:read"),
    f"POST {_CERTIFICATE}": Policy(OPERATOR | OWNER, "domains:write", CERTIFICATES),
    # Whoever sends a key must be its owner: an operator never asks for one.
    f"PUT {_CERTIFICATE}": Policy(OWNER, "domains:write", CERTIFICATES),
    f"DELETE {_CERTIFICATE}": Policy(OPERATOR | OWNER, "domains:write", CERTIFICATES),
    f"GET {_RESELLER}/hosts": Policy(OPERATOR | MEMBERS, "hosts:read"),
    f"PUT {_RESELLER}/hosts/{{host}}": Policy(OPERATOR | OWNER, "hosts:write"),
    f"DELETE {_RESELLER}/hosts/{{host}}": Policy(OPERATOR | OWNER, "hosts:write"),
}
"""A part of the table of all routes, in its order."""
