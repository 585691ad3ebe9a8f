"""
Amazon CloudFront as the edge: each proof of a domain is a distribution tenant of one distribution.

A distribution tenant has a name that is unique in the account and never changes, so what a call did
whose answer was lost is found again by that name. Every change names the version that it read
(`ETag`, `If-Match`). One that is switched on cannot be deleted: it is switched off first, and
deleted when that has reached all places.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-config-options.html
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tenantry.edge.model import (
    CertificateNotTaken,
    EdgeBusy,
    EdgeHostState,
    EdgeUnavailable,
    Entry,
    HostTaken,
)
from tenantry.services import client

RETRY_AFTER = 30
DEPLOYED = "Deployed"

_NOTHING_TO_DO = {"EntityAlreadyExists", "EntityNotFound"}
"""What is to be made is there, or what is to be deleted is not."""
_NOT_TAKEN = {"InvalidArgument", "InvalidAssociation", "InvalidViewerCertificate"}
_BUSY = {"PreconditionFailed", "InvalidIfMatchVersion", "ResourceNotDisabled"}
# Of tenants there are 10,000 at first: operators have it raised, and the next pass goes on.
_UNAVAILABLE = {
    "EntityLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}
_SERVER_FAULT = 500

type Json = Mapping[str, Any]

log = logging.getLogger(__name__)


class CloudFront:
    """
    An `Edge`: a multi-tenant distribution.

    Args:
        distribution: Its id.
        group: The id of the connection group whose address partners point at; None for the one that
            the account has by itself.
    """

    def __init__(self, distribution: str, group: str | None = None) -> None:
        self._place = {"DistributionId": distribution}
        if group is not None:
            self._place["ConnectionGroupId"] = group

    def attach(self, name: str, hosts: Sequence[str], certificate: str) -> Entry:
        """
        Serve *hosts* with *certificate*: make a distribution tenant, or bring it to this.
        """
        found = _find(name)
        if found is None:
            wanted = _wanted(hosts, certificate)
            made = _call("create_distribution_tenant", Name=name, **wanted, **self._place)
            # Somebody has made it since: read again, what that one serves may differ.
            found = _find(name) if made is None else made
            if found is None:
                raise _unavailable()
        tenant = found["DistributionTenant"]
        if not _is_so(tenant, hosts, certificate):
            found = _call(
                "update_distribution_tenant",
                Id=tenant["Id"],
                IfMatch=found["ETag"],
                **_wanted(hosts, certificate),
            )
            if found is None:
                raise _unavailable()
        return _entry(found["DistributionTenant"])

    def detach(self, name: str) -> bool:
        """
        Switch a distribution tenant off, and delete it once it is off everywhere.
        """
        found = _find(name)
        if found is None:
            return True
        tenant, version = found["DistributionTenant"], found["ETag"]
        if tenant.get("Enabled", True):
            changed = _call(
                "update_distribution_tenant", Id=tenant["Id"], IfMatch=version, Enabled=False
            )
            if changed is None:
                return True
            tenant, version = changed["DistributionTenant"], changed["ETag"]
        if tenant.get("Status") != DEPLOYED:
            return False
        _call("delete_distribution_tenant", Id=tenant["Id"], IfMatch=version)
        return True

    def state(self, name: str) -> Entry | None:
        """
        What stands under *name*.
        """
        found = _find(name)
        return None if found is None else _entry(found["DistributionTenant"])


def _find(name: str) -> Json | None:
    return _call("get_distribution_tenant", Identifier=name)


def _wanted(hosts: Sequence[str], certificate: str) -> dict[str, Any]:
    return {
        "Domains": [{"Domain": host} for host in hosts],
        "Customizations": {"Certificate": {"Arn": certificate}},
        "Enabled": True,
    }


def _is_so(tenant: Json, hosts: Sequence[str], certificate: str) -> bool:
    served = {one["Domain"] for one in tenant["Domains"]}
    is_on = bool(tenant.get("Enabled", True))
    return is_on and served == set(hosts) and _certificate_of(tenant) == certificate


def _certificate_of(tenant: Json) -> str | None:
    chosen = tenant.get("Customizations", {}).get("Certificate", {}).get("Arn")
    return None if chosen is None else str(chosen)


def _entry(tenant: Json) -> Entry:
    is_on, is_everywhere = bool(tenant.get("Enabled", True)), tenant.get("Status") == DEPLOYED

    def state_of(domain: Json) -> EdgeHostState:
        if not is_on:
            return EdgeHostState.INACTIVE
        if not is_everywhere:
            return EdgeHostState.DEPLOYING
        is_active = domain.get("Status") == "active"
        return EdgeHostState.ACTIVE if is_active else EdgeHostState.INACTIVE

    hosts = {one["Domain"]: state_of(one) for one in tenant["Domains"]}
    return Entry(str(tenant["Name"]), hosts, _certificate_of(tenant))


def _call(operation: str, **request: Any) -> Json | None:
    """
    Make a call; None where what it is about is not there, or is there already.
    """
    call: Callable[..., Json] = getattr(client("cloudfront"), operation)
    try:
        return call(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] in _NOTHING_TO_DO:
            return None
        raise _meaning(error) from error
    except BotoCoreError as error:
        raise _unavailable() from error


def _meaning(error: ClientError) -> Exception:
    code = str(error.response["Error"]["Code"])
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    log.warning("the edge refuses", extra={"edge_code": code})
    if code == "CNAMEAlreadyExists":
        message = "the edge serves this host for somebody else"
        return HostTaken(message)
    if code in _NOT_TAKEN:
        message = "the edge does not take this certificate for these hosts"
        return CertificateNotTaken(message, edge_code=code)
    if code in _BUSY:
        message = "the edge's entry changed at this moment; repeat the request"
        return EdgeBusy(message)
    if code in _UNAVAILABLE or status >= _SERVER_FAULT:
        return _unavailable()
    return error


def _unavailable() -> EdgeUnavailable:
    message = "the edge does not answer at this moment; try again"
    return EdgeUnavailable(message, retry_after=RETRY_AFTER)
