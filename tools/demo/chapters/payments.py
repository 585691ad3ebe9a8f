"""
Kwame's customers pay through the providers of their markets, and the platform keeps the books.
"""

import json

from infra.local.deploy import Json
from infra.local.mails import Mail
from tools.demo.caller import Answer
from tools.demo.cast import ADAEZE, GROWTH, JONAS, WANJIKU, Cast, Payer, id_in
from tools.demo.chapters.invite import offered
from tools.demo.story import Story, now

PHONE = "254712345678"
PRICES = {"KES": 7_990_00, "NGN": 95_000_00, "EUR": 59_00}
ORDER = {"kind": "sales_order", "reference": "SO-1"}
REPEATS = 3


def markets(story: Story, cast: Cast) -> None:
    """
    Kwame, who earns commission, sells in Kenya, Nigeria and Germany.
    """
    for currency, minor in PRICES.items():
        place = f"{cast.baobab}/list-prices/{GROWTH['code']}/{currency}/month"
        body = json.dumps({"amount_minor": minor}).encode()
        answer = cast.kwame.call("PUT", place, body)
        story.step("{amount_minor} {currency} a month, in minor units", answer, "200")
        floor = answer.json["floor"]
        shown = f"{floor['wholesale_minor']} {floor['wholesale_currency']}"
        story.seen(
            f"its floor is {floor['amount_minor']}: the plan's {shown}",
            minor >= floor["amount_minor"],
        )
    duka, mail = _brought_in(story, cast, "Mambo Duka", WANJIKU)
    cast.wanjiku = Payer(story.sign_in(mail), duka)
    foods, _ = _brought_in(story, cast, "Lekki Foods", ADAEZE)
    cast.adaeze = Payer(cast.kwame, foods)
    cast.jonas = Payer(cast.kwame, _invited(story, cast, "Backhaus Jonas", JONAS))


def by_phone(story: Story, cast: Cast) -> None:
    """
    A Kenyan pays by M-Pesa: a prompt on her phone, and M-Pesa is asked before it counts.
    """
    payer, phone = cast.wanjiku, story.stack.mpesa
    story.inside.move_pilot_end(id_in(payer.path), now())
    late = payer.caller.post(f"{payer.path}/records", ORDER)
    story.step("Wanjiku's pilot has ended; her order", late, "409 pilot.expired")
    naira = {"phone": PHONE}
    story.step("M-Pesa in naira", ask(payer, "mpesa", "NGN", **naira), "409 provider.not_offered")
    silent = ask(payer, "mpesa", "KES")
    story.step("a prompt on no phone", silent, "422 request.invalid")
    asked = ask(payer, "mpesa", "KES", phone=PHONE)
    story.step("she is asked for {amount_minor} {currency}: {status}", asked, "201")
    [prompt] = phone.prompts()
    told = f"her phone shows KES {prompt['Amount']}, {prompt['AccountReference']}"
    story.seen(told, prompt["AccountReference"], asked.json["reference"])
    subject = asked.json["id"].encode().hex()
    guessed = story.anybody.post(f"/v1/notices/{subject}/{'0' * 40}", {"Body": {}})
    story.step("somebody tells us that she has paid", guessed, "400 webhook.not_authentic")
    paid = phone.pay(PHONE)
    story.seen(f"she enters her PIN: receipt {paid['receipt']}")
    payment = arrived(story, payer)
    story.seen(
        f"in the books: {payment['amount_minor']} {payment['currency']} of {payment['reference']}",
        (payment["provider"], payment["amount_minor"], payment["reference"]),
        ("mpesa", PRICES["KES"], paid["receipt"]),
    )
    again = payer.caller.post(f"{payer.path}/records", ORDER)
    story.step("her order again: {reference}", again, "201")


def on_a_page(story: Story, cast: Cast) -> None:
    """
    A Nigerian pays by Paystack; one webhook more or less is the same, and a part goes back.
    """
    payer, paystack = cast.adaeze, story.stack.paystack
    asked = ask(payer, "paystack", "NGN", email=ADAEZE["owner_email"])
    story.step("Kwame asks Adaeze for {amount_minor} {currency}", asked, "201")
    foreign = cast.wanjiku.caller.get(f"{payer.path}/charges")
    story.step("Wanjiku looks at her charges", foreign, "404 not_found")
    paystack.fail(asked.json["url"])
    story.seen("her bank refuses the first card")
    paystack.pay(asked.json["url"])
    payment = arrived(story, payer)
    story.seen(f"the second pays: {payment['amount_minor']}", payment["amount_minor"], 95_000_00)
    notice = paystack.deliveries()[-1]["id"]
    answers = [paystack.deliver_again(notice) for _ in range(REPEATS)]
    story.seen(f"Paystack sends it {REPEATS} times more, each answered 200", {*answers}, {200})
    story.until("the webhook queue is empty", lambda: story.is_empty("WebhookQueue"))
    story.seen("still one payment", len(payments_of(payer)), 1)
    refunds = f"{payer.path}/payments/{payment['id']}/refunds"
    much = cast.operator.post(refunds, {"amount_minor": 95_000_01})
    story.step("Olive pays back more than came", much, "409 refund.too_much")
    part = cast.operator.post(refunds, {"amount_minor": 20_000_00})
    story.step("she pays {amount_minor} back, through Paystack", part, "201")
    left = story.until("the refund", lambda: payments_of(payer, left_minor=75_000_00))
    story.seen(f"left of her payment: {left[0]['left_minor']}")


def in_euro(story: Story, cast: Cast) -> None:
    """
    A German pays by Paddle, which adds the tax and keeps it.
    """
    payer, paddle = cast.jonas, story.stack.paddle
    paddle.settle(tax_percent="19")
    asked = ask(payer, "paddle", "EUR")
    story.step("Kwame asks Jonas for {amount_minor} {currency}, without tax", asked, "201")
    paddle.decline(asked.json["url"])
    story.seen("his first card is declined")
    forged = story.anybody.post("/v1/webhooks/paddle", {"event_type": "transaction.completed"})
    story.step("somebody tells us that he has paid", forged, "400 webhook.not_authentic")
    paddle.pay(asked.json["url"])
    payment = arrived(story, payer)
    told = f"in the books: {payment['amount_minor']} net and {payment['tax_minor']} of tax"
    story.seen(told, (payment["amount_minor"], payment["tax_minor"]), (59_00, 11_21))
    again = ask(payer, "paddle", "EUR")
    story.step("it is sold to him once more", again, "409 subscription.not_a_pilot")


def ask(payer: Payer, provider: str, currency: str, **how: str) -> Answer:
    """
    Ask a customer to pay for the plan.
    """
    upgrade = {"plan_code": GROWTH["code"], "currency": currency}
    body = {"provider": provider, "upgrade": upgrade, **how}
    return payer.caller.post(f"{payer.path}/charges", body)


def ask_again(payer: Payer, provider: str, **how: str) -> Answer:
    """
    Ask a customer to pay the next month.
    """
    return payer.caller.post(f"{payer.path}/charges", {"provider": provider, **how})


def payments_of(payer: Payer, **said: object) -> list[Json]:
    """
    What the books have of a customer's payments: those that say so.
    """
    items = payer.caller.get(f"{payer.path}/payments").json["items"]
    return [item for item in items if said.items() <= item.items()]


def arrived(story: Story, payer: Payer, number: int = 1) -> Json:
    """
    Wait until so many payments of a customer's are in the books; the newest.
    """
    story.until(f"payment number {number}", lambda: len(payments_of(payer)) >= number)
    paid = payments_of(payer)
    story.seen(f"payments in the books: {len(paid)}", len(paid), number)
    return max(paid, key=lambda payment: str(payment["recorded_at"]))


def _brought_in(story: Story, cast: Cast, name: str, owner: Json) -> tuple[str, Mail]:
    body = {"name": name, "plan_code": GROWTH["code"], **owner}
    made = cast.kwame.post(f"{cast.baobab}/tenants", body)
    story.step("Kwame brings in {name}: {id}", made, "201")
    return f"/v1/tenants/{made.json['id']}", story.mail(owner["owner_email"])


def _invited(story: Story, cast: Cast, name: str, owner: Json) -> str:
    email = owner["owner_email"]
    body = {"email": email, "tenant_name": name, "plan_code": GROWTH["code"]}
    told = "Kwame invites {email}, and may act for him once he accepts"
    story.step(told, cast.kwame.post(f"{cast.baobab}/invites", body), "201")
    offer = offered(story, story.mail(email))
    accepted = story.anybody.post(f"{offer.at}/accept", offer.accepted_by(owner["owner_name"]))
    story.step("he accepts: {tenant_name} is {tenant_id}", accepted, "200")
    story.mail(email, 2)
    return f"/v1/tenants/{accepted.json['tenant_id']}"
