"""
The document as a page: one file, no script, for any width, light or dark.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from tools.openapi.markdown import blocks, headings, inline, slug
from tools.openapi.page_operations import answer_html, answered, operation_html
from tools.openapi.problems import Problem, problems
from tools.openapi.schemas import Schema

STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Crect width='16' height='16' rx='4' fill='%230b5d4e'/%3E"
    "%3Cpath d='M4 4h8v2H9v6H7V6H4z' fill='white'/%3E%3C/svg%3E"
)


def page(document: Schema) -> str:
    """
    The page of a document.
    """
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(document['info']['title'])} API</title>",
            f"<style>{_style()}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#content">Skip to the content</a>',
            _head(document),
            '<div class="columns">',
            '<nav aria-label="Contents">',
            *_contents(document),
            "</nav>",
            '<main id="content">',
            '<section class="guide">',
            blocks(document["info"]["description"]),
            "</section>",
            *_tags(document),
            *_answers(document),
            *_errors(),
            "</main>",
            "</div>",
            "</body>",
            "</html>",
            "",
        ]
    )


def operations_of(document: Schema, tag: str) -> Iterator[tuple[str, str, Schema]]:
    """
    The operations of a tag: path, method, operation.
    """
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if tag in operation["tags"]:
                yield path, method, operation


def _style() -> str:
    return "\n".join(line.strip() for line in STYLE.splitlines() if line.strip())


def _head(document: Schema) -> str:
    about = document["info"]
    return (
        f"<header><div><h1>{escape(about['title'])} API</h1>"
        f"<p>{escape(about['summary'])}. Version {escape(about['version'])}.</p></div>"
        f"<p><a href='/openapi.json'>OpenAPI document</a></p></header>"
    )


def _contents(document: Schema) -> Iterator[str]:
    yield "<p>Guide</p><ul>"
    for heading in headings(document["info"]["description"]):
        yield f'<li><a href="#{slug(heading)}">{inline(heading)}</a></li>'
    yield "</ul>"
    for tag in document["tags"]:
        yield f'<p><a href="#{slug(tag["name"])}">{escape(tag["name"])}</a></p>'
        yield '<ul class="operations">'
        for _, method, operation in operations_of(document, tag["name"]):
            yield (
                f'<li><a href="#{operation["operationId"]}"><span class="{method}">'
                f"{method.upper()}</span> {inline(operation['summary'].split(';')[0])}</a></li>"
            )
        yield "</ul>"
    yield '<p><a href="#answers">Fields of answers</a></p>'
    yield '<p><a href="#codes">Errors by code</a></p>'


def _tags(document: Schema) -> Iterator[str]:
    for tag in document["tags"]:
        yield f'<section><h2 id="{slug(tag["name"])}">{escape(tag["name"])}</h2>'
        yield f"<p>{inline(tag['description'])}</p>"
        for path, method, operation in operations_of(document, tag["name"]):
            yield operation_html(document, path, method, operation)
        yield "</section>"


def _answers(document: Schema) -> Iterator[str]:
    yield '<section><h2 id="answers">Fields of answers</h2>'
    for name in answered(document):
        yield answer_html(document, name)
    yield "</section>"


def _errors() -> Iterator[str]:
    yield '<section><h2 id="codes">Errors by code</h2>'
    yield "<p>Every refusal carries one of these codes, and its <code>type</code> leads here.</p>"
    answered = sorted(
        (problem for problem in problems() if problem.status is not None),
        key=lambda problem: (problem.status or 0, problem.code),
    )
    for status, group in groupby(answered, key=lambda problem: problem.status):
        if status is not None:
            yield f'<h3 id="status-{status.value}">{status.value} {escape(status.phrase)}</h3>'
            yield from _codes(list(group))
    yield "<h3>In no answer</h3><p>Jobs and commands know these; they stand in logs.</p>"
    yield from _codes([problem for problem in problems() if problem.status is None])
    yield "</section>"


def _codes(some: list[Problem]) -> Iterator[str]:
    yield '<dl class="codes">'
    for problem in some:
        yield (
            f'<div id="{problem.code}"><dt><a href="#{problem.code}">'
            f"<code>{problem.code}</code></a></dt><dd>{inline(problem.when)}</dd>"
            f'<dd class="advice">{inline(problem.advice)}</dd></div>'
        )
    yield "</dl>"
