"""
A prospect accepts, and is a customer with all that belongs to one.
"""

from functools import partial

from tools.demo.cast import AMINA, KOFI, NADIA, ZAWADI, Cast, id_in
from tools.demo.story import Story, listed

BROWSERS = 3
MADE_BY_ACCEPTING = [
    "Consent",
    "EmailMarker",
    "Event",
    "Holding",
    "Member",
    "Notification",
    "Subscription",
    "Tenant",
    "User",
]
MADE_LATER = {"LimitCounter", "MailDelivery", "SignInLink"}
"""Limits count every try; the rest comes of the event, after the transaction."""


def accepts(story: Story, cast: Cast) -> None:
    """
    The prospect accepts, once however often it is pressed.
    """
    offer = cast.offers[KOFI["email"]]
    body = offer.accepted_by("Kofi Mensah")
    other = cast.offers[ZAWADI["email"]]
    story.step(
        "with the token of another invite",
        story.anybody.post(f"{offer.at}/accept", {**body, "token": other.token}),
        "404 invite.not_found",
    )
    story.step(
        "without saying who accepts",
        story.anybody.post(f"{offer.at}/accept", {**body, "name": " "}),
        "422 request.invalid",
    )
    before = story.inside.items()
    pressed = story.step(
        "Kofi presses the page's button", story.anybody.post_form(offer.form, **body), "200"
    )
    story.seen("nobody is signed in by it", "set-cookie" in pressed.headers, expected=False)
    cast.tally.accepted += 1
    new = [item for keys, item in story.inside.items().items() if keys not in before]
    kinds = sorted({item["kind"] for item in new} - MADE_LATER)
    story.seen(f"what that wrote: {', '.join(kinds)}", kinds, MADE_BY_ACCEPTING)
    first = story.step(
        "a program sends it again: {tenant_name} is {tenant_id}, its pilot ends {pilot_ends_at}",
        story.anybody.post(f"{offer.at}/accept", body),
        "200",
    )
    cast.kofi = f"/v1/tenants/{first.json['tenant_id']}"
    again = story.step("and again", story.anybody.post(f"{offer.at}/accept", body), "200")
    story.seen("it is the same answer, to the letter", again.body, first.body)
    _at_the_same_instant(story, cast)


def _at_the_same_instant(story: Story, cast: Cast) -> None:
    offer = cast.offers[ZAWADI["email"]]
    accept = partial(story.anybody.post, f"{offer.at}/accept", offer.accepted_by("Zawadi"))
    answers = story.at_once([accept] * BROWSERS)
    for answer in answers:
        story.step("Zawadi, in several browsers at the same instant: {tenant_id}", answer, "200")
    tenants = {answer.json["tenant_id"] for answer in answers}
    cast.tally.accepted += 1
    story.seen(f"{BROWSERS} browsers made {len(tenants)} tenant", len(tenants), 1)
    cast.zawadi = f"/v1/tenants/{tenants.pop()}"


def exists(story: Story, cast: Cast) -> None:
    """
    What exists now.
    """
    cast.kofi_owner = story.sign_in(story.mail(KOFI["email"], 2))
    story.step(
        "the tenant {name}, {status}, may record until {records_until}",
        cast.kofi_owner.get(cast.kofi),
        "200",
    )
    story.step("its owner: {role} of {workspace_id}", cast.kofi_owner.get("/v1/me"), "200")
    consent = story.step(
        "his consent: the partner may act here until {ends_at}",
        cast.kofi_owner.get(f"{cast.kofi}/consent"),
        "200",
    )
    story.seen("it names the partner", consent.json["reseller_id"], id_in(cast.savanna))
    told = f"{cast.savanna}/notifications"
    kinds = [one["kind"] for one in listed(cast.amina, told)]
    story.seen(f"Amina's workspace is told: {', '.join(kinds)}", kinds, ["partner.activation"] * 2)
    newest = cast.amina.get(told).json["items"][0]
    story.step(
        "she reads the newest at {read_at}", cast.amina.post(f"{told}/{newest['id']}/read"), "200"
    )
    pool = story.inside.pool(id_in(cast.savanna))
    story.seen(f"licences: {pool.used} of {pool.count} in use", (pool.used, pool.count), (2, 2))
    story.mail(AMINA, 3)
    story.step("Kwame looks for the tenant", cast.kwame.get(cast.kofi), "404 tenant.not_found")


def no_licence_left(story: Story, cast: Cast) -> None:
    """
    The third customer finds no licence left.
    """
    offer = cast.offers[NADIA["email"]]
    story.step(
        "Nadia accepts",
        story.anybody.post(f"{offer.at}/accept", offer.accepted_by("نادية")),
        "409 license.none_available",
    )
    story.step("her invite is still {status}: she can come back", cast.amina.get(offer.at), "200")
    story.step(
        "Amina asks why: {reasons[0][code]}, {reasons[0][detail]}",
        cast.amina.get(f"{cast.savanna}/diagnosis"),
        "200",
    )
    pool = story.inside.pool(id_in(cast.savanna))
    story.seen("licences: still 2 of 2 in use", (pool.used, pool.count), (2, 2))
