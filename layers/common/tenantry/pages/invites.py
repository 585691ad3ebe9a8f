"""
The pages of an invite: the offer, and all ways in which it ends.
"""

from tenantry.mail.language import date, duration, moment
from tenantry.mail.markup import Html, bdi, escape, fill, joined, plain_sentence, sentence
from tenantry.mail.names import masked, one_line
from tenantry.pages import elements
from tenantry.pages.layout import page, page_texts
from tenantry.pages.model import Page
from tenantry.pages.views import Frame, InviteDone, InviteOffer, InviteProblem

_STATUS = {
    InviteProblem.EXPIRED: 410,
    InviteProblem.REVOKED: 410,
    InviteProblem.USED: 410,
    InviteProblem.UNKNOWN: 404,
}


def invite(frame: Frame, offer: InviteOffer) -> Page:
    """
    The offer with the form that accepts it; the same with what is wrong, when the form came back.
    """
    texts = page_texts(frame.locale)
    words, error = texts["invite"], elements.field_error(texts["field_errors"], offer.error)
    values = _offer_values(frame, offer)
    parts = [
        elements.heading(sentence(words["heading"], values)),
        elements.paragraph(sentence(words["intro"], values)),
        _offer_facts(frame, offer),
        _accept_form(frame, offer, error),
    ]
    title = words["title"]
    if error:
        parts.insert(0, elements.alert("name", error, texts["field_errors"]["summary"]))
        title = plain_sentence(texts["frame"]["title_with_error"], {"title": title})
    return page(frame, 422 if error else 200, title, joined(parts))


def invite_done(frame: Frame, done: InviteDone) -> Page:
    """
    The invite is accepted; the same answer to everybody who sends the form again.
    """
    words = page_texts(frame.locale)["invite_done"]
    values = {"tenant_name": bdi(one_line(done.tenant_name)), "email": bdi(masked(done.email))}
    return page(frame, 200, words["title"], elements.message(words, values, is_good=True))


def invite_unusable(frame: Frame, problem: InviteProblem) -> Page:
    """
    Why this invite cannot be accepted, and what to do. It names nobody, so that it fits any look.
    """
    words = page_texts(frame.locale)[f"invite_{problem}"]
    return page(frame, _STATUS[problem], words["title"], elements.message(words, {}))


def reseller_inactive(frame: Frame) -> Page:
    """
    The invite would be good, and its reseller is inactive.
    """
    words = page_texts(frame.locale)["reseller_inactive"]
    return page(frame, 409, words["title"], elements.message(words, {}))


def _offer_values(frame: Frame, offer: InviteOffer) -> dict[str, str]:
    return {
        "reseller_name": bdi(one_line(offer.reseller_name)),
        "tenant_name": bdi(one_line(offer.tenant_name)),
        "pilot_days": duration(frame.locale, "day", offer.pilot_days),
        "access_ends_at": date(frame.locale, offer.access_ends_at),
    }


def _offer_facts(frame: Frame, offer: InviteOffer) -> Html:
    words = page_texts(frame.locale)["invite"]
    return elements.facts(
        [
            (words["workspace"], bdi(one_line(offer.tenant_name))),
            (words["plan"], bdi(one_line(offer.plan_name))),
            (words["pilot"], escape(duration(frame.locale, "day", offer.pilot_days))),
            (words["sent_to"], bdi(masked(offer.email))),
            (words["expires"], escape(moment(frame.locale, offer.expires_at))),
        ]
    )


def _accept_form(frame: Frame, offer: InviteOffer, error: str | None) -> Html:
    words = page_texts(frame.locale)["invite"]
    values = _offer_values(frame, offer)
    consent = fill(
        '<div class="consent" id="consent">\n<h2>{heading}</h2>\n'
        "<p>{consent}</p>\n<p>{revocable}</p>\n</div>",
        heading=words["consent_heading"],
        consent=sentence(words["consent"], values),
        revocable=sentence(words["consent_revocable"], values),
    )
    name = elements.text_field(
        "name", words["name"], offer.name, error=error, hint=words["name_hint"]
    )
    after = elements.paragraph(escape(words["next"]), "quiet after-button")
    content = joined(
        [name, consent, elements.button(words["button"], described_by="consent"), after]
    )
    return elements.form(offer.target, content)
