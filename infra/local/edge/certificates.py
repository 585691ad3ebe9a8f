"""
Certificates as ACM keeps them, and what becomes of them as time goes by.

Unlike at AWS, things happen only when somebody looks: a certificate is validated, renewed or ends
when it is next asked about. Issuing takes no time. Renewal begins 45 days before the end, and only
of what the edge serves. Nothing is revoked. There are no events, and no quota but the one that a
test sets.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509

from infra.local.edge import authority
from infra.local.edge.refused import Refused
from infra.local.edge.validation import Question, is_forbidden, is_validated
from infra.local.kept import Kept

KIND = "certificate"
ACCOUNT, REGION = "000000000000", "us-east-1"
TOKEN_LASTS = timedelta(hours=1)
VALIDATED_WITHIN = timedelta(hours=72)
RENEWED_BEFORE = timedelta(days=45)

type Json = dict[str, Any]


class Certificates:
    """
    All of one account.

    Args:
        ask: Asks DNS.
        users_of: ARNs of what serves a certificate, by the certificate's ARN.
    """

    def __init__(self, kept: Kept, ask: Question, users_of: Callable[[str], list[str]]) -> None:
        self._kept = kept
        self._ask = ask
        self.users_of = users_of

    def now(self) -> datetime:
        """
        The moment by which things happen.
        """
        return self._kept.clock() + timedelta(seconds=self._kept.settings["passed"])

    def request(self, asked: Json) -> Json:
        """
        A certificate that waits for its records; the same token within an hour is the same one.
        """
        now, token = self.now(), asked.get("IdempotencyToken")
        for one in self._kept.all(KIND):
            age = now - datetime.fromisoformat(one["at"])
            if token and one["token"] == token and age < TOKEN_LASTS:
                return one
        names = list(
            dict.fromkeys([asked["DomainName"], *asked.get("SubjectAlternativeNames", [])])
        )
        self._check_quota()
        return self._add(asked, token=token, names=names, status="PENDING_VALIDATION", own=None)

    def put(self, asked: Json, own: Json, names: list[str]) -> Json:
        """
        A certificate that somebody has brought, in place of another one or a new one.
        """
        arn = asked.get("CertificateArn")
        if arn is None:
            self._check_quota()
            return self._add(asked, token=None, names=names, status="ISSUED", own=own)
        found = self.must_find(arn)
        if found["type"] != "IMPORTED":
            raise Refused("ValidationException", "The certificate was not imported.")
        if not set(found["names"]) <= set(names):
            raise Refused("ValidationException", "The certificate lacks names of the one before.")
        found.update(content=own, names=names, status="ISSUED", at=self.now().isoformat())
        return found

    def look(self, arn: str) -> Json:
        """
        A certificate as it is by now.
        """
        found = self.must_find(arn)
        if found["status"] == "PENDING_VALIDATION":
            self._validate(found)
        if found["status"] == "ISSUED":
            self._go_on(found)
        return found

    def delete(self, arn: str) -> None:
        """
        Forget a certificate that nothing serves.
        """
        found = self.must_find(arn)
        if self.users_of(arn):
            raise Refused("ResourceInUseException", f"Certificate {arn} is in use.")
        self._kept.all(KIND).remove(found)

    def must_find(self, arn: str) -> Json:
        """
        A certificate by its ARN.
        """
        found = self._kept.find(KIND, arn=arn)
        if found is None:
            raise Refused("ResourceNotFoundException", f"Could not find certificate {arn}.")
        return found

    def all(self) -> list[Json]:
        """
        Every certificate, oldest first.
        """
        return self._kept.all(KIND)

    def _add(
        self, asked: Json, *, token: str | None, names: list[str], status: str, own: Json | None
    ) -> Json:
        arn = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/{secrets.token_hex(16)}"
        made = {
            "arn": arn,
            "token": token,
            "names": names,
            "type": "AMAZON_ISSUED" if own is None else "IMPORTED",
            "status": status,
            "reason": None,
            "at": self.now().isoformat(),
            "content": own,
            "renewal": None,
            "tags": asked.get("Tags", []),
        }
        self._kept.all(KIND).append(made)
        return made

    def _validate(self, one: Json) -> None:
        now, root = self.now(), one["names"][0]
        reason = self._kept.settings["failures"].get(root)
        if reason is None and any(is_forbidden(self._ask, name) for name in one["names"]):
            reason = "CAA_ERROR"
        if reason is not None:
            one.update(status="FAILED", reason=reason)
        elif all(is_validated(self._ask, name) for name in one["names"]):
            one.update(status="ISSUED", content=authority.issue(self._kept.keys, one["names"], now))
        elif now - datetime.fromisoformat(one["at"]) >= VALIDATED_WITHIN:
            one["status"] = "VALIDATION_TIMED_OUT"

    def _go_on(self, one: Json) -> None:
        now = self.now()
        ends = x509.load_pem_x509_certificate(one["content"]["leaf"].encode()).not_valid_after_utc
        if now >= ends:
            one["status"] = "EXPIRED"
            return
        is_due = one["type"] == "AMAZON_ISSUED" and ends - now <= RENEWED_BEFORE
        if not is_due or not self.users_of(one["arn"]):
            return
        if any(is_forbidden(self._ask, name) for name in one["names"]):
            one["renewal"] = {"status": "FAILED", "reason": "CAA_ERROR", "at": now.isoformat()}
        elif all(is_validated(self._ask, name) for name in one["names"]):
            one["content"] = authority.issue(self._kept.keys, one["names"], now)
            one["renewal"] = {"status": "SUCCESS", "reason": None, "at": now.isoformat()}
        else:
            status = "PENDING_VALIDATION"
            one["renewal"] = {"status": status, "reason": None, "at": now.isoformat()}

    def _check_quota(self) -> None:
        if len(self._kept.all(KIND)) >= self._kept.settings["certificates_max"]:
            raise Refused("LimitExceededException", "Too many certificates in this account.")
