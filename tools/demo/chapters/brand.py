"""
What the partner's customers see: its look, its hosts, mail from its own address, and its papers.
"""

import re
from io import BytesIO

from PIL import Image, ImageDraw

from infra.local.deploy import Json
from tools.demo.cast import AMINA, Cast, id_in
from tools.demo.chapters.domain import DOMAIN, words_of
from tools.demo.story import Story, listed

PORTAL, FRESH_FOODS = f"portal.{DOMAIN}", f"freshfoods.{DOMAIN}"
NOBODYS = "nobody.example"
LINKS = {
    "website_url": "https://savanna.example",
    "support_url": "https://savanna.example/help",
    "billing_url": "https://savanna.example/billing",
    "terms_url": "https://savanna.example/terms",
    "privacy_url": "https://savanna.example/privacy",
}
PALE, ORANGE = "#ffe9b0", "#b4540a"
LOGO_SIZE, WINDOW = (400, 100), (200, 50)
BARAKA = {"email": "baraka@duka.example", "tenant_name": "Duka la Baraka"}
STRIPE_KEY = f"rk_test_{'51SavannasOwn' * 3}wxyz"
AGREEMENT = {
    "version": "2026-11",
    "title": "Data-processing agreement",
    "text": "The platform processes personal data for the reseller, on its instructions alone.\n",
}
SIGNING = {
    "version": AGREEMENT["version"],
    "role": "processor",
    "name": "Amina Otieno",
    "title": "Director",
    "has_authority": True,
}


def dressed(story: Story, cast: Cast) -> None:
    """
    She dresses it in her look, and is told what cannot be read.
    """
    at = f"{cast.savanna}/branding"
    story.step("Amina sets five links", cast.amina.patch(at, LINKS), "200")
    pale = cast.amina.post(f"{at}/preview", {"primary_color": PALE})
    story.step("she looks at a draft in a pale yellow", pale, "200")
    fails = {
        one["name"]: one["ratio"] for one in pale.json["branding"]["contrast"] if not one["passes"]
    }
    story.seen(pale.json["branding"]["warnings"][-1], sorted(fails), ["button", "link"])
    kept = cast.amina.get(at)
    story.step("she keeps {own[primary_color]}, which can be read", kept, "200")
    story.seen("nothing of it is warned about", kept.json["warnings"], [])
    drawing = {"use": "logo", "content_type": "image/svg+xml"}
    refused = cast.amina.post(f"{at}/uploads", drawing)
    story.step(f"a logo as SVG: {words_of(refused)}", refused, "422 request.invalid")
    logo = _logo()
    asked = {"use": "logo", "content_type": "image/png", "size": len(logo)}
    upload = cast.amina.post(f"{at}/uploads", asked)
    story.step("a form for one PNG of that size, until {form[expires_at]}", upload, "201")
    form = upload.json["form"]
    sent = story.anybody.send_file(form["url"], form["fields"], logo)
    told = f"her browser sends {len(logo)} bytes, {_by(LOGO_SIZE)} pixels, to the bucket itself"
    story.step(told, sent, "204")
    shown = cast.amina.post(f"{at}/uploads/{upload.json['id']}/accept")
    story.step("it is accepted", shown, "200")
    files = shown.json["pictures"]["logo"]
    sizes = {name: _size(story, path) for name, path in sorted(files.items())}
    told = ", ".join(f"{name} {_by(size)}" for name, size in sizes.items())
    story.seen(f"made of it: {told}", sizes, {"logo.png": WINDOW, "logo-2x.png": LOGO_SIZE})


def hosted(story: Story, cast: Cast) -> None:
    """
    Her hosts wear her look, Kofi's wears his own over it, and strangers' names get nothing.
    """
    at = f"{cast.savanna}/hosts"
    portal = cast.amina.put(f"{at}/{PORTAL}", {"tenant_id": None})
    story.step("{host} is hers: links in her mails lead there", portal, "200")
    reached = (portal.json["is_reachable"], portal.json["is_portal"])
    story.seen(
        "people reach it: DNS leads here, and its certificate is there", reached, (True, True)
    )
    to_kofi = {"tenant_id": id_in(cast.kofi)}
    given = cast.amina.put(f"{at}/{FRESH_FOODS}", to_kofi)
    story.step("{host} is Kofi's: {state}", given, "200")
    for name in (f"a.b.{DOMAIN}", "portal.baobab.example"):
        refused = cast.amina.put(f"{at}/{name}", to_kofi)
        story.step(f"{name}", refused, "404 host.not_under_domain")
    own = {"display_name": "Fresh Foods", "primary_color": "#0b5d4e"}
    seen = cast.kofi_owner.patch(f"{cast.kofi}/branding", own)
    story.step("Kofi chooses {own[display_name]} in {own[primary_color]}", seen, "200")
    logo = seen.json["effective"]["logo_url"]
    for host, title, color in (
        (PORTAL, "Savanna", ORANGE),
        (FRESH_FOODS, "Fresh Foods", "#0b5d4e"),
    ):
        page = story.anybody.get_at(host, "/sign-in")
        story.step(f"http://{host}/sign-in", page, "200")
        heading = re.search("<title>(.*?)</title>", page.text)
        told = heading[1] if heading else ""
        wears = title in told and color in page.text and logo.rpartition("/")[0] in page.text
        story.seen(f"“{told}” in {color}, with the logo", wears)
        story.seen("nothing there names us", "Tenantry" in page.text, expected=False)
    nobodys = story.anybody.get_at(NOBODYS, "/sign-in")
    story.step(f"http://{NOBODYS}/sign-in, which leads here too", nobodys, "421")
    story.seen("the page wears nobody's look", "Savanna" in nobodys.text, expected=False)


def mailed(story: Story, cast: Cast) -> None:
    """
    An invite leaves from her own address; what comes back is not mailed again.
    """
    before = len(story.stack.mails(AMINA))
    invite = cast.amina.post(f"{cast.savanna}/invites", {**BARAKA, "plan_code": "growth"})
    story.step("Amina invites {email}", invite, "201")
    cast.tally.invited += 1
    at = f"{cast.savanna}/invites/{invite.json['id']}"
    mail = story.mail(BARAKA["email"])
    story.seen(f"it comes from {mail.sender}", mail.sender, f"Savanna <no-reply@{DOMAIN}>")
    story.seen(f"its link leads to {PORTAL}", f"http://{PORTAL}:" in mail.text)
    story.stack.ses.bounce(BARAKA["email"])
    story.until("the bounce", lambda: _delivery(cast, at) == "bounced")
    story.seen("it comes back: there is no such mailbox")
    story.mail(AMINA, before + 1)
    [held] = listed(cast.amina, f"{cast.savanna}/suppressions")
    story.seen(f"{held['address']} is not mailed any more", held["cause"], "bounce")
    story.step("she sends the invite again", cast.amina.post(f"{at}/resend"), "200")
    story.until("the second one", lambda: _delivery(cast, at) == "suppressed")
    story.seen("nothing was sent", len(story.stack.mails(BARAKA["email"])), 1)
    lift = f"{cast.savanna}/suppressions/{held['id']}"
    story.step("Baraka has a mailbox now, and she lifts it", cast.amina.call("DELETE", lift), "204")
    story.step("she sends the invite once more", cast.amina.post(f"{at}/resend"), "200")
    story.mail(BARAKA["email"], 2)


def signed(story: Story, cast: Cast) -> None:
    """
    She accepts the data-processing agreement, sets her key, and nothing is missing.
    """
    text = cast.operator.post("/v1/data-processing-agreement", AGREEMENT)
    story.step("Olive publishes the {title}, version {version}", text, "201")
    at = f"{cast.savanna}/data-processing-agreement"
    read = cast.amina.get("/v1/data-processing-agreement")
    story.step("Amina reads it", read, "200")
    other = {**SIGNING, "sha256": "0" * 64}
    story.step(
        "she accepts another text",
        cast.amina.post(at, other),
        "409 data_processing.not_the_current_text",
    )
    this = {**SIGNING, "sha256": read.json["sha256"]}
    by_us = cast.operator.post(at, this)
    story.step("Olive accepts it for her", by_us, "403 access.forbidden")
    accepted = cast.amina.post(at, this)
    story.step("she accepts it for {legal_name}, as {role}", accepted, "201")
    again = cast.amina.post(at, this)
    story.step("and again", again, "409 data_processing.already_accepted")
    story.stack.stripe.accept_key(STRIPE_KEY)
    key = cast.amina.put(f"{cast.savanna}/payment-key", {"provider": "stripe", "key": STRIPE_KEY})
    story.step("she sets her own Stripe key: {kind}, …{last_four}", key, "200")
    checklist = cast.amina.get(f"{cast.savanna}/readiness")
    story.step("she reads her checklist again", checklist, "200")
    missing = [one["point"] for one in checklist.json["points"] if not one["is_ready"]]
    story.seen(f"all {len(checklist.json['points'])} points are ready", missing, [])


def _delivery(cast: Cast, at: str) -> str | None:
    delivery: Json = cast.amina.get(at).json["delivery"]
    return None if delivery is None else str(delivery["state"])


def _logo() -> bytes:
    """
    Her logo: a bar with a circle, on nothing.
    """
    image = Image.new("RGBA", LOGO_SIZE)
    drawing = ImageDraw.Draw(image)
    drawing.rounded_rectangle((0, 30, 399, 69), radius=20, fill=ORANGE)
    drawing.ellipse((10, 0, 109, 99), fill=ORANGE)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _size(story: Story, path: str) -> tuple[int, int]:
    served = story.anybody.get(path)
    return Image.open(BytesIO(served.body)).size


def _by(size: tuple[int, int]) -> str:
    return " by ".join(str(side) for side in size)
