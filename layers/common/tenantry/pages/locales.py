"""
Which language to write to somebody in.
"""

import re

from tenantry.mail.model import Locale

_HEADER_CHARACTERS_MAX = 1000
"""A real header is far shorter; what follows is not read."""

_RANGE = re.compile(
    r"\s*(?P<tag>\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)\s*"
    r"(?:;\s*q=(?P<weight>0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.IGNORECASE,
)


def choose_locale(
    preferred: str | None, accept_language: str | None, default: Locale = Locale.EN
) -> Locale:
    """
    The language that a person chose, else the one that their browser likes best, else *default*.

    Weights are those of RFC 9110, section 12.4.2; a range matches by its first part, so that
    `pt-BR` reads `pt`. Entries that are no language range are passed over.

    Example:
        >>> choose_locale(None, "de, sw;q=0.5, fr-CA;q=0.8")
        <Locale.FR: 'fr'>
    """
    return _locale(preferred) or _best(accept_language or "", default) or default


def _locale(tag: str | None) -> Locale | None:
    language = re.split("[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    return Locale(language) if language in Locale else None


def _best(accept_language: str, default: Locale) -> Locale | None:
    weights: dict[Locale, float] = {}
    rest = 0.0
    for entry in accept_language[:_HEADER_CHARACTERS_MAX].split(","):
        found = _RANGE.fullmatch(entry)
        if found is None:
            continue
        weight = float(found["weight"] or 1)
        if found["tag"] == "*":
            rest = weight
        elif locale := _locale(found["tag"]):
            weights[locale] = max(weight, weights.get(locale, 0.0))
    # `*` speaks for each language that is not named, the default first among them; of equal weights
    # the first named wins.
    for locale in sorted(Locale, key=lambda locale: locale is not default):
        weights.setdefault(locale, rest)
    best = max(weights, key=lambda locale: weights[locale])
    return best if weights[best] > 0 else None
