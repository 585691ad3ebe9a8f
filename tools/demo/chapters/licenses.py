"""
A prepaid partner buys licences, and the unhappy half of payments.
"""

from tools.demo.cast import Cast, id_in
from tools.demo.story import Story, moment_text, now

LOST_ANSWERS = 3
"""A first try, and the two that Stripe's library makes by itself."""


def quoted(story: Story, cast: Cast) -> None:
    """
    Amina asks what licences cost, and is told of a cheaper pack.
    """
    nine = _quote(story, cast, 9, "9 licences cost {offer[total_minor]} cents")
    advised = nine["cheaper"]
    told = f"{advised['quantity']} would cost {advised['total_minor']}: more for less"
    story.seen(told, (advised["quantity"], advised["total_minor"]), (10, 200_00))
    for quantity in (0, 10_001):
        story.step(
            f"{quantity} licences",
            cast.amina.post(f"{cast.savanna}/license-quotes", {"quantity": quantity}),
            "422 request.invalid",
        )
    story.step(
        "Kwame, who earns commission, asks too",
        cast.kwame.post(f"{cast.baobab}/license-quotes", {"quantity": 10}),
        "409 reseller.not_prepaid",
    )


def bought(story: Story, cast: Cast) -> None:
    """
    She buys the pack; the paid webhook adds it once, however often it comes.
    """
    _stock(story, cast, "2 of 2 in use", (2, 2))
    page = _checkout(story, cast, 10)
    story.seen(f"Stripe's page (a stand-in here) is at {page}")
    story.stack.stripe.pay(page)
    _stock(story, cast, "paid: 2 of 12 in use", (2, 12))
    [event] = story.stack.stripe.events("checkout.session.completed")
    statuses = {story.stack.stripe.deliver_again(event["id"]) for _ in range(5)}
    story.until("the webhook queue is empty", lambda: story.is_empty("WebhookQueue"))
    told = "Stripe sends the event five times more, each answered 200"
    story.seen(told, statuses, {200})
    _stock(story, cast, "still 2 of 12 in use", (2, 12))
    forged = story.anybody.post("/v1/webhooks/stripe", event)
    story.step("somebody sends it without a signature", forged, "400 webhook.not_authentic")


def paid_late(story: Story, cast: Cast) -> None:
    """
    A bank transfer is on its way, and arrives; another never does.
    """
    stripe = story.stack.stripe
    first, second = _checkout(story, cast, 5), _checkout(story, cast, 5)
    stripe.pay_later(first)
    stripe.pay_later(second)
    _statuses(story, cast, "both wait, and give nothing", ["processing", "processing"])
    stripe.settle(first)
    stripe.fail(second)
    _statuses(story, cast, "the first was paid, the second failed", ["failed", "paid"])
    _stock(story, cast, "2 of 17 in use", (2, 17))


def given_back(story: Story, cast: Cast) -> None:
    """
    Licences go back: what stays is priced by its own tier, and tenants keep theirs.
    """
    story.stack.stripe.pay(_checkout(story, cast, 100))
    _stock(story, cast, "100 bought for 1,500.00: 2 of 117 in use", (2, 117))
    purchase = f"{cast.savanna}/license-purchases/{_newest(cast, 1)[0]['id']}"
    story.step(
        "Amina returns some herself",
        cast.amina.post(f"{purchase}/returns", {"quantity": 20}),
        "403 access.forbidden",
    )
    story.step(
        "Olive returns 1 of 100: the 99 that stay cost 1,732.50",
        cast.operator.post(f"{purchase}/returns", {"quantity": 1}),
        "409 license_purchase.nothing_to_refund",
    )
    returned = cast.operator.post(f"{purchase}/returns", {"quantity": 20}, key="return-20")
    story.step("she returns 20: {status}, {refunded_minor} cents go back", returned, "201")
    story.seen("that is 1,500.00 less 80 x 17.50", returned.json["refunded_minor"], 100_00)
    again = cast.operator.post(f"{purchase}/returns", {"quantity": 20}, key="return-20")
    story.step("the same request again", again, "201")
    refunds = story.stack.stripe.events("refund.created")
    story.seen("Stripe was asked for one refund", len(refunds), 1)
    _stock(story, cast, "2 of 97 in use", (2, 97))


def disputed(story: Story, cast: Cast) -> None:
    """
    A bank disputes a payment: what nobody uses is frozen, until it is decided.
    """
    stripe = story.stack.stripe
    [event] = stripe.events("checkout.session.completed")[:1]
    payment = event["data"]["object"]["payment_intent"]
    dispute = stripe.dispute(payment)
    _frozen(story, cast, "10 of 97 are frozen", 10)
    stripe.win(dispute["id"])
    _frozen(story, cast, "won: none is frozen", 0)
    stripe.refund(payment, 50_00)
    waiting = story.until("a refund waits", lambda: _waiting(cast))
    refund = waiting[0]["refunds"][0]
    story.seen(f"at Stripe somebody refunds {refund['amount_minor']} cents: no licence moves")
    at = f"{cast.savanna}/license-purchases/{waiting[0]['id']}/refunds/{refund['id']}"
    named = cast.operator.call("PUT", at, b'{"quantity": 2}')
    story.step("Olive says that it is for 2 licences: {licenses_left} are left", named, "200")
    _stock(story, cast, "2 of 95 in use", (2, 95))


def paid_otherwise(story: Story, cast: Cast) -> None:
    """
    Another amount is paid than was asked for: it is held, and an operator decides.
    """
    page = _checkout(story, cast, 10)
    story.stack.stripe.change_amount(page, 150_00)
    story.stack.stripe.pay(page)
    [held] = story.until("a payment waits", lambda: _waiting(cast))
    told = f"150.00 came instead of 200.00: {held['status']}, and nothing is added"
    story.seen(told, (held["status"], held["licenses_left"]), ("held", 0))
    at = f"{cast.savanna}/license-purchases/{held['id']}/accept"
    story.step(
        "Olive gives 7 licences for it: {status}",
        cast.operator.post(at, {"quantity": 7}),
        "200",
    )
    story.seen("nothing waits for an operator any more", _waiting(cast), [])
    _stock(story, cast, "2 of 102 in use", (2, 102))


def answer_lost(story: Story, cast: Cast) -> None:
    """
    Stripe acts and its answer is lost: asked again, it is the same checkout.
    """
    quote = _quote(story, cast, 1, "one licence costs {offer[total_minor]} cents")
    body = {"quote_id": quote["id"]}
    at = f"{cast.savanna}/license-purchases"
    story.stack.stripe.lose_answers(LOST_ANSWERS)
    before = cast.amina.post(at, body, key="lost")
    story.step("Amina buys it, and no answer comes from Stripe", before, "503 provider.unavailable")
    after = cast.amina.post(at, body, key="lost")
    story.step("she sends it again: {status}, at {checkout_url}", after, "201")
    asked = {purchase["id"] for purchase in _newest(cast, 2)}
    story.seen("it is one purchase", len(asked & {after.json["id"]}), 1)
    event = {"time": moment_text(now())}
    story.job("the hourly sweep finds {found} open intents", "LicensesSweep", event)
    export = cast.amina.get(f"{cast.savanna}/license-purchases.csv")
    rows = len(export.text.splitlines()) - 1
    story.step(f"Amina downloads her {rows} purchases as CSV", export, "200")
    recount = cast.operator.post(f"{cast.savanna}/licenses/sync", {})
    story.step("recounted from the tenants: {counted} in use, {difference} off", recount, "200")


def ran_low(story: Story, cast: Cast) -> None:
    """
    She is told when few licences are left, once.
    """
    usage = f"{cast.savanna}/licenses"
    story.step(
        "Amina wants to know at 90: {available} are available",
        cast.amina.call("PATCH", usage, b'{"low_stock_at": 90}'),
        "200",
    )
    taken = {"quantity": -15, "reason": "end of the promotion"}
    story.step(
        "Olive takes 15 back: {available} are available",
        cast.operator.post(f"{usage}/grants", taken),
        "201",
    )
    much = {"quantity": -500, "reason": "too much"}
    refused = cast.operator.post(f"{usage}/grants", much)
    story.step(
        f"and 500 more, where {refused.json['possible']} could be", refused, "409 license.in_use"
    )
    told = story.until("a notification", lambda: _told_of_low_stock(cast))
    story.seen(f"Amina is told: {told[0]['data']['available']} are left", len(told), 1)


def _quote(story: Story, cast: Cast, quantity: int, told: str) -> dict[str, dict[str, int]]:
    answer = cast.amina.post(f"{cast.savanna}/license-quotes", {"quantity": quantity})
    story.step(told, answer, "201")
    quote: dict[str, dict[str, int]] = answer.json
    return quote


def _checkout(story: Story, cast: Cast, quantity: int) -> str:
    quote = _quote(story, cast, quantity, "{offer[quantity]} for {offer[total_minor]} cents")
    answer = cast.amina.post(f"{cast.savanna}/license-purchases", {"quote_id": quote["id"]})
    story.step("she buys them: {status}", answer, "201")
    return str(answer.json["checkout_url"])


def _stock(story: Story, cast: Cast, told: str, expected: tuple[int, int]) -> None:
    """
    Wait until so many licences of so many are in use.
    """

    def as_expected() -> bool:
        pool = story.inside.pool(id_in(cast.savanna))
        return (pool.used, pool.count) == expected

    story.until(told, as_expected)
    story.seen(f"licences: {told}")


def _frozen(story: Story, cast: Cast, told: str, expected: int) -> None:
    at = f"{cast.savanna}/licenses"
    story.until(told, lambda: cast.amina.get(at).json["frozen"] == expected)
    story.seen(f"licences: {told}")


def _statuses(story: Story, cast: Cast, told: str, expected: list[str]) -> None:
    story.until(
        told,
        lambda: [purchase["status"] for purchase in _newest(cast, len(expected))] == expected,
    )
    story.seen(told)


def _newest(cast: Cast, count: int) -> list[dict[str, str]]:
    answer = cast.amina.get(f"{cast.savanna}/license-purchases", limit=str(count))
    items: list[dict[str, str]] = answer.json["items"]
    return items


def _waiting(cast: Cast) -> list[dict[str, list[dict[str, str]]]]:
    items: list[dict[str, list[dict[str, str]]]] = cast.operator.get(
        "/v1/license-purchases/waiting"
    ).json["items"]
    return items


def _told_of_low_stock(cast: Cast) -> list[dict[str, dict[str, int]]]:
    notifications = cast.amina.get(f"{cast.savanna}/notifications").json["items"]
    return [one for one in notifications if one["kind"] == "licenses.low"]
