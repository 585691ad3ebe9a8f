"""
Partners' senders for tests: a proven domain, SES as a stand-in, and DNS as a table of records.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from infra.local.playing import Json
from infra.local.ses.player import Player
from infra.local.ses.server import StandIn
from tenantry import services
from tenantry.acts import Act
from tenantry.domains import store as domains
from tenantry.domains.findings import Check, CheckName, CheckState, Finding
from tenantry.domains.following import Found
from tenantry.domains.model import Domain, State
from tenantry.ids import TenantId
from tenantry.senders import store
from tenantry.senders.following import FOLLOWER
from tenantry.senders.model import Sender
from tenantry.transactions import transaction
from tests.acting import NOON, a_job

DOMAIN = "acme.example"
MAIL_CHECKS = (CheckName.SPF, CheckName.DKIM, CheckName.MAIL_FROM, CheckName.DMARC)
PASSED = dict.fromkeys(MAIL_CHECKS, CheckState.PASSED)


@dataclass
class Ses:
    """
    SES as a stand-in, and what it finds in DNS and was given to send.

    Args:
        records: By name and type; a type that is None stands for trouble there.
    """

    player: Player
    records: dict[tuple[str, str], list[str] | None] = field(default_factory=dict)
    sent: list[Json] = field(default_factory=list)
    told: list[tuple[str, Json]] = field(default_factory=list)

    def lookup(self, name: str, type_: str) -> list[str] | None:
        """
        What DNS says.
        """
        return self.records.get((name, type_), [])

    def publish(self, sender: Sender) -> None:
        """
        Set every record that a sender needs.
        """
        for record in (*sender.dkim_records, *sender.mail_from_records("amazonses.com")):
            self.records[record.name, record.type] = [record.value]

    def identity(self, domain: str = DOMAIN) -> Json | None:
        """
        A domain as SES holds it.
        """
        return next((one for one in self.player.identities() if one["name"] == domain), None)


@contextmanager
def ses_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ses]:
    """
    Let SES be the stand-in for as long as the block lasts; the platform's address may send.
    """
    records: dict[tuple[str, str], list[str] | None] = {}
    with StandIn(folder, lambda name, type_: records.get((name, type_), [])) as stand_in:
        here = Ses(stand_in.player, records)

        def forward(said: Json) -> str:
            here.sent.append(said)
            return f"message-{len(here.sent)}"

        stand_in.mails.forward = forward
        stand_in.mails.tell = lambda name, detail: here.told.append((name, detail))
        for part in ("SESV2", "SES_IDENTITIES"):
            monkeypatch.setenv(f"TENANTRY_{part}_URL", stand_in.player.base_url)
        monkeypatch.setenv("TENANTRY_MAIL_CONFIGURATION_SET", "tenantry-mail")
        services.client.cache_clear()
        services.client("sesv2").create_email_identity(EmailIdentity="no-reply@example.com")
        yield here
    services.client.cache_clear()


def a_domain(
    reseller_id: TenantId,
    states: Mapping[CheckName, CheckState] = PASSED,
    *,
    name: str = DOMAIN,
    state: State = State.PROVEN,
    at: datetime = NOON,
) -> Domain:
    """
    A domain as the last pass left it.
    """

    def check(of: CheckState) -> Check:
        finding = Finding(of, "so", "words")
        return Check(finding, at, at, at, finding, at)

    return Domain(
        reseller_id,
        name,
        "token",
        claimed_at=NOON,
        eager_from=NOON,
        next_check_at=at,
        state=state,
        checks={check_name: check(of) for check_name, of in states.items()},
    )


def hold(domain: Domain) -> Domain:
    """
    The domain, stored, with its partner as its holder.
    """
    with transaction() as writes:
        domains.create(writes, domain)
        domains.hold(writes, domains.get_holder(domain.name), domain)
    return domain


def follow(domain: Domain, act: Act | None = None) -> datetime | None:
    """
    Let the sender follow, as a pass does.
    """
    return FOLLOWER.follows(domain, Found(domain.state, {}), act or a_job(NOON))


def a_ready_sender(ses: Ses, reseller_id: TenantId, name: str = DOMAIN) -> Sender:
    """
    A sender of whose domain everything passes.
    """
    domain = hold(a_domain(reseller_id, name=name))
    follow(domain)
    begun = store.get_sender(reseller_id, name)
    assert begun is not None
    ses.publish(begun)
    follow(domain)
    ready = store.get_sender(reseller_id, name)
    assert ready is not None
    assert ready.missing == ()
    return ready


def without(domain: Domain, check: CheckName, state: CheckState) -> Domain:
    """
    The same domain, when one look says something else.
    """
    [other] = a_domain(domain.reseller_id, {check: state}).checks.values()
    return replace(domain, checks={**domain.checks, check: other})
