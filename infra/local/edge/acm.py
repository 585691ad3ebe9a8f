"""
The API of AWS Certificate Manager, as much of it as the product asks for: JSON 1.1.

What is not asked for is not there: private authorities, export, e-mail validation, options, tags
that are changed later. Throttling and what gets lost are played (`fault`).

https://docs.aws.amazon.com/acm/latest/APIReference/
"""

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from infra.local.edge.certificates import Certificates
from infra.local.edge.refused import Refused, as_json
from infra.local.edge.validation import record_of
from infra.local.stand_in import Reply, Request, json_reply

TARGET = "CertificateManager."
SHOWN_BY_DEFAULT = {"RSA_1024", "RSA_2048"}
KEY_BYTES_MAX = 5_120
_TOKEN = re.compile(r"\w{1,32}")
_CURVES = {"secp256r1": "EC_prime256v1", "secp384r1": "EC_secp384r1", "secp521r1": "EC_secp521r1"}

type Json = dict[str, Any]


class Acm:
    """
    The API of one account in one region.

    Attributes:
        refuses: With what everything is refused, such as `ThrottlingException`.
    """

    def __init__(self, certificates: Certificates) -> None:
        self._all = certificates
        self.refuses: set[str] = set()
        self._acts: dict[str, Callable[[Json], Json]] = {
            "RequestCertificate": self._request,
            "DescribeCertificate": self._describe,
            "ImportCertificate": self._import,
            "DeleteCertificate": self._delete,
            "ListCertificates": self._list,
            "ListTagsForCertificate": self._tags,
        }

    def answer(self, request: Request) -> Reply:
        """
        Do what is asked for.
        """
        operation = request.headers.get("x-amz-target", "").removeprefix(TARGET)
        act = self._acts.get(operation)
        if act is None:
            return as_json(Refused("UnknownOperationException", operation))
        for code in self.refuses:
            return as_json(Refused(code, "This is refused."))
        try:
            return json_reply(act(request.json()))
        except Refused as error:
            return as_json(error)

    def _request(self, asked: Json) -> Json:
        token = asked.get("IdempotencyToken")
        if token is not None and _TOKEN.fullmatch(token) is None:
            raise Refused("InvalidParameterException", "The token has other than 1 to 32 letters.")
        if asked.get("ValidationMethod") != "DNS":
            raise Refused("InvalidParameterException", "Only DNS is played here.")
        if len(asked["DomainName"]) > 64:  # noqa: PLR2004 - RFC 5280's common names
            raise Refused("InvalidParameterException", "The first name is longer than 64.")
        return {"CertificateArn": self._all.request(asked)["arn"]}

    def _describe(self, asked: Json) -> Json:
        found = self._all.look(asked["CertificateArn"])
        told: Json = {
            "CertificateArn": found["arn"],
            "DomainName": found["names"][0],
            "SubjectAlternativeNames": found["names"],
            "Status": found["status"],
            "Type": found["type"],
            "InUseBy": self._all.users_of(found["arn"]),
        }
        if found["type"] == "AMAZON_ISSUED":
            told["DomainValidationOptions"] = _options(found, found["status"])
        if found["reason"] is not None:
            told["FailureReason"] = found["reason"]
        if found["content"] is not None:
            told |= _content(found["content"]["leaf"])
        if found["renewal"] is not None:
            told["RenewalSummary"] = _renewal(found)
        return {"Certificate": told}

    def _import(self, asked: Json) -> Json:
        parts = {
            name: b64decode(asked.get(member, "")).decode()
            for name, member in {
                "leaf": "Certificate",
                "chain": "CertificateChain",
                "key": "PrivateKey",
            }.items()
        }
        names = _checked(parts, self._all.now())
        return {"CertificateArn": self._all.put(asked, parts, names)["arn"]}

    def _delete(self, asked: Json) -> Json:
        self._all.delete(asked["CertificateArn"])
        return {}

    def _list(self, asked: Json) -> Json:
        wanted = set(asked.get("Includes", {}).get("keyTypes", SHOWN_BY_DEFAULT))
        shown = [one for one in self._all.all() if _key_type(one) in wanted]
        first, most = int(asked.get("NextToken", 0)), asked.get("MaxItems", 1_000)
        page = shown[first : first + most]
        rest = {"NextToken": str(first + most)} if len(shown) > first + most else {}
        return {"CertificateSummaryList": [_summary(one) for one in page], **rest}

    def _tags(self, asked: Json) -> Json:
        return {"Tags": self._all.must_find(asked["CertificateArn"])["tags"]}


def _options(found: Json, status: str) -> list[Json]:
    states = {"PENDING_VALIDATION": "PENDING_VALIDATION", "ISSUED": "SUCCESS", "EXPIRED": "SUCCESS"}
    options = []
    for name in found["names"]:
        record, value = record_of(name)
        options.append(
            {
                "DomainName": name,
                "ValidationDomain": name,
                "ValidationMethod": "DNS",
                "ValidationStatus": states.get(status, "FAILED"),
                "ResourceRecord": {"Name": record, "Type": "CNAME", "Value": value},
            }
        )
    return options


def _content(pem: str) -> Json:
    one = x509.load_pem_x509_certificate(pem.encode())
    digits = f"{one.serial_number:x}"
    digits = digits.rjust(len(digits) + len(digits) % 2, "0")
    return {
        "Serial": ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)),
        "Issuer": one.issuer.rfc4514_string().removeprefix("CN="),
        "Subject": one.subject.rfc4514_string(),
        "NotBefore": one.not_valid_before_utc.timestamp(),
        "NotAfter": one.not_valid_after_utc.timestamp(),
    }


def _renewal(found: Json) -> Json:
    told = found["renewal"]
    reason = {} if told["reason"] is None else {"RenewalStatusReason": told["reason"]}
    return {
        "RenewalStatus": told["status"],
        "DomainValidationOptions": _options(found, told["status"]),
        "UpdatedAt": datetime.fromisoformat(told["at"]).timestamp(),
        **reason,
    }


def _summary(one: Json) -> Json:
    return {
        "CertificateArn": one["arn"],
        "DomainName": one["names"][0],
        "SubjectAlternativeNameSummaries": one["names"],
        "Status": one["status"],
        "Type": one["type"],
    }


def _key_type(one: Json) -> str:
    if one["type"] == "AMAZON_ISSUED":
        # As it is asked for, whatever is really made here.
        return "RSA_2048"
    key = x509.load_pem_x509_certificate(one["content"]["leaf"].encode()).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA_{key.key_size}"
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return _CURVES[key.curve.name]


def _checked(parts: Json, now: datetime) -> list[str]:
    """
    The names of a certificate that somebody brings, if it is one that ACM takes.
    """
    if len(parts["key"]) > KEY_BYTES_MAX:
        raise Refused("ValidationException", "The private key is larger than 5 KB.")
    try:
        leaf = x509.load_pem_x509_certificate(parts["leaf"].encode())
        key = load_pem_private_key(parts["key"].encode(), None)
        chain = x509.load_pem_x509_certificates(parts["chain"].encode()) if parts["chain"] else []
    except (ValueError, TypeError) as error:
        raise Refused("ValidationException", "Something is not in PEM form.") from error
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*spki) != leaf.public_key().public_bytes(*spki):
        raise Refused("ValidationException", "The private key does not match the certificate.")
    if not leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc:
        raise Refused("ValidationException", "The certificate is not valid at this moment.")
    if chain and chain[0].subject != leaf.issuer:
        raise Refused("ValidationException", "The chain does not begin with the issuer.")
    if chain and type(chain[0].public_key()) is not type(leaf.public_key()):
        message = "The algorithm of the certificate is not that of its issuer."
        raise Refused("ValidationException", message)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return list(names.get_values_for_type(x509.DNSName))
