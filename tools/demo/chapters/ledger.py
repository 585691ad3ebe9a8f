"""
A partner bills a customer by hand, and the night gives the payment its worth in US dollars.
"""

from tools.demo.caller import Answer
from tools.demo.cast import Cast
from tools.demo.story import Story, moment_text, now

PAID_ON = "2026-10-30"
"""A day whose rates the chapter before has taken over."""
INVOICE = {
    "reference": "invoice 2026-031",
    "amount_minor": 12_950_00,
    "tax_minor": 2_072_00,
    "currency": "KES",
    "covers_from": "2026-11-01T00:00:00Z",
    "covers_until": "2026-12-01T00:00:00Z",
    "occurred_at": f"{PAID_ON}T09:30:00Z",
}
EARLIER = {**INVOICE, "reference": "invoice 2026-002", "occurred_at": "2026-01-05T09:30:00Z"}


def recorded(story: Story, cast: Cast) -> None:
    """
    Amina bills Kofi by hand, and records what he paid.
    """
    at = f"{cast.kofi}/payments"
    refused = cast.amina.post(at, INVOICE)
    story.step("Amina records a payment of Kofi's", refused, "409 billing.not_manual")
    manual = cast.amina.call("PUT", f"{cast.kofi}/billing", b'{"mode": "manual"}')
    story.step("she says that she bills him herself: {mode}", manual, "200")
    paid = cast.amina.post(at, INVOICE, key="invoice-31")
    story.step("she records it: {amount_minor} {currency} net, {tax_minor} of tax", paid, "201")
    again = cast.amina.post(at, INVOICE, key="invoice-31")
    story.seen("the same request again is the same payment", again.json["id"], paid.json["id"])
    story.step("the same invoice again", cast.amina.post(at, INVOICE), "409 payment.exists")
    refunds = f"{at}/{paid.json['id']}/refunds"
    much = {"reference": "credit note 1", "amount_minor": 12_950_01}
    story.step("more goes back than came", cast.amina.post(refunds, much), "409 refund.too_much")
    half = {"reference": "credit note 1", "amount_minor": 6_475_00}
    story.step("half of it goes back: {amount_minor}", cast.amina.post(refunds, half), "201")
    story.step("Kofi reads {left_minor} left of it", _first(cast), "200")
    story.step("Kwame would like to know, too", cast.kwame.get(at), "404 tenant.not_found")


def reconciled(story: Story, cast: Cast) -> None:
    """
    The night's run gives each payment its worth in US dollars, once.
    """
    story.step(
        "Amina records one of January, whose rates nobody has",
        cast.amina.post(f"{cast.kofi}/payments", EARLIER),
        "201",
    )
    job, event = "FxReconciliationReconcile", {"time": moment_text(now())}
    story.job("the night's run: {reconciled} reconciled, {waiting} waits", job, event)
    worth = cast.kofi_owner.get(f"{cast.kofi}/payments").json["items"]
    worths = sorted(payment["usd_minor"] or 0 for payment in worth)
    story.seen("12,950.00 KES at 129.5 are 100.00 USD; January waits", worths, [0, 100_00])
    report = cast.operator.get(f"/v1/reconciliations/{PAID_ON}")
    told = "Olive reads the day: {totals[0][count]} payment, {totals[0][usd_minor]} cents of USD"
    story.step(told, report, "200")
    fetched = {"time": "2026-01-05T22:00:00Z"}
    story.job("January's rates are taken over", "FxReconciliationFetch", fetched)
    story.job("the run again: {reconciled} reconciled, {waiting} waits", job, event)
    story.job("and once more: {reconciled} reconciled", job, event)


def _first(cast: Cast) -> Answer:
    payments = cast.kofi_owner.get(f"{cast.kofi}/payments").json["items"]
    return cast.kofi_owner.get(f"{cast.kofi}/payments/{payments[0]['id']}")
