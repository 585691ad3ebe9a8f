"""
A pilot: orders are recorded, its end comes, and an upgrade opens the gate again.
"""

import time
from datetime import datetime, timedelta

from tools.demo.cast import KOFI, Cast, id_in
from tools.demo.story import Story, listed, moment_text, now

ORDER = {"kind": "purchase_order", "reference": "PO-1001", "content": {"lines": 3}}
SECONDS_LEFT = 3


def records_orders(story: Story, cast: Cast) -> None:
    """
    The pilot works: orders and shipments are recorded.
    """
    gate, owner = f"{cast.kofi}/records", cast.kofi_owner
    first = story.step(
        "Kofi records {kind} {reference}: {id}", owner.post(gate, ORDER, key="po-1001"), "201"
    )
    again = story.step("the request again: {id}", owner.post(gate, ORDER, key="po-1001"), "201")
    story.seen("it is the first answer, to the letter", again.body, first.body)
    for kind, reference in (("sales_order", "SO-2001"), ("shipment", "SH-3001")):
        body = {"kind": kind, "reference": reference}
        story.step("{kind} {reference}", owner.post(gate, body), "201")
    story.step(
        "another order PO-1001", owner.post(gate, {**ORDER, "content": {}}), "409 record.exists"
    )
    story.step(
        "an invoice, which is no kind of record",
        owner.post(gate, {**ORDER, "kind": "invoice"}),
        "422 request.invalid",
    )
    story.step(
        "Kofi records for Zawadi", owner.post(f"{cast.zawadi}/records", ORDER), "404 not_found"
    )
    story.step("Kwame records for Kofi", cast.kwame.post(gate, ORDER), "404 tenant.not_found")
    story.step(
        "Amina records {reference} for Kofi, who lets her",
        cast.amina.post(gate, {**ORDER, "reference": "PO-1002"}),
        "201",
    )
    story.step(
        "Kofi ends her access at {ends_at}", owner.call("DELETE", f"{cast.kofi}/consent"), "200"
    )
    story.step(
        "Amina records again",
        cast.amina.post(gate, {**ORDER, "reference": "PO-1003"}),
        "403 consent.missing",
    )


def reminders(story: Story, cast: Cast) -> None:
    """
    The pilot's end comes near, and Kofi is reminded.
    """
    story.seen("nobody can wait 30 days: the story moves the pilot's end, in the table itself,")
    story.seen("which no request can do; all else is as it would be on that day")
    tenant_id = id_in(cast.kofi)
    for days, left, mails in ((7, "7 days", 3), (1, "1 day", 4)):
        story.inside.move_pilot_end(tenant_id, now() + timedelta(days=days))
        _run_expiry(story, f"{left} before the end, the hourly job finds {{queued}} pilot")
        story.mail(KOFI["email"], mails)
    _run_expiry(story, "an hour later it finds the same {queued}, reminded already", hours=1)
    story.until("the pilot queue is empty", lambda: story.is_empty("PilotQueue"))
    story.seen("the audit log says pilot.ending twice", _count(cast, "pilot.ending"), 2)
    story.step(
        "Kofi makes his own pilot longer",
        cast.kofi_owner.post(f"{cast.kofi}/upgrade", {"plan_code": "growth"}),
        "403 access.forbidden",
    )


def ends(story: Story, cast: Cast) -> None:
    """
    The pilot ends, and the very write refuses.
    """
    ends_at = now() + timedelta(seconds=SECONDS_LEFT)
    story.inside.move_pilot_end(id_in(cast.kofi), ends_at)
    gate, owner = f"{cast.kofi}/records", cast.kofi_owner
    taken = owner.post(gate, {"kind": "sales_order", "reference": "SO-2002"})
    story.step(
        f"an order, {_left(ends_at, taken.json['recorded_at'])} before the end: {{reference}}",
        taken,
        "201",
    )
    time.sleep(max(0, (ends_at - now()).total_seconds()))
    for kind in ("sales_order", "purchase_order", "shipment"):
        late = (now() - ends_at).total_seconds()
        story.step(
            f"{kind}, {late * 1000:.0f} ms after the end",
            owner.post(gate, {"kind": kind, "reference": "X-1"}),
            "409 pilot.expired",
        )
    status = story.inside.subscription(id_in(cast.kofi)).status.value
    story.seen(
        f"no job has run: the subscription still says {status}; the write compared the time itself",
        status,
        "pilot",
    )
    story.step("reading goes on: {name}, {status}", owner.get(cast.kofi), "200")


def marked(story: Story, cast: Cast) -> None:
    """
    The job marks the pilot expired, once however often it runs.
    """
    _run_expiry(story, "the hourly job finds {queued} pilot that ended")
    story.mail(KOFI["email"], 5)
    status = story.inside.subscription(id_in(cast.kofi)).status.value
    story.seen(f"the subscription says {status}", status, "expired")
    cast.tally.expired += 1
    _run_expiry(story, "a second run finds {queued}")
    again = {"tenant_id": id_in(cast.kofi), "now": moment_text(now()), "correlation_id": "again"}
    story.send("PilotQueue", again)
    story.until("the pilot queue is empty", lambda: story.is_empty("PilotQueue"))
    story.seen("the queue delivers its message a second time, and nothing comes of it")
    story.seen("the audit log says pilot.expired once", _count(cast, "pilot.expired"), 1)
    story.step(
        "Kwame reads Kofi's audit log", cast.kwame.get(f"{cast.kofi}/audit"), "404 tenant.not_found"
    )


def upgraded(story: Story, cast: Cast) -> None:
    """
    An operator upgrades the tenant, and its gate opens.
    """
    path, body = f"{cast.kofi}/upgrade", {"plan_code": "growth"}
    story.step("Amina upgrades it herself", cast.amina.post(path, body), "403 access.forbidden")
    story.step(
        "to a plan that does not exist",
        cast.operator.post(path, {"plan_code": "platinum"}),
        "404 plan.not_found",
    )
    story.step(
        "Olive upgrades it to {plan_code}: {status}, without an end",
        cast.operator.post(path, body),
        "200",
    )
    cast.tally.converted += 1
    again = story.step(
        "she does so again: {status} since {starts_at}", cast.operator.post(path, body), "200"
    )
    story.seen("nothing changed", again.json["ends_at"], None)
    order = {"kind": "sales_order", "reference": "SO-2003"}
    story.step(
        "Kofi records {reference}", cast.kofi_owner.post(f"{cast.kofi}/records", order), "201"
    )


def _run_expiry(story: Story, told: str, *, hours: int = 0) -> None:
    story.job(told, "PilotExpiryFind", {"time": moment_text(now() + timedelta(hours=hours))})


def _count(cast: Cast, kind: str) -> int:
    kinds = [event["kind"] for event in listed(cast.kofi_owner, f"{cast.kofi}/audit")]
    return kinds.count(kind)


def _left(ends_at: datetime, recorded_at: str) -> str:
    left = ends_at - datetime.fromisoformat(recorded_at)
    return f"{left.total_seconds():.1f} s"
