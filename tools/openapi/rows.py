"""
A schema as rows for people: each field by its path, what it is, and its rules in words.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenantry.http.fields import (
    COLOR_PATTERN,
    CURRENCY_PATTERN,
    MONTH_PATTERN,
    READABLE,
    READABLE_LINES,
    URL_PATTERN,
)
from tenantry.plans.rules import CODE_PATTERN
from tools.openapi.operations import PRINTABLE
from tools.openapi.schemas import PLACE, Schema

_KINDS = {
    "boolean": "true or false",
    "date": "date",
    "date-time": "moment",
    "email": "e-mail address",
    "integer": "whole number",
    "object": "object",
    "string": "text",
}
_PATTERNS = {
    CODE_PATTERN: "Lower-case letters and digits, with single hyphens between them.",
    COLOR_PATTERN: "As `#0b5d4e`, or empty.",
    CURRENCY_PATTERN: "An ISO 4217 currency.",
    MONTH_PATTERN: "As `2026-10`.",
    READABLE: "No control characters.",
    READABLE_LINES: "No control characters but line breaks and tabs.",
    URL_PATTERN: "An address with `https://`, or empty.",
    PRINTABLE: "ASCII.",
}
_ID = re.compile(r"\^([a-z]{3})_\[")
_NULL = {"type": "null"}


@dataclass(frozen=True, slots=True)
class Row:
    """
    One field, such as `personal.email` or `items[].id`.
    """

    path: str
    kind: str
    is_required: bool
    says: tuple[str, ...]


def rows(schema: Schema, definitions: dict[str, Schema], path: str = "") -> Iterator[Row]:
    """
    The fields of an object, those inside of it included.
    """
    there = resolved(schema, definitions)
    for name, part in there.get("properties", {}).items():
        below = f"{path}.{name}" if path else name
        yield Row(
            below,
            kind(part, definitions),
            name in there.get("required", ()),
            tuple(_says(part, definitions)),
        )
        inner, mark = _inner(part, definitions)
        yield from rows(inner, definitions, below + mark)


def kind(schema: Schema, definitions: dict[str, Schema]) -> str:
    """
    What a value is, in a word or two.
    """
    choices = _choices(schema, definitions)
    kinds = list(dict.fromkeys(_kind(choice, definitions) for choice in choices))
    if _NULL in schema.get("anyOf", ()):
        kinds.append("null")
    return " or ".join(kinds)


def rules(schema: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    """
    The rules of a value, in words.
    """
    for there in _choices(schema, definitions):
        if "enum" in there:
            yield "One of " + ", ".join(f"`{value}`" for value in there["enum"]) + "."
        yield from _sizes(there)
        if "propertyNames" in there:
            yield "Under " + _words_of(there["propertyNames"], definitions) + "."
    if schema.get("default") not in (None, "", [], {}) and not isinstance(schema["default"], dict):
        yield f"`{json.dumps(schema['default'])}` when left out."


def resolved(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """
    The schema that a reference stands for, with what is said beside the reference.
    """
    name = schema.get("$ref", "").removeprefix(PLACE)
    return {**definitions[name], **schema} if name else schema


def _says(schema: Schema, definitions: dict[str, Schema]) -> Iterator[str]:
    if "description" in schema:
        yield schema["description"]
    yield from rules(schema, definitions)


def _sizes(schema: Schema) -> Iterator[str]:
    bounds = {
        "minLength": "At least {} characters.",
        "maxLength": "At most {} characters.",
        "minItems": "At least {}.",
        "maxItems": "At most {}.",
        "minimum": "At least {:,}.",
        "maximum": "At most {:,}.",
    }
    for keyword, words in bounds.items():
        if schema.get(keyword, 0) > 1 or (keyword == "minimum" and keyword in schema):
            yield words.format(schema[keyword])
    if "pattern" in schema:
        yield _form(schema["pattern"])


def _form(pattern: str) -> str:
    if match := _ID.match(pattern):
        return f"An id, `{match[1]}_...`."
    return _PATTERNS.get(pattern, f"Form: `{pattern}`.")


def _choices(schema: Schema, definitions: dict[str, Schema]) -> list[Schema]:
    there = resolved(schema, definitions)
    return [
        resolved(choice, definitions)
        for choice in there.get("anyOf", [there])
        if choice != _NULL and choice.get("maxLength") != 0
    ]


def _kind(schema: Schema, definitions: dict[str, Schema]) -> str:
    match schema:
        case {"type": "array"}:
            return f"list of {kind(schema['items'], definitions)}s"
        case {"type": "object", "additionalProperties": dict() as values}:
            return f"object of {kind(values, definitions)}s"
        case _:
            return _KINDS.get(str(schema.get("format", schema.get("type"))), "any JSON")


def _inner(schema: Schema, definitions: dict[str, Schema]) -> tuple[Schema, str]:
    """
    The object inside of a field, and how its path goes on.
    """
    for choice in _choices(schema, definitions):
        if choice.get("type") == "array":
            return resolved(choice["items"], definitions), "[]"
        return choice, ""
    return {}, ""


def _words_of(schema: Schema, definitions: dict[str, Schema]) -> str:
    return ", ".join(f"`{value}`" for value in resolved(schema, definitions)["enum"])
