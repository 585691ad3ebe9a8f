"""
What a brand adds to a mail or a page beside its colours.
"""

from collections.abc import Mapping

from tenantry.mail.markup import web_address
from tenantry.mail.model import Look
from tenantry.mail.names import one_line


def public_links(look: Look, frame: Mapping[str, str]) -> list[tuple[str, str]]:
    """
    Label and address of each public page that the brand has.

    Args:
        frame: The words around every mail, which hold the labels.
    """
    pages = (
        (frame["support_page"], look.support_url),
        (frame["billing"], look.billing_url),
        (frame["website"], look.website_url),
        (frame["terms"], look.terms_url),
        (frame["privacy"], look.privacy_url),
    )
    return [(label, address) for label, url in pages if (address := web_address(url))]


def signature_lines(look: Look) -> list[str]:
    """
    The lines that close a mail: the brand's signature, or just its name.
    """
    if not look.signature:
        return [one_line(look.name)]
    return [one_line(line) for line in look.signature.splitlines()]
