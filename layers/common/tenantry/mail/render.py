"""
One mail, from its kind and values to a subject, HTML and plain text.
"""

from tenantry.mail.layout import as_html
from tenantry.mail.letter import letter
from tenantry.mail.model import Locale, Look, Mail, MailKind
from tenantry.mail.plain import as_text, subject
from tenantry.mail.values import VALUES_OF, MailValues


def render(kind: MailKind, locale: Locale, values: MailValues, look: Look) -> Mail:
    """
    Write the mail of this *kind* in the language and the look of whom it is for.

    Args:
        values: Of the class that `VALUES_OF` names for *kind*.
    """
    assert type(values) is VALUES_OF[kind], f"{kind} is not written from {type(values).__name__}"
    written = letter(kind, locale, values, look)
    return Mail(subject=subject(written), html=as_html(written), text=as_text(written))
