"""
When a partner is told that its certificate ends, and of what else goes wrong with it, each once.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from tenantry.certificates.model import NOTICE_DAYS, Certificate, Seen, State
from tenantry.certificates.rules import News
from tenantry.clock import stamp
from tenantry.edge.model import EdgeHostState


def notice_due(certificate: Certificate, now: datetime) -> str | None:
    """
    What its partner is to be told of its end now: the days that are left of 30, 14, 7 and 1.

    Only the nearest one: of a run that was missed nothing is caught up that is over. Nothing where
    that one, or a nearer one, was told.
    """
    if certificate.issued is None or certificate.state is not State.ISSUED:
        return None
    left = certificate.issued.not_after - now
    reached = [days for days in NOTICE_DAYS if left <= timedelta(days=days)]
    told = [days for days in NOTICE_DAYS if str(days) in certificate.told]
    if not reached or (told and min(told) <= min(reached)):
        return None
    return str(min(reached))


def noticed(certificate: Certificate, now: datetime) -> tuple[Certificate, list[News]]:
    """
    What its partner is to be told now, and the certificate on which that is noted.
    """
    news = list(_notices(certificate, now))
    marks = {mark for mark, _ in news}
    return replace(certificate, told=certificate.told | marks), [one for _, one in news]


def _notices(certificate: Certificate, now: datetime) -> Iterator[tuple[str, News]]:
    days = notice_due(certificate, now)
    if days is not None:
        assert certificate.issued is not None, "what ends has begun"
        ends = stamp(certificate.issued.not_after)
        facts = {"days": int(days), "not_after": ends, "source": certificate.source.value}
        yield days, News("certificate.expiring", facts)
    renewal = certificate.renewal
    if renewal is not None and renewal.is_blocked and "renewal" not in certificate.told:
        facts = {"state": renewal.state, "reason": renewal.reason}
        yield "renewal", News("certificate.renewal_blocked", facts)
    for host, seen in sorted(certificate.served.items()):
        mark = f"served:{host}:{seen.serial or seen.seen.value}"
        is_served = certificate.hosts.get(_host_of(certificate, host)) is EdgeHostState.ACTIVE
        if is_served and seen.seen in {Seen.OTHER, Seen.UNTRUSTED} and mark not in certificate.told:
            yield mark, News("certificate.not_served", {"host": host, "seen": seen.seen.value})


def _host_of(certificate: Certificate, host: str) -> str:
    return host if host == certificate.domain else f"*.{certificate.domain}"
