"""
An invite: minted, mailed, and opened by programs that must not consume it.
"""

from infra.local.mails import Mail
from tools.demo.caller import Json
from tools.demo.cast import KOFI, NADIA, ZAWADI, Cast, Offered
from tools.demo.story import Story


def minted(story: Story, cast: Cast) -> None:
    """
    An invite is minted, once however often it is sent.
    """
    path, offer = f"{cast.savanna}/invites", {**KOFI, "plan_code": "growth"}
    first = story.step(
        "the key invites {email}: {id}, open until {expires_at}",
        cast.amina_key.post(path, offer, key="kofi-1"),
        "201",
    )
    cast.tally.invited += 1
    story.seen(
        "the answer holds no link: that is mailed, and shown to nobody",
        "token" in first.text,
        expected=False,
    )
    again = story.step(
        "the request again, with the same Idempotency-Key: {id}",
        cast.amina_key.post(path, offer, key="kofi-1"),
        "201",
    )
    story.seen("it is the first answer, to the letter", again.body, first.body)
    story.step(
        "the same Idempotency-Key with another customer",
        cast.amina_key.post(path, {**offer, "tenant_name": "Kofi's Bar"}, key="kofi-1"),
        "422 idempotency.key_reused",
    )
    story.step(
        "an invite to a plan that does not exist",
        cast.amina_key.post(path, {**offer, "plan_code": "platinum"}),
        "404 plan.not_found",
    )
    story.step("Kwame invites in Amina's name", cast.kwame.post(path, offer), "404 not_found")


def mailed(story: Story, cast: Cast) -> None:
    """
    The mail arrives, in the customer's language.
    """
    _take(story, cast, KOFI)
    for person in (ZAWADI, NADIA):
        story.step(
            f"Amina invites {{email}}, whose language is {person['locale']}",
            cast.amina.post(f"{cast.savanna}/invites", {**person, "plan_code": "growth"}),
            "201",
        )
        cast.tally.invited += 1
        _take(story, cast, person)
    story.step(
        "an invite in a language that we do not write",
        cast.amina.post(
            f"{cast.savanna}/invites", {**KOFI, "plan_code": "growth", "locale": "tlh"}
        ),
        "422 request.invalid",
    )


def opened_by_scanners(story: Story, cast: Cast) -> None:
    """
    A mail scanner opens the link, and nothing happens.
    """
    offer = cast.offers[KOFI["email"]]
    link = offer.link
    shown = story.step("GET, as a scanner of the mail server does", story.anybody.get(link), "200")
    story.seen(
        "the page wears the partner's name and colour",
        "Savanna" in shown.text and "#b4540a" in shown.text,
    )
    policy = shown.headers.get("referrer-policy"), shown.headers.get("cache-control")
    story.seen(
        f"its link is told to no other site, and kept by none: {policy[0]}, {policy[1]}",
        policy,
        ("no-referrer", "no-store"),
    )
    story.step("HEAD, as a chat's preview does", story.anybody.call("HEAD", link), "200")
    story.step("GET once more, in French", story.anybody.get(link, lang="fr"), "200")
    read = story.step("the invite is still {status}", cast.amina.get(offer.at), "200")
    story.seen("nobody has been made a tenant by it", read.json["tenant_id"], None)
    story.step("a link with one letter changed", story.anybody.get(f"{link[:-1]}~"), "404")


def replaced(story: Story, cast: Cast) -> None:
    """
    A link is replaced by a new one, and another is taken back.
    """
    chipo, joao = "chipo@dairy.example", "joao@padaria.example"
    lost = offered(story, story.stack.mails(chipo)[0])
    story.step(
        "Chipo has lost the mail: Amina sends it again", cast.amina.post(f"{lost.at}/resend"), "200"
    )
    story.mail(chipo, 2)
    story.step(
        "the old link",
        story.anybody.post(f"{lost.at}/accept", lost.accepted_by("Chipo")),
        "404 invite.not_found",
    )
    unwanted = offered(story, story.stack.mails(joao)[0])
    story.step("João's is taken back: {status}", cast.amina.post(f"{unwanted.at}/revoke"), "200")
    story.step(
        "his link",
        story.anybody.post(f"{unwanted.at}/accept", unwanted.accepted_by("João")),
        "409 invite.revoked",
    )
    story.step("sending it again", cast.amina.post(f"{unwanted.at}/resend"), "409 invite.revoked")


def _take(story: Story, cast: Cast, person: Json) -> None:
    mail = story.mail(person["email"])
    story.seen(f"it comes from {mail.sender}", "Savanna" in mail.sender)
    cast.offers[person["email"]] = offered(story, mail)


def offered(story: Story, mail: Mail) -> Offered:
    """
    The invite that a mail's link names.
    """
    _, reseller_id, invite_id, token = story.link(mail)
    return Offered(reseller_id, invite_id, token)
