"""
A paid subscription is changed, cancelled and resumed.
"""

from tools.demo.cast import Cast
from tools.demo.story import Story, moment_text, now


def changed(story: Story, cast: Cast) -> None:
    """
    Kofi's subscription is changed, cancelled and resumed; the gate follows by itself.
    """
    at, before = f"{cast.kofi}/subscription", moment_text(now())
    more = cast.amina.call("PATCH", at, b'{"interval": "year", "quantity": 3}')
    story.step("Amina makes it {quantity} a {interval}", more, "200")
    past = cast.amina.get(f"{at}/history", at=before)
    story.step("a moment ago it was {quantity} a {interval}", past, "200")
    later = cast.kofi_owner.post(f"{at}/cancel", {"when": "period_end"})
    story.step("Kofi cancels it for the year's end, {ends_at}", later, "200")
    story.step("Amina takes that back: {status}", cast.amina.post(f"{at}/resume"), "200")
    story.step("once more", cast.amina.post(f"{at}/resume"), "409 subscription.not_cancelled")
    story.step(
        "Kofi ends it at once: {status}",
        cast.kofi_owner.post(f"{at}/cancel", {"when": "now"}),
        "200",
    )
    order = {"kind": "sales_order", "reference": "SO-2104"}
    refused = cast.kofi_owner.post(f"{cast.kofi}/records", order)
    story.step("his next order", refused, "409 subscription.ended")
    story.step("Amina resumes it: {status}", cast.amina.post(f"{at}/resume"), "200")
    story.step(
        "the order again: {reference}", cast.kofi_owner.post(f"{cast.kofi}/records", order), "201"
    )
