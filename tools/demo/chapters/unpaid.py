"""
Money that nobody told of, money that names nobody, and money that does not come.
"""

from datetime import timedelta

from tools.demo.cast import JONAS, Cast, id_in
from tools.demo.chapters.payments import (
    ORDER,
    PHONE,
    PRICES,
    arrived,
    ask_again,
    payments_of,
)
from tools.demo.story import Story, moment_text, now

LATER = timedelta(minutes=20)
"""A sweep leaves out what is younger than its last ten minutes."""


def missed(story: Story, cast: Cast) -> None:
    """
    A webhook that never came is found by the night's sweep.
    """
    payer, paystack = cast.adaeze, story.stack.paystack
    asked = ask_again(payer, "paystack", email="accounts@lekkifoods.example")
    story.step("Kwame asks Adaeze for her next month: {amount_minor}", asked, "201")
    paystack.lose_notices(1)
    paystack.pay(asked.json["url"])
    at = f"{payer.path}/charges/{asked.json['id']}"
    story.step("she pays, and its webhook is lost: {status}", payer.caller.get(at), "200")
    cast.swept_at = now() + LATER
    night, day = {"time": moment_text(cast.swept_at)}, f"{cast.swept_at:%Y-%m-%d}"
    told = "the sweep compares {listed} payments and refunds: {missed} missed, {repaired} repaired"
    swept = story.job(told, "PaymentSweep", night)
    story.seen("just that one", (swept["missed"], swept["repaired"]), (1, 1))
    arrived(story, payer, 2)
    story.step("and it is {status}", payer.caller.get(at), "200")
    differences = f"/v1/payment-sweeps/{day}/differences"
    listed = "Olive reads: {items[0][provider]}, {items[0][event_type]}, {items[0][difference]}"
    story.step(listed, cast.operator.get(differences), "200")
    story.step("Kwame reads it", cast.kwame.get(differences), "403 access.forbidden")
    again = story.job("the sweep again: {missed} missed", "PaymentSweep", night)
    story.seen("nothing is applied twice", again["missed"], 0)
    story.job("the hourly job asks what became of {charges} open charges", "ChargesSweep", night)


def mistyped(story: Story, cast: Cast) -> None:
    """
    Money under a mistyped reference waits until an operator says whose it is.
    """
    payer, phone = cast.wanjiku, story.stack.mpesa
    asked = ask_again(payer, "mpesa", phone=PHONE)
    story.step("Wanjiku is asked for her next month, {reference}", asked, "201")
    phone.cancel(PHONE)
    typed = f"{asked.json['reference'][:-1]}U"
    phone.pay_unasked(typed, str(PRICES["KES"] // 100), PHONE)
    story.seen(f"she cancels the prompt, pays to the paybill later, and types {typed}")
    waiting = story.until(
        "the payment", lambda: cast.operator.get("/v1/suspended-payments").json["items"]
    )[0]
    story.seen(f"it waits for an operator: {waiting['why']}", waiting["typed"], typed)
    match = f"/v1/suspended-payments/{waiting['id']}/match"
    said = {"charge_id": asked.json["id"], "comment": "U for the last one; she sent the receipt"}
    story.step("Kwame says whose it is", cast.kwame.post(match, said), "403 access.forbidden")
    matched = cast.operator.post(match, said)
    story.step("Olive does: {amount_minor} {currency} for Wanjiku", matched, "201")
    twice = cast.operator.post(match, said)
    story.step("and once more", twice, "409 suspended_payment.already_decided")
    arrived(story, payer, 2)


def suspended(story: Story, cast: Cast) -> None:
    """
    Who does not pay is reminded, then suspended; the payment opens the gate.
    """
    payer, email = cast.jonas, JONAS["owner_email"]
    gate, tenant_id = f"{payer.path}/records", id_in(payer.path)
    schedule = cast.kwame.get(f"{cast.baobab}/dunning")
    told = "reminders on the days {reminder_days}, suspended on day {suspend_after}"
    story.step(told, schedule, "200")
    story.seen("the story moves the month that Jonas has paid for back, in the table itself")
    for number, days in enumerate(schedule.json["reminder_days"]):
        _run(story, tenant_id, f"on day {days} the nightly job finds {{queued}} subscription", days)
        story.mail(email, number + 3)
    story.step("his order", payer.caller.post(gate, ORDER), "201")
    _run(story, tenant_id, "a day later it finds {queued}", schedule.json["suspend_after"])
    story.mail(email, 6)
    order = {**ORDER, "reference": "SO-2"}
    story.step("his next order", payer.caller.post(gate, order), "409 subscription.payment_overdue")
    reading = payer.caller.get(f"{payer.path}/subscription")
    story.step("reading goes on: {status}", reading, "200")
    asked = ask_again(payer, "paddle")
    story.step("he is asked for what he owes: {amount_minor}", asked, "201")
    story.stack.paddle.pay(asked.json["url"])
    arrived(story, payer, 2)
    story.mail(email, 7)
    story.step("the order again: {reference}", payer.caller.post(gate, order), "201")
    left = story.job(
        "the night after: {queued} is due", "DunningFind", {"time": moment_text(now())}
    )
    story.seen("he owes nothing", (left["queued"], len(payments_of(payer))), (0, 2))


def _run(story: Story, tenant_id: str, told: str, days: int) -> None:
    story.inside.move_paid_period(tenant_id, now() - timedelta(days=days))
    story.job(told, "DunningFind", {"time": moment_text(now())})
