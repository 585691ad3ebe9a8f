"""
Writing a certificate down together with what has happened to it, and telling its partner.
"""

from collections.abc import Iterable
from dataclasses import replace

from tenantry import events
from tenantry.acts import Act
from tenantry.certificates import store
from tenantry.certificates.model import Certificate
from tenantry.certificates.rules import News
from tenantry.notifications import store as notifications
from tenantry.notifications.model import Notification
from tenantry.transactions import Writes, transaction


def written(before: Certificate, after: Certificate, news: Iterable[News], act: Act) -> Certificate:
    """
    The certificate as it is stored: the next version, or the same where nothing has changed.

    Raises:
        ChangedMeanwhile: Somebody else has changed it since it was read.
    """
    told = list(news)
    if not told and replace(after, version=before.version) == before:
        return before
    following = replace(after, version=before.version + 1)
    with transaction() as writes:
        store.put(writes, before, following)
        tell(writes, following, told, act)
    return following


def tell(writes: Writes, certificate: Certificate, news: Iterable[News], act: Act) -> None:
    """
    Record what has happened, each with its event, and with a notification where it has one.
    """
    owner = certificate.reseller_id
    for one in news:
        facts = {"domain": certificate.domain, **one.facts}
        # One look can make several versions, and several hosts can have the same news at once.
        about = f"{certificate.domain} {certificate.version} {facts.get('host', '')}"
        purpose = f"{one.kind} {about}"
        if one.is_told:
            notice = Notification(act.new_id("ntf", purpose), owner, one.kind, act.now, facts)
            notifications.put(writes, notice)
        events.record(
            writes, act, one.kind, tenant_id=owner, reseller_id=owner, purpose=purpose, **facts
        )
