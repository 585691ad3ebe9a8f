"""
One operation as a part of the page.
"""

import json
import shlex
from collections.abc import Iterator
from html import escape
from typing import Any

from tools.openapi.markdown import blocks, inline
from tools.openapi.rows import Row, kind, resolved, rows, rules
from tools.openapi.schemas import PLACE, Schema

JSON = "application/json"
_FIRST_REFUSAL = 400


def operation_html(document: Schema, path: str, method: str, operation: Schema) -> str:
    """
    What an operation is for, what it takes and gives, and how to call it.
    """
    name = operation["operationId"]
    called = f'<span class="{method}">{method.upper()}</span> <code>{_breakable(path)}</code>'
    return "\n".join(
        [
            f'<article aria-labelledby="{name}">',
            f'<h3 id="{name}"><a href="#{name}">{inline(operation["summary"])}</a></h3>',
            f'<p class="route">{called}</p>',
            blocks(operation["description"]),
            *_parameters(document, operation),
            *_request(document, operation),
            *_answers(document, operation),
            "<details><summary>Call it with curl</summary>",
            f"<pre>{escape(curl(path, method, operation), quote=False)}</pre></details>",
            "</article>",
        ]
    )


def curl(path: str, method: str, operation: Schema) -> str:
    """
    A call that can be pasted into a shell.
    """
    parts = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    query = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
        elif parameter["in"] == "query" and parameter.get("required"):
            query.append(f"{parameter['name']}={_query_example(parameter)}")
    parts[0] += f' "$BASE_URL{path}{"?" if query else ""}{"&".join(query)}"'
    if operation["security"]:
        parts.append('-H "Authorization: Bearer $TENANTRY_KEY"')
    if any(parameter["in"] == "header" for parameter in operation.get("parameters", ())):
        parts.append('-H "Idempotency-Key: $(uuidgen)"')
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        parts.append(f'-H "Content-Type: {media_type}"')
        parts.append(_sent(media_type, content["example"]))
    return " \\\n  ".join(parts)


def _sent(media_type: str, example: Any) -> str:  # noqa: ANN401, any JSON
    if media_type == JSON:
        return f"-d {shlex.quote(json.dumps(example, indent=2, ensure_ascii=False))}"
    return "--data-binary @customers.csv"


def _query_example(parameter: Schema) -> str:
    schema = parameter["schema"]
    usual = "2026-10-31" if schema.get("format") == "date" else "2026-10"
    return str(schema.get("examples", [usual])[0])


def _parameters(document: Schema, operation: Schema) -> Iterator[str]:
    shown = []
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        words = [parameter["description"]] if "description" in parameter else []
        words += rules(schema, document["components"]["schemas"])
        type_ = f"{kind(schema, {})} in the {parameter['in']}"
        required = parameter.get("required", False)
        shown.append(Row(parameter["name"], type_, required, tuple(words)))
    if shown:
        yield "<h4>Parameters</h4>"
        yield _table(shown)


def _request(document: Schema, operation: Schema) -> Iterator[str]:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        yield f"<h4>Body <code>{escape(media_type)}</code></h4>"
        if media_type == JSON:
            yield _fields(document, content["schema"])
        else:
            yield f"<pre>{escape(content['example'].strip(), quote=False)}</pre>"


def _answers(document: Schema, operation: Schema) -> Iterator[str]:
    refusals = []
    for status, response in operation["responses"].items():
        if int(status) >= _FIRST_REFUSAL and "$ref" in response:
            refusals.append(status)
            continue
        yield f"<h4>Answer {status} {escape(response['description'].rstrip('.'))}</h4>"
        for media_type, content in response.get("content", {}).items():
            if media_type == JSON:
                yield from _answer(document, content["schema"])
            else:
                yield f"<p><code>{escape(media_type)}</code></p>"
    links = (f'<a href="#status-{status}">{status}</a>' for status in refusals)
    yield f'<p class="refusals">Refusals: {" ".join(links)}</p>'


def _answer(document: Schema, schema: Schema) -> Iterator[str]:
    there = resolved(schema, document["components"]["schemas"])
    if "properties" not in there:
        return
    if "next_cursor" in there["properties"]:
        yield "<p><code>items</code> and <code>next_cursor</code>: a page of a list.</p>"
    shown = _shown(document, schema)
    if "$ref" in shown:
        # Many operations answer alike: what they answer stands on the page once.
        name = shown["$ref"].removeprefix(PLACE)
        yield f'<p><a href="#{_place_of(name)}">Fields of {escape(name)}</a></p>'
        return
    said = inline(there.get("description", ""))
    yield f"<details><summary>Fields of the answer</summary><p>{said}</p>"
    yield f"{_fields(document, shown)}</details>"


def answered(document: Schema) -> list[str]:
    """
    The names of all that operations answer with, in the order of the alphabet.
    """
    shown = [
        _shown(document, content["schema"])
        for item in document["paths"].values()
        for operation in item.values()
        for status, response in operation["responses"].items()
        if int(status) < _FIRST_REFUSAL
        for media_type, content in response.get("content", {}).items()
        if media_type == JSON
    ]
    named = {schema["$ref"].removeprefix(PLACE) for schema in shown if "$ref" in schema}
    return sorted(named)


def answer_html(document: Schema, name: str) -> str:
    """
    What stands in an answer of this name.
    """
    schema = {"$ref": PLACE + name}
    said = inline(resolved(schema, document["components"]["schemas"]).get("description", ""))
    return f'<h3 id="{_place_of(name)}">{escape(name)}</h3><p>{said}</p>{_fields(document, schema)}'


def _shown(document: Schema, schema: Schema) -> Schema:
    """
    The schema of an answer, or of the items of a list.
    """
    properties = resolved(schema, document["components"]["schemas"]).get("properties", {})
    items: Schema = properties["items"]["items"] if "next_cursor" in properties else schema
    return items


def _place_of(name: str) -> str:
    return f"answer-{name}"


def _fields(document: Schema, schema: Schema) -> str:
    return _table(list(rows(schema, document["components"]["schemas"])))


def _table(shown: list[Row]) -> str:
    return "".join(['<dl class="fields">', *map(_row, shown), "</dl>"])


def _row(row: Row) -> str:
    required = "" if row.is_required else " <i>optional</i>"
    says = " ".join(inline(words) for words in row.says)
    return (
        f"<div><dt><code>{_breakable(row.path)}</code>{required}</dt>"
        f"<dd><b>{escape(row.kind)}</b> {says}</dd></div>"
    )


def _breakable(path: str) -> str:
    return escape(path).replace("/", "/<wbr>").replace(".", ".<wbr>").replace("[]", "<wbr>[]")
