"""
A letter as plain text, and its subject line.
"""

from collections.abc import Iterator

from tenantry.mail.brand import public_links, signature_lines
from tenantry.mail.letter import Letter
from tenantry.mail.markup import mail_address, plain_sentence
from tenantry.mail.names import isolated, shortened


def subject(letter: Letter) -> str:
    """
    The subject: one line, with long names cut.
    """
    names = {key: isolated(letter.locale, shortened(name)) for key, name in letter.names.items()}
    return plain_sentence(letter.words.subject, {**letter.phrases, **names})


def as_text(letter: Letter) -> str:
    """
    The whole letter as plain text, blank lines between its parts.
    """
    return "\n\n".join(part for part in _parts(letter) if part) + "\n"


def _parts(letter: Letter) -> Iterator[str]:
    words, frame = letter.words, letter.frame
    names = {key: isolated(letter.locale, name) for key, name in letter.names.items()}
    values = {**letter.phrases, **names}
    yield plain_sentence(words.heading, values)
    yield from (plain_sentence(paragraph, values) for paragraph in words.body)
    yield "\n".join(
        plain_sentence(frame["fact"], {"label": label, "value": plain_sentence(value, values)})
        for label, value in words.facts
    )
    yield f"{words.button}:\n{letter.link}"
    yield from (plain_sentence(note, values) for note in words.notes)
    if email := mail_address(letter.look.support_email):
        yield plain_sentence(frame["support"], {"support_email": isolated(letter.locale, email)})
    yield "-- \n" + "\n".join(signature_lines(letter.look))
    yield "\n".join(f"{label}: {address}" for label, address in public_links(letter.look, frame))
    yield plain_sentence(words.why, values)
