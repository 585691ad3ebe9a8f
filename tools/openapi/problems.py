"""
The codes of refusals, with the texts that docs/errors.md has of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from infra.local.places import ROOT

TEXTS = ROOT / "docs" / "errors.md"
_CODE = re.compile(r"`[a-z_.]+`")


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One code.

    Args:
        status: What HTTP says; None where no answer carries the code.
    """

    code: str
    status: HTTPStatus | None
    when: str
    advice: str


def problems() -> list[Problem]:
    """
    Every code in the tables of docs/errors.md, in their order.
    """
    return [_problem(row) for row in _rows(TEXTS.read_text("utf-8"))]


def codes_of(status: HTTPStatus) -> list[str]:
    """
    The codes that an answer with this status may carry.
    """
    return [problem.code for problem in problems() if problem.status is status]


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and _CODE.fullmatch(cells[0]):
            yield cells


def _problem(cells: list[str]) -> Problem:
    code = cells[0].strip("`")
    *_, when, advice = cells
    has_status = cells[1].isdigit()
    return Problem(code, HTTPStatus(int(cells[1])) if has_status else None, when, advice)
