"""
Mails to partners about the certificates of their domains.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from tenantry.certificates import rules
from tenantry.certificates import store as certificates
from tenantry.certificates.model import Certificate, Source, State
from tenantry.delivery.letters import to_user, url
from tenantry.delivery.looks import OURS
from tenantry.delivery.sender import Letter
from tenantry.domains.findings import Record
from tenantry.ids import TenantId
from tenantry.mail import domain_values as mails
from tenantry.mail.model import MailKind
from tenantry.resellers import store as resellers
from tenantry.users import store as users
from tenantry.users.model import User

SECONDS_PER_DAY = 86_400

type Event = Mapping[str, Any]


def _ending(event: Event, now: datetime) -> Iterator[Letter]:
    owner, one = _owner(event), _certificate(event)
    # One that was renewed or replaced meanwhile ends later, and is told of then.
    if owner is None or one is None or one.issued is None or one.state is not State.ISSUED:
        return
    ends_at = one.issued.not_after
    told_of = event["data"].get("not_after")
    if ends_at <= now or (told_of is not None and datetime.fromisoformat(told_of) != ends_at):
        return
    days = ceil((ends_at - now).total_seconds() / SECONDS_PER_DAY)
    if one.source is Source.OWN:
        own = mails.CertificateEndingMail(one.domain, ends_at, days, _link())
        yield to_user(MailKind.CERTIFICATE_ENDING, owner, own, OURS)
        return
    record = _record(one)
    if record is not None:
        values = mails.CertificateNotRenewedMail(
            one.domain, ends_at, days, record.type, record.name, record.value, _link()
        )
        yield to_user(MailKind.CERTIFICATE_NOT_RENEWED, owner, values, OURS)


def _failed(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner, one = _owner(event), _certificate(event)
    if owner is None or one is None or one.state is not State.FAILED:
        return
    record = _record(one)
    # What another record does not mend is ours to see to.
    if record is None or one.reason not in {rules.CAA_ERROR, rules.TIMED_OUT}:
        return
    values = mails.CertificateRecordMail(
        one.domain, record.type, record.name, record.value, _link()
    )
    yield to_user(MailKind.CERTIFICATE_BLOCKED, owner, values, OURS)


def _ended(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner, one = _owner(event), _certificate(event)
    ended_at = event["data"].get("not_after")
    # The platform's is asked for anew at once, and may have been issued since.
    if owner is None or one is None or one.state is State.ISSUED or ended_at is None:
        return
    values = mails.CertificateEndedMail(one.domain, datetime.fromisoformat(ended_at), _link())
    yield to_user(MailKind.CERTIFICATE_ENDED, owner, values, OURS)


CERTIFICATE_COMPOSERS: dict[str, Callable[..., Iterator[Letter]]] = {
    "certificate.expiring": _ending,
    "certificate.renewal_blocked": _ending,
    "certificate.failed": _failed,
    "certificate.expired": _ended,
}


def _record(one: Certificate) -> Record | None:
    return next(iter(rules.records_to_set(one)), None)


def _certificate(event: Event) -> Certificate | None:
    return certificates.get_certificate(TenantId(event["tenant_id"]), event["data"]["domain"])


def _owner(event: Event) -> User | None:
    reseller = resellers.get_reseller(TenantId(event["tenant_id"]))
    return None if reseller is None else users.get_user(reseller.owner_id)


def _link() -> str:
    return url("/workspace")
