"""
Mails to partners about their domains.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tenantry.delivery.letters import to_user, url
from tenantry.delivery.looks import OURS
from tenantry.delivery.sender import Letter
from tenantry.domains import rules
from tenantry.domains import store as domains
from tenantry.domains.model import Domain, State
from tenantry.ids import TenantId
from tenantry.mail import domain_values as mails
from tenantry.mail.model import MailKind
from tenantry.resellers import store as resellers
from tenantry.users import store as users
from tenantry.users.model import User

type Event = Mapping[str, Any]


def _proven(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner, domain = _owner(event), _domain(event)
    if owner is None or domain is None or domain.state is not State.PROVEN:
        return
    values = mails.DomainMail(domain.name, url("/workspace"))
    yield to_user(MailKind.DOMAIN_PROVEN, owner, values, OURS)


def _missing(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner, domain = _owner(event), _domain(event)
    suspends_at = None if domain is None else rules.suspends_at(domain)
    # Nothing to worry about is left once the record is back.
    if owner is None or domain is None or suspends_at is None:
        return
    yield to_user(MailKind.DOMAIN_MISSING, owner, _record(domain, suspends_at), OURS)


def _suspended(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner, domain = _owner(event), _domain(event)
    if owner is None or domain is None or domain.suspended_at is None:
        return
    values = _record(domain, domain.suspended_at)
    yield to_user(MailKind.DOMAIN_SUSPENDED, owner, values, OURS)


def _lost(event: Event, now: datetime) -> Iterator[Letter]:
    del now
    owner = _owner(event)
    if owner is None:
        return
    values = mails.DomainMail(event["data"]["domain"], url("/workspace"))
    yield to_user(MailKind.DOMAIN_LOST, owner, values, OURS)


DOMAIN_COMPOSERS: dict[str, Callable[..., Iterator[Letter]]] = {
    "domain.proven": _proven,
    "domain.restored": _proven,
    "domain.missing": _missing,
    "domain.suspended": _suspended,
    "domain.lost": _lost,
}


def _record(domain: Domain, stops_at: datetime) -> mails.DomainRecordMail:
    record = domain.challenge
    return mails.DomainRecordMail(
        domain.name, record.name, record.value, stops_at, url("/workspace")
    )


def _domain(event: Event) -> Domain | None:
    return domains.get_domain(TenantId(event["tenant_id"]), event["data"]["domain"])


def _owner(event: Event) -> User | None:
    reseller = resellers.get_reseller(TenantId(event["tenant_id"]))
    return None if reseller is None else users.get_user(reseller.owner_id)
