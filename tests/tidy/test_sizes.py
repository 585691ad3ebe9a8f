"""
Sizes that keep a file readable at one sitting. Each exception is named, with its reason.
"""

import ast

from tests.tidy.sources import (
    EVERYWHERE,
    FUNCTIONS,
    LAYER,
    Function,
    functions_in,
    handler_of,
    name_of,
    python_files,
)

FILE_LINES_MAX = 300
HANDLER_FILE_LINES_MAX = 80
FUNCTION_LINES_MAX = 40
"""Without the docstring."""

EXCEPTION_LINES_MAX = 60
FOLDERS_MAX = 2

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
"""`path:function` and why it is clearer in one piece."""


def test_files_are_short() -> None:
    long = {
        name_of(path): lines
        for path in python_files(*EVERYWHERE)
        if (lines := len(path.read_text().splitlines())) > FILE_LINES_MAX
    }

    assert long.keys() == LONG_FILES.keys(), long


def test_files_with_a_handler_are_shorter() -> None:
    long = {
        name_of(path): lines
        for path in python_files("functions")
        if handler_of(path)
        and (lines := len(path.read_text().splitlines())) > HANDLER_FILE_LINES_MAX
    }

    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}:{name}": lines
        for path in python_files(*EVERYWHERE)
        for name, function in functions_in(path)
        if (lines := _lines_of(function)) > FUNCTION_LINES_MAX
    }

    assert long.keys() == LONG_FUNCTIONS.keys(), long
    assert all(lines <= EXCEPTION_LINES_MAX for lines in long.values()), long


def test_folders_are_shallow() -> None:
    deep = [
        name_of(path)
        for root in (LAYER, FUNCTIONS)
        for path in python_files(name_of(root))
        if len(path.relative_to(root).parents) - 1 > FOLDERS_MAX
    ]

    assert deep == []


def _lines_of(function: Function) -> int:
    first = function.body[0]
    last = function.end_lineno or function.lineno
    whole = last - function.lineno + 1
    has_docstring = ast.get_docstring(function) is not None
    return whole - (_height(first) if has_docstring else 0)


def _height(statement: ast.stmt) -> int:
    return (statement.end_lineno or statement.lineno) - statement.lineno + 1
