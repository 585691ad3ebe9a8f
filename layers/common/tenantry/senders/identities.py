"""
Domains at SES: the port through which senders are made, read and given up.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from tenantry.errors import Unavailable
from tenantry.ids import TenantId
from tenantry.senders.model import Identity, Status
from tenantry.services import client

OWNER_TAG = "tenantry-reseller"
"""Whose an identity is: the same domain may be another partner's later."""

ZONE = "dkim.amazonses.com"
"""Where keys are published, unless SES says otherwise."""

KEY_LENGTH = "RSA_2048_BIT"

_BUSY = {
    "ConcurrentModificationException",
    "InternalFailure",
    "ServiceUnavailable",
    "ThrottlingException",
    "TooManyRequestsException",
}
_FULL = {"LimitExceededException"}
_SERVER_ERROR = 500


def read(domain: str) -> Identity | None:
    """
    A domain as SES has it; None when it has none.

    Raises:
        Unavailable: SES did not answer.
    """
    try:
        return _identity(_call(_ses().get_email_identity, EmailIdentity=domain))
    except _Missing:
        return None


def create(domain: str, owner: TenantId) -> None:
    """
    Ask SES for keys, for a domain that is proven. Once more changes nothing.

    Raises:
        Unavailable: SES did not answer, or takes no more identities (10,000 in a region).
    """
    attributes = {"NextSigningKeyLength": KEY_LENGTH}
    tags = [{"Key": OWNER_TAG, "Value": owner}]
    try:
        _call(
            _ses().create_email_identity,
            EmailIdentity=domain,
            DkimSigningAttributes=attributes,
            Tags=tags,
        )
    except _Exists:
        return


def set_mail_from(domain: str, mail_from: str) -> None:
    """
    Let mail come back to a subdomain; the same once more lets SES look for its records again.

    Mail is refused while those are missing, and then leaves from the platform's address: SES's own
    subdomain in its place would show partners' customers somebody else's name.

    Raises:
        Unavailable: SES did not answer, or somebody deletes the identity at this moment.
    """
    _change(
        _ses().put_email_identity_mail_from_attributes,
        EmailIdentity=domain,
        MailFromDomain=mail_from,
        BehaviorOnMxFailure="REJECT_MESSAGE",
    )


def look_again(domain: str) -> None:
    """
    Let SES look for the DKIM records again, after it had given up; the tokens may be new ones.

    Raises:
        Unavailable: SES did not answer, or somebody deletes the identity at this moment.
    """
    _change(
        _ses().put_email_identity_dkim_signing_attributes,
        EmailIdentity=domain,
        SigningAttributesOrigin="AWS_SES",
        SigningAttributes={"NextSigningKeyLength": KEY_LENGTH},
    )


def delete(domain: str) -> None:
    """
    Let SES forget a domain; one that it does not know is forgotten already.

    Raises:
        Unavailable: SES did not answer.
    """
    try:
        _call(_ses().delete_email_identity, EmailIdentity=domain)
    except _Missing:
        return


class _Missing(Exception):
    """
    SES has no such identity.
    """


class _Exists(Exception):
    """
    SES has it already.
    """


def _ses() -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    # Tests of what passes do have a stand-in for this part of SES alone.
    return client("sesv2", part="ses_identities")


def _change(operation: Callable[..., Mapping[str, Any]], **request: object) -> None:
    try:
        _call(operation, **request)
    except _Missing as error:
        message = "SES does not know the domain any more; it is asked again"
        raise Unavailable(message) from error


def _call(operation: Callable[..., Mapping[str, Any]], **request: object) -> Mapping[str, Any]:
    message = "SES does not answer at this moment; it is asked again"
    try:
        return operation(**request)
    except BotoCoreError as error:
        raise Unavailable(message) from error
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "NotFoundException":
            raise _Missing from error
        if code == "AlreadyExistsException":
            raise _Exists from error
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _BUSY | _FULL or status >= _SERVER_ERROR:
            raise Unavailable(message, ses=code) from error
        raise


def _identity(answer: Mapping[str, Any]) -> Identity:
    dkim, mail_from = answer.get("DkimAttributes", {}), answer.get("MailFromAttributes", {})
    tags = {tag["Key"]: tag["Value"] for tag in answer.get("Tags", [])}
    verified = bool(answer.get("VerifiedForSendingStatus"))
    return Identity(
        owner=tags.get(OWNER_TAG),
        verified=verified,
        status=_status(answer.get("VerificationStatus"), verified=verified),
        signing=_status(dkim.get("Status")),
        tokens=tuple(dkim.get("Tokens", ())),
        zone=dkim.get("SigningHostedZone") or ZONE,
        mail_from=mail_from.get("MailFromDomain") or "",
        envelope=_status(mail_from.get("MailFromDomainStatus")),
    )


def _status(said: str | None, *, verified: bool = False) -> Status:
    # An older SES leaves the status of the identity out.
    if said is None:
        return Status.SUCCESS if verified else Status.NOT_STARTED
    return Status(said)
