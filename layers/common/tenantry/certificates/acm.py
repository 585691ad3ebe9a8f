"""
AWS Certificate Manager as the authority, in the one region from which the edge takes certificates.

A request is made with a token, so that a repeat within an hour is the same one. Later, and for an
import, which has no token, what a lost answer was about is found by its tag.

No error of this module holds what was sent: it may be a private key.

https://docs.aws.amazon.com/acm/latest/APIReference/
"""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tenantry import settings
from tenantry.certificates.model import (
    AuthorityUnavailable,
    CertificateRefused,
    Described,
    Issued,
    Renewal,
    State,
)
from tenantry.domains.findings import Record, record_at
from tenantry.services import client

TAG = "tenantry:certificate"
RETRY_AFTER = 30
PAGE = 1_000

_EVERY_KEY = ("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1")
"""A list without them leaves out every certificate whose key is not RSA of 1,024 or 2,048 bits."""

_STATES = {
    "PENDING_VALIDATION": State.PENDING_VALIDATION,
    "ISSUED": State.ISSUED,
    "EXPIRED": State.EXPIRED,
    "REVOKED": State.REVOKED,
}
"""The others are failures: `VALIDATION_TIMED_OUT`, `INACTIVE`, and `FAILED` with its reason."""

_GONE, _USED = "ResourceNotFoundException", "ResourceInUseException"
_UNAVAILABLE = {
    # Of requests a year, or certificates: operators have it raised, and the next pass goes on.
    "LimitExceededException",
    "RequestInProgressException",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}
_REFUSALS = {
    "ConflictException",
    "InvalidDomainValidationOptionsException",
    "InvalidParameterException",
    "ValidationException",
}
_SERVER_FAULT = 500

type Json = Mapping[str, Any]

log = logging.getLogger(__name__)


def request(names: Sequence[str], tag: str) -> str:
    """
    Ask for a certificate for *names*, the first of them its own name; its ARN.

    Args:
        tag: Tells this request from others: at most 32 letters, digits and underscores.

    Raises:
        CertificateRefused: The authority does not take such a request.
        AuthorityUnavailable: It did not answer; the request may have been made.
    """
    answer = _call(
        "request_certificate",
        DomainName=names[0],
        SubjectAlternativeNames=list(names[1:]),
        ValidationMethod="DNS",
        IdempotencyToken=tag,
        Tags=[{"Key": TAG, "Value": tag}],
    )
    return str(answer["CertificateArn"])


def describe(arn: str, domain: str) -> Described | None:
    """
    What becomes of a certificate of *domain*; None where the authority has it no longer.

    Raises:
        AuthorityUnavailable: It did not answer.
    """
    try:
        told = _call("describe_certificate", CertificateArn=arn)["Certificate"]
    except _Gone:
        return None
    state = _STATES.get(told["Status"], State.FAILED)
    return Described(
        state=state,
        reason=_reason(told) if state is not State.ISSUED else None,
        records=_records(told.get("DomainValidationOptions", []), domain),
        issued=_issued(told),
        renewal=_renewal(told.get("RenewalSummary"), domain),
        is_used=bool(told.get("InUseBy")),
    )


def put(tag: str, into: str | None, *, leaf: bytes, chain: bytes, key: bytes) -> str:
    """
    Give a partner's certificate to the authority, in place of the one at *into*; its ARN.

    Args:
        leaf: Its PEM, and no other certificate's.
        chain: The PEM of those that it follows from, each certifying the one before; empty for
            one that a root has certified itself.
        key: The PEM of its private key, which is kept nowhere else.

    Raises:
        CertificateRefused: The authority does not take it.
        AuthorityUnavailable: It did not answer; it may have been done.
    """
    content = {"Certificate": leaf, "PrivateKey": key}
    if chain:
        content["CertificateChain"] = chain
    # What replaces another keeps the tags of that.
    place: dict[str, Any] = (
        {"Tags": [{"Key": TAG, "Value": tag}]} if into is None else {"CertificateArn": into}
    )
    with _unheard():
        return str(_call("import_certificate", **content, **place)["CertificateArn"])


def delete(arn: str) -> bool:
    """
    Delete a certificate; False while something serves it.

    Raises:
        AuthorityUnavailable: It did not answer; it may have been done.
    """
    try:
        _call("delete_certificate", CertificateArn=arn)
    except _Gone:
        return True
    except _Used:
        return False
    return True


def find(domain: str, tag: str) -> str | None:
    """
    The ARN of the certificate of *domain* with this tag: the one whose answer was lost.

    It reads the list of all, so it is for after a crash only.

    Raises:
        AuthorityUnavailable: It did not answer.
    """
    for arn in _arns_of(domain):
        try:
            told = _call("list_tags_for_certificate", CertificateArn=arn)
        except _Gone:
            continue
        if {"Key": TAG, "Value": tag} in told.get("Tags", []):
            return arn
    return None


def _arns_of(domain: str) -> Iterator[str]:
    token: dict[str, str] = {}
    while True:
        page = _call(
            "list_certificates", Includes={"keyTypes": list(_EVERY_KEY)}, MaxItems=PAGE, **token
        )
        for one in page.get("CertificateSummaryList", []):
            names = {one.get("DomainName"), *one.get("SubjectAlternativeNameSummaries", [])}
            if names & {domain, f"*.{domain}"}:
                yield str(one["CertificateArn"])
        if not page.get("NextToken"):
            return
        token = {"NextToken": page["NextToken"]}


def _records(options: Sequence[Json], domain: str) -> tuple[Record, ...]:
    # A domain and everything below it are validated by the same record, which is named twice.
    named = [option["ResourceRecord"] for option in options if "ResourceRecord" in option]
    records = (
        record_at(domain, one["Name"].rstrip("."), str(one["Type"]), one["Value"].rstrip("."))
        for one in named
    )
    return tuple(dict.fromkeys(records))


def _issued(told: Json) -> Issued | None:
    if "NotAfter" not in told or "NotBefore" not in told:
        return None
    serial = str(told.get("Serial", "")).replace(":", "").lower().lstrip("0")
    begins, ends = (told[name].astimezone(UTC) for name in ("NotBefore", "NotAfter"))
    return Issued(begins, ends, str(told.get("Issuer", "")), serial)


def _renewal(told: Json | None, domain: str) -> Renewal | None:
    if told is None:
        return None
    reason = told.get("RenewalStatusReason")
    return Renewal(
        state=str(told["RenewalStatus"]).lower(),
        reason=None if reason is None else str(reason).lower(),
        records=_records(told.get("DomainValidationOptions", []), domain),
    )


def _reason(told: Json) -> str | None:
    if told["Status"] == "PENDING_VALIDATION":
        return None
    return str(told.get("FailureReason") or told["Status"]).lower()


@contextmanager
def _unheard() -> Iterator[None]:
    """
    Whatever is logged by whoever looks for a fault: requests with a key in them are not.
    """
    library = logging.getLogger("botocore")
    level = library.level
    library.setLevel(logging.WARNING)
    try:
        yield
    finally:
        library.setLevel(level)


class _Gone(Exception):
    """
    There is no such certificate.
    """


class _Used(Exception):
    """
    Something serves the certificate.
    """


def _call(operation: str, **sent: Any) -> Json:
    # A second import would be a second certificate.
    is_repeated = operation != "import_certificate"
    region = settings.certificate_region()
    call: Callable[..., Json] = getattr(
        client("acm", region=region, is_repeated=is_repeated), operation
    )
    # Raised outside of the handlers: what stands behind these errors could quote what was sent.
    try:
        return call(**sent)
    except ClientError as error:
        refused = _meaning(error)
    except BotoCoreError:
        refused = _unavailable()
    raise refused


def _meaning(error: ClientError) -> Exception:
    told = error.response["Error"]
    code = str(told["Code"])
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code == _GONE:
        return _Gone()
    if code == _USED:
        return _Used()
    log.warning("the authority refuses", extra={"authority_code": code})
    if code in _UNAVAILABLE or status >= _SERVER_FAULT:
        return _unavailable()
    if code in _REFUSALS:
        message = "the certificate authority does not take this certificate"
        return CertificateRefused(message, authority=f"{code}: {told.get('Message', '')}"[:500])
    return error


def _unavailable() -> AuthorityUnavailable:
    message = "the certificate authority does not answer at this moment; try again"
    return AuthorityUnavailable(message, retry_after=RETRY_AFTER)
