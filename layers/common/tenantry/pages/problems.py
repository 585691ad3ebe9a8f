"""
The pages for what went wrong, whichever page was asked for.
"""

from tenantry.mail.language import wait
from tenantry.mail.markup import bdi, joined, sentence
from tenantry.mail.names import one_line
from tenantry.pages import elements
from tenantry.pages.layout import page, page_texts
from tenantry.pages.model import Page
from tenantry.pages.views import Frame

_CLIENT, _SERVER = "error_400", "error_500"
_SERVER_ERRORS_FROM = 500


def too_many_requests(frame: Frame, retry_after: int) -> Page:
    """
    Too many attempts: when to come back, in words and in the header `Retry-After`.

    Args:
        retry_after: In seconds.
    """
    words = page_texts(frame.locale)["too_many_requests"]
    main = elements.message(words, {"wait": wait(frame.locale, retry_after)})
    return page(frame, 429, words["title"], main, headers={"Retry-After": str(retry_after)})


def error(frame: Frame, status: int, reference: str | None = None) -> Page:
    """
    Any other error, in words of its status, or of its kind (400 or 500) where that status has none.

    Args:
        reference: Names this request in our logs; shown, so that the person can quote it.
    """
    texts = page_texts(frame.locale)
    kind = f"error_{status}"
    words = texts.get(kind) or texts[_SERVER if status >= _SERVER_ERRORS_FROM else _CLIENT]
    parts = [elements.message(words, {})]
    if reference:
        shown = sentence(texts["frame"]["reference"], {"reference": bdi(one_line(reference))})
        parts.append(elements.paragraph(shown, "quiet"))
    return page(frame, status, words["title"], joined(parts))
