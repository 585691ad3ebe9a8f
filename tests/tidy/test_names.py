"""
Names of modules and folders, and the form of docstrings.
"""

import ast
import sys
from importlib.metadata import packages_distributions

from tests.tidy.sources import (
    EVERYWHERE,
    FUNCTIONS,
    name_of,
    parsed,
    public_definitions_in,
    python_files,
)

FORBIDDEN_NAMES = {"base", "common", "core", "data", "helpers", "info", "manager", "misc", "utils"}
"""Names that say nothing of what is inside, so that anything ends up there."""


def test_modules_and_folders_say_what_they_hold() -> None:
    vague = [
        name_of(path)
        for path in python_files(*(folder for folder in EVERYWHERE if "/" not in folder))
        + python_files("layers/common/tenantry")
        if FORBIDDEN_NAMES & {path.stem, path.parent.name}
    ]

    assert vague == []


def test_no_function_folder_hides_behind_an_installed_package() -> None:
    # In Lambda the standard library is imported before our folder is on the path: `import site`
    # would never reach functions/site, and functions/stripe would hide the package stripe.
    taken = sys.stdlib_module_names | packages_distributions().keys()
    folders = {path.parent.name for path in FUNCTIONS.glob("*/*.py")}

    assert folders & taken == set()


def test_docstrings_have_their_quotes_on_lines_of_their_own() -> None:
    crowded = [
        f"{name_of(path)}:{name}"
        for path in python_files("layers/common/tenantry", "functions", "infra", "tools")
        for name, definition in public_definitions_in(path)
        if not (ast.get_docstring(definition, clean=False) or "\n").startswith("\n")
    ]

    assert crowded == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in python_files(*EVERYWHERE)
        if ast.get_docstring(parsed(path)) is None and path.read_text().strip()
    ]

    assert silent == []
