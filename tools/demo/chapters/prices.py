"""
What a partner's customers pay: list prices over the wholesale prices, which move.
"""

import json
from datetime import timedelta

from infra.local.deploy import Json
from tools.demo.caller import Answer, Caller
from tools.demo.cast import GROWTH, Cast
from tools.demo.story import Story, moment_text, now

DEARER = [
    {"amount_minor": 4900, "currency": "USD"},
    {"amount_minor": 655_000, "currency": "KES"},
    {"amount_minor": 180_000, "currency": "UGX"},
]


def set_above_the_floor(story: Story, cast: Cast) -> None:
    """
    Amina says what her customers pay; below the wholesale price she cannot.
    """
    price = _put(cast.amina, cast.savanna, "KES", 650_000)
    story.step("6500.00 KES a month, where 6350.00 are the floor", price, "200")
    story.step(
        "6349.99 KES", _put(cast.amina, cast.savanna, "KES", 634_999), "409 price.below_floor"
    )
    euros = story.step(
        "99.00 EUR, where the plan has no price in euro",
        _put(cast.amina, cast.savanna, "EUR", 99_00),
        "200",
    )
    floor = euros.json["floor"]
    rates = ", ".join(f"{rate['currency']} {rate['rate']}" for rate in floor["rates"])
    story.seen(f"49.00 USD are {floor['amount_minor']} cents of EUR at {rates}, of {floor['day']}")
    below = _put(cast.amina, cast.savanna, "EUR", floor["amount_minor"] - 1)
    story.step("a cent less than that", below, "409 price.below_floor")
    story.step(
        "Kwame sets a price of hers", _put(cast.kwame, cast.savanna, "KES", 1), "404 not_found"
    )


def only_warned(story: Story, cast: Cast) -> None:
    """
    Where the law forbids binding a price, an operator lets a partner sell below the floor.
    """
    below = _put(cast.kwame, cast.baobab, "USD", 100)
    story.step("Kwame asks for 1.00 USD", below, "409 price.below_floor")
    policy = json.dumps({"floor_policy": "warn"}).encode()
    alone = cast.kwame.call("PATCH", cast.baobab, policy)
    story.step("he lifts the floor himself", alone, "403 access.forbidden")
    lifted = cast.operator.call("PATCH", cast.baobab, policy)
    story.step("Olive does: his policy is to {floor_policy}", lifted, "200")
    price = _put(cast.kwame, cast.baobab, "USD", 100)
    story.step("now he has his price; below the floor: {is_below_floor}", price, "200")


def fell(story: Story, cast: Cast) -> None:
    """
    The wholesale price rises over a price: its partner is told the next morning.
    """
    starts_at = now() + timedelta(seconds=2)
    prices = {"starts_at": moment_text(starts_at), "prices": DEARER}
    plan = f"/v1/plans/{GROWTH['code']}/prices"
    risen = cast.operator.post(plan, prices)
    story.step("from {starts_at} on the plan costs 6550.00 KES", risen, "201")
    morning = {"time": moment_text(starts_at + timedelta(seconds=1))}
    story.job("the morning's job finds {fell} fallen price", "PricesRecheck", morning)
    again = story.job("once more: {fell}", "PricesRecheck", morning)
    story.seen("nobody is told twice", (again["fell"], len(_told(cast))), (0, 1))
    fact = _told(cast)[0]["data"]
    story.seen(
        f"Amina is told: {fact['amount_minor']} is below {fact['floor_minor']} {fact['currency']}",
        (fact["amount_minor"], fact["floor_minor"]),
        (650_000, 655_000),
    )
    story.until("the dearer prices are in force", lambda: now() > starts_at)
    same = _put(cast.amina, cast.savanna, "KES", 650_000)
    story.step("she would leave it there", same, "409 price.below_floor")
    raised = _put(cast.amina, cast.savanna, "KES", 679_900)
    story.step("she sets it at 6799.00; below the floor: {is_below_floor}", raised, "200")
    lists = cast.amina.get(plan).json["items"]
    story.seen(f"{len(lists)} price lists of the plan are kept", len(lists), 2)


def _put(caller: Caller, reseller: str, currency: str, minor: int) -> Answer:
    place = f"{reseller}/list-prices/{GROWTH['code']}/{currency}/month"
    return caller.call("PUT", place, json.dumps({"amount_minor": minor}).encode())


def _told(cast: Cast) -> list[Json]:
    notifications = cast.amina.get(f"{cast.savanna}/notifications").json["items"]
    return [one for one in notifications if one["kind"] == "price.below_floor"]
