"""
The pages of signing in with a mailed link.
"""

from tenantry.mail.language import duration
from tenantry.mail.markup import bdi, escape, joined, plain_sentence, sentence
from tenantry.mail.names import masked, one_line
from tenantry.pages import elements
from tenantry.pages.layout import page, page_texts
from tenantry.pages.model import Page
from tenantry.pages.views import Frame, SignInProblem, SignInRequest, Target

_STATUS = {SignInProblem.EXPIRED: 410, SignInProblem.USED: 410, SignInProblem.UNKNOWN: 404}


def sign_in(frame: Frame, target: Target) -> Page:
    """
    What a sign-in link opens: a button that posts the token.

    Opening it changes nothing, so that mail scanners do no harm.
    """
    words = page_texts(frame.locale)["sign_in"]
    parts = [
        elements.heading(sentence(words["heading"], _brand(frame))),
        elements.paragraph(escape(words["text"])),
        elements.form(target, elements.button(words["button"])),
        elements.paragraph(escape(words["note"]), "quiet after-button"),
    ]
    return page(frame, 200, words["title"], joined(parts), has_backdrop=True)


def sign_in_request(frame: Frame, request: SignInRequest) -> Page:
    """
    The form that asks for a sign-in link; the same with what is wrong, when the form came back.
    """
    texts = page_texts(frame.locale)
    words, error = (
        texts["sign_in_request"],
        elements.field_error(texts["field_errors"], request.error),
    )
    email = elements.text_field("email", words["email"], request.email, error=error, kind="email")
    parts = [
        elements.heading(sentence(words["heading"], _brand(frame))),
        elements.paragraph(escape(words["text"])),
        elements.form(request.target, joined([email, elements.button(words["button"])])),
    ]
    title = words["title"]
    if error:
        parts.insert(0, elements.alert("email", error, texts["field_errors"]["summary"]))
        title = plain_sentence(texts["frame"]["title_with_error"], {"title": title})
    return page(frame, 422 if error else 200, title, joined(parts), has_backdrop=True)


def sign_in_sent(frame: Frame, email: str, valid_minutes: int = 15) -> Page:
    """
    A link was asked for; the same answer whether the address is known or not.
    """
    words = page_texts(frame.locale)["sign_in_sent"]
    minutes = duration(frame.locale, "minute", valid_minutes)
    values = {"email": bdi(masked(email)), "valid_minutes": minutes}
    main = elements.message(words, values, is_good=True)
    return page(frame, 200, words["title"], main, has_backdrop=True)


def sign_in_unusable(frame: Frame, problem: SignInProblem, request_url: str) -> Page:
    """
    Why this link does not sign in, and the way to a new one.

    Args:
        request_url: Where the form of `sign_in_request` is.
    """
    texts = page_texts(frame.locale)
    words = texts[f"sign_in_{problem}"]
    again = elements.link_button(texts["sign_in_again"]["button"], request_url)
    main = joined([elements.message(words, {}), again])
    return page(frame, _STATUS[problem], words["title"], main, has_backdrop=True)


def _brand(frame: Frame) -> dict[str, str]:
    return {"brand": bdi(one_line(frame.look.name))}
