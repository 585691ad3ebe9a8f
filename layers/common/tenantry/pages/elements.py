"""
The pieces that pages are built of: paragraphs, facts, a field, a form, a message with its sign.
"""

from collections.abc import Mapping, Sequence

from tenantry.mail.markup import Html, fill, joined, own_address, sentence
from tenantry.mail.names import one_line
from tenantry.pages.views import FieldError, Target

_FORM = (
    '<form method="post" action="{url}">\n'
    '<input type="hidden" name="token" value="{token}">\n{content}\n</form>'
)
_FIELD = (
    '<div class="field">\n<label for="{name}">{label}</label>\n{hint}'
    '<input type="{kind}" id="{name}" name="{name}" value="{value}" dir="auto"'
    ' autocomplete="{name}" required{state}>\n{error}</div>'
)
_BUTTON = '<button class="{style}"{more}>{label}{unseen}</button>'
_HINT = '<p class="hint" id="{name}-hint">{hint}</p>\n'
_FIELD_ERROR = '<p class="field-error" id="{name}-error">{error}</p>\n'
_ALERT = '<div class="alert" role="alert">{summary} <a href="#{name}">{error}</a></div>'
_FACT = "<div><dt>{label}</dt><dd>{value}</dd></div>"

_DONE = Html(
    '<svg class="sign" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
    '<circle cx="24" cy="24" r="24" fill="#dcfce7"/>'
    '<path d="M14 25l7 7 14-15" fill="none" stroke="#15803d" stroke-width="4"'
    ' stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
)
_STOPPED = Html(
    '<svg class="sign" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
    '<circle cx="24" cy="24" r="24" fill="#fef3c7"/>'
    '<path d="M24 13v14M24 34v.5" fill="none" stroke="#b45309" stroke-width="4"'
    ' stroke-linecap="round"/></svg>\n'
)


def heading(text: Html) -> Html:
    """
    The one heading of a page.
    """
    return fill("<h1>{text}</h1>", text=text)


def paragraph(text: Html, style: str = "") -> Html:
    """
    A paragraph, with a class of the style sheet where it is not an ordinary one.
    """
    return fill(
        '<p class="{style}">{text}</p>' if style else "<p>{text}</p>", style=style, text=text
    )


def facts(rows: Sequence[tuple[str, Html]]) -> Html:
    """
    Labels and what they say, such as the plan of an invite.
    """
    entries = [fill(_FACT, label=label, value=value) for label, value in rows]
    return fill('<dl class="facts">{rows}</dl>', rows=joined(entries))


def form(target: Target, content: Html) -> Html:
    """
    A form that posts to *target* with its hidden token.
    """
    return fill(_FORM, url=own_address(target.url), token=target.token, content=content)


def button(
    label: str, *, style: str = "button", of: Html | None = None, described_by: str | None = None
) -> Html:
    """
    What sends a form.

    Args:
        of: What a screen reader says after the label, where a page has several such buttons.
        described_by: The id of what somebody should have read before pressing it.
    """
    more = fill(' aria-describedby="{id}"', id=described_by) if described_by else Html("")
    unseen = fill('<span class="unseen">: {of}</span>', of=of) if of else Html("")
    return fill(_BUTTON, style=style, more=more, label=label, unseen=unseen)


def link_button(label: str, url: str) -> Html:
    """
    A link that looks like a button.
    """
    return fill('<a class="button" href="{url}">{label}</a>', url=own_address(url), label=label)


def text_field(
    name: str, label: str, value: str, *, error: str | None, hint: str = "", kind: str = "text"
) -> Html:
    """
    A required field with its label, its hint, and what is wrong with it.

    It sets no `maxlength`: browsers count UTF-16 units, and would refuse names that we take.
    """
    described_by = [f"{name}-{part}" for part, text in (("hint", hint), ("error", error)) if text]
    state = fill(' aria-describedby="{ids}"', ids=" ".join(described_by)) if described_by else ""
    return fill(
        _FIELD,
        name=name,
        label=label,
        kind=kind,
        value=one_line(value),
        hint=fill(_HINT, name=name, hint=hint) if hint else "",
        error=fill(_FIELD_ERROR, name=name, error=error) if error else "",
        state=Html(f'{state} aria-invalid="true"' if error else state),
    )


def alert(name: str, error: str, summary: str) -> Html:
    """
    What is wrong, at the top of the page, with a link to the field.
    """
    return fill(_ALERT, name=name, error=error, summary=summary)


def message(words: Mapping[str, str], values: Mapping[str, str], *, is_good: bool = False) -> Html:
    """
    A page's heading and paragraphs, in the order of its texts, under a sign for good or bad news.
    """
    keys = [key for key in words if key not in ("title", "heading")]
    parts = [paragraph(sentence(words[key], values)) for key in keys]
    sign = _DONE if is_good else _STOPPED
    return joined([sign, heading(sentence(words["heading"], values)), *parts])


def field_error(words: Mapping[str, str], error: FieldError | None) -> str | None:
    """
    The words for what is wrong with a field.
    """
    return words[error.value] if error else None
