"""
What a workspace is told, and whom it lets in.
"""

import pytest

from tenantry.consents import commands as consents
from tenantry.consents.model import GRANTED_FOR
from tenantry.ids import TenantId
from tenantry.notifications import commands as notifications
from tenantry.notifications.store import get_notification, notifications_of
from tests.acting import DAY, NOON, an_act, owner_of, tenant_owner_of
from tests.builders import bring_in, make_reseller, refusal_of
from tests.reading import events_written, items_of, snapshot

pytestmark = pytest.mark.usefixtures("catalogue")


def test_a_notification_is_read_once_whoever_reads_it_again() -> None:
    reseller = make_reseller()
    bring_in(reseller)
    ((_, unread),) = notifications_of(reseller.id, None, 10)

    for day in range(2):
        act = an_act(owner_of(reseller.id, f"usr_{day}"), NOON + day * DAY)
        notifications.mark_read(reseller.id, unread.id, act)

    read = get_notification(reseller.id, unread.id)
    assert read is not None
    assert (unread.read_at, read.read_at) == (None, NOON)
    assert events_written().count("notification.read") == 1


def test_notifications_are_listed_newest_first_page_by_page() -> None:
    reseller = make_reseller()
    for number in range(4):
        bring_in(reseller, f"{number}@shop.example", NOON + number * DAY)

    first = list(notifications_of(reseller.id, None, 3))
    rest = list(notifications_of(reseller.id, first[-1][0], 3))

    times = [one.created_at for _, one in first + rest]
    assert times == [NOON + day * DAY for day in (3, 2, 1, 0)]


@pytest.mark.requirement("R-RES-6")
def test_a_notification_of_another_workspace_does_not_exist() -> None:
    reseller = make_reseller()
    bring_in(reseller)
    ((_, notification),) = notifications_of(reseller.id, None, 10)
    other = TenantId("ten_OTHER")

    refused = refusal_of(
        lambda: notifications.mark_read(other, notification.id, an_act(owner_of(other)))
    )

    assert refused == "notification.not_found"


@pytest.mark.requirement("R-RES-15")
def test_a_consent_is_renewed_for_half_a_year_and_revoked_now() -> None:
    tenant = bring_in(make_reseller())
    owner = tenant_owner_of(tenant.id, tenant.held_by)

    granted = consents.grant(tenant.id, tenant.held_by, an_act(owner, NOON + DAY))
    assert granted.ends_at == NOON + DAY + GRANTED_FOR
    assert consents.read(tenant.id, tenant.held_by) == granted

    revoked = consents.revoke(tenant.id, tenant.held_by, an_act(owner, NOON + 2 * DAY))
    assert (revoked.ends_at, revoked.granted_at) == (NOON + 2 * DAY, NOON + DAY)
    assert consents.read(tenant.id, tenant.held_by) == revoked


@pytest.mark.requirement("R-RES-15")
def test_revoking_twice_keeps_the_first_time() -> None:
    tenant = bring_in(make_reseller())
    owner = tenant_owner_of(tenant.id, tenant.held_by)
    consents.revoke(tenant.id, tenant.held_by, an_act(owner))
    before = snapshot()

    again = consents.revoke(tenant.id, tenant.held_by, an_act(owner, NOON + DAY))

    assert again.ends_at == NOON
    assert snapshot() == before


def test_who_was_never_let_in_cannot_be_shut_out() -> None:
    tenant = bring_in(make_reseller())
    other = TenantId("ten_OTHER")

    refused = refusal_of(lambda: consents.revoke(tenant.id, other, an_act()))

    assert refused == "consent.not_found"
    assert len(items_of("Consent")) == 1
