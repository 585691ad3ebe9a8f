"""
Every language says everything: the same texts with the same values, and none left in English.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tenantry.mail import words as mail_words
from tenantry.mail.language import plural
from tenantry.mail.markup import placeholders
from tenantry.mail.model import Locale, MailKind
from tenantry.mail.values import VALUES_OF
from tenantry.mail.words import MAIL_TEXTS, read
from tenantry.pages import layout as pages_layout
from tenantry.principals import Role

FOLDERS = [
    Path(mail_words.__file__).with_name("texts"),
    Path(pages_layout.__file__).with_name("texts"),
]
OTHERS = [locale for locale in Locale if locale is not Locale.EN]
EVERY_TRANSLATION = [(folder, locale) for folder in FOLDERS for locale in OTHERS]

SAME_AS_ENGLISH = {
    ("fr", "language.units.minute.one"): "minute is a French word too",
    ("fr", "language.units.minute.other"): "minutes is a French word too",
}
"""Words that a language shares with English, and why."""


@pytest.mark.parametrize(("folder", "locale"), EVERY_TRANSLATION)
def test_every_language_has_the_texts_of_english_in_the_same_order(
    folder: Path, locale: Locale
) -> None:
    translated, english = _texts(folder, locale), _texts(folder, Locale.EN)

    extra_forms = {key for key in translated if _is_plural_form(key)}
    assert [key for key in translated if key not in extra_forms] == [
        key for key in english if not _is_plural_form(key)
    ]


@pytest.mark.parametrize(("folder", "locale"), EVERY_TRANSLATION)
def test_a_translation_names_the_same_values(folder: Path, locale: Locale) -> None:
    translated, english = _texts(folder, locale), _texts(folder, Locale.EN)

    different = {
        key: text
        for key, text in translated.items()
        if key in english and not _is_plural_form(key)
        if placeholders(text) != placeholders(english[key])
    }
    assert different == {}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("locale", Locale)
def test_no_text_is_empty_or_padded(folder: Path, locale: Locale) -> None:
    texts = _texts(folder, locale)

    assert {key for key, text in texts.items() if not text or text != text.strip()} == set()
    assert {key for key, text in texts.items() if "  " in text or "'" in text} == set()


@pytest.mark.parametrize(("folder", "locale"), EVERY_TRANSLATION)
def test_nothing_is_left_in_english(folder: Path, locale: Locale) -> None:
    english = _texts(folder, Locale.EN)
    same = {
        (locale.value, key)
        for key, text in _texts(folder, locale).items()
        if english.get(key) == text and _has_words(text)
    }

    assert same <= SAME_AS_ENGLISH.keys()


def test_every_listed_exception_still_is_one() -> None:
    for language, key in SAME_AS_ENGLISH:
        assert _texts(MAIL_TEXTS, Locale(language))[key] == _texts(MAIL_TEXTS, Locale.EN)[key]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("kind", MailKind)
def test_a_mail_names_only_values_that_it_has(kind: MailKind, locale: Locale) -> None:
    texts = read(MAIL_TEXTS, locale)["mails"][kind]
    known = {*VALUES_OF[kind].__dataclass_fields__, "brand"} - {"link"}

    named = {name for _, text in _walk(texts, "") for name in placeholders(text)}
    assert named <= known


@pytest.mark.parametrize("locale", Locale)
def test_every_unit_has_every_plural_form_of_its_language(locale: Locale) -> None:
    needed = {plural(locale, count) for count in range(201)}

    for unit, forms in read(MAIL_TEXTS, locale)["language"]["units"].items():
        assert forms.keys() == needed, unit


@pytest.mark.parametrize("locale", Locale)
def test_every_role_that_a_person_can_have_is_named(locale: Locale) -> None:
    roles = {role.value for role in Role} - {Role.SYSTEM.value, Role.ANONYMOUS.value}

    assert read(MAIL_TEXTS, locale)["language"]["roles"].keys() == roles


@pytest.mark.parametrize("folder", FOLDERS)
def test_french_keeps_its_double_signs_on_the_line(folder: Path) -> None:
    broken = {
        key: text
        for key, text in _texts(folder, Locale.FR).items()
        if any(f" {sign}" in text for sign in ":;?!")
    }

    assert broken == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_arabic_is_written_in_arabic(folder: Path) -> None:
    latin = {
        key
        for key, text in _texts(folder, Locale.AR).items()
        if _has_words(text) and not any("\u0600" <= character <= "\u06ff" for character in text)
    }

    assert latin == set()


def _texts(folder: Path, locale: Locale) -> dict[str, str]:
    return dict(_walk(read(folder, locale), ""))


def _walk(value: Any, key: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401, JSON may be anything
    match value:
        case dict():
            for name, part in value.items():
                yield from _walk(part, f"{key}.{name}".strip("."))
        case list():
            for place, part in enumerate(value):
                yield from _walk(part, f"{key}.{place}")
        case _:
            assert isinstance(value, str), key
            yield key, value


def _is_plural_form(key: str) -> bool:
    return key.startswith("language.units.")


def _has_words(text: str) -> bool:
    for name in placeholders(text):
        text = text.replace(f"{{{name}}}", "")
    return any(character.isalpha() for character in text.replace("UTC", ""))
