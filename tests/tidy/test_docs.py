"""
The documents name what the code has, and point at what exists.
"""

import ast
import re
from pathlib import Path

from tests.tidy.sources import (
    LAYER,
    ROOT,
    assigned_in_classes,
    name_of,
    own_files,
    parsed,
    python_files,
)

FOLDERS = "benchmarks|docs|functions|infra|layers|requirements|tests|tools"


def test_every_kind_of_item_is_described() -> None:
    text = (ROOT / "docs" / "table.md").read_text()
    kinds = {
        kind
        for path in python_files("layers/common/tenantry")
        for kind in assigned_in_classes(path, "KIND")
    }

    assert {kind for kind in kinds if f"`{kind}`" not in text} == set()


def test_every_access_to_the_table_is_described() -> None:
    # As `plans.get` for the function `get` of tenantry/plans/store.py.
    text = (ROOT / "docs" / "table.md").read_text()
    accesses = {
        f"{store.parent.name}.{node.name}"
        for store in LAYER.glob("*/store.py")
        for node in parsed(store).body
        if isinstance(node, ast.FunctionDef) and _is_access(node)
    }

    assert {access for access in accesses if f"`{access}`" not in text} == set()


def test_every_access_has_a_number_of_its_own_which_its_row_has_too() -> None:
    text = (ROOT / "docs" / "table.md").read_text()
    numbers = [
        (found[1], ".".join([*(part for part in place if part != "store"), node.name]))
        for module in LAYER.rglob("*.py")
        for place in [module.relative_to(LAYER).with_suffix("").parts]
        for node in parsed(module).body
        if isinstance(node, ast.FunctionDef)
        if (found := re.match(r"([A-Z]{1,2}[0-9]+)\. ", ast.get_docstring(node) or ""))
    ]

    assert len({number for number, _ in numbers}) == len(numbers)
    assert [one for one in numbers if f"| `{one[1]}` | {one[0]} |" not in text] == []


def test_every_error_is_described() -> None:
    text = (ROOT / "docs" / "errors.md").read_text()
    codes = {
        code
        for path in python_files("layers/common/tenantry")
        for code in assigned_in_classes(path, "code")
    }

    assert {code for code in codes if f"`{code}`" not in text} == set()


def test_links_between_documents_resolve() -> None:
    broken = [
        f"{name_of(document)}: {target}"
        for document in own_files(".md")
        for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text())
        if not re.match(r"[a-z]+:|#", target) and not _target(document, target).exists()
    ]

    assert broken == []


def test_paths_that_documents_name_exist() -> None:
    pattern = re.compile(rf"`((?:{FOLDERS})/[\w./-]*)`")
    missing = [
        f"{name_of(document)}: {path}"
        for document in own_files(".md")
        for path in pattern.findall(document.read_text())
        if not (ROOT / path).exists()
    ]

    assert missing == []


def test_changes_are_told() -> None:
    assert (ROOT / "CHANGELOG.md").read_text().startswith("# ")


def _target(document: Path, target: str) -> Path:
    path = target.split("#", maxsplit=1)[0]
    return ROOT / path.lstrip("/") if path.startswith("/") else document.parent / path


def _is_access(function: ast.FunctionDef) -> bool:
    """
    Whether a function of a store reads or writes: it is public, and makes more than a key.
    """
    makes_a_key = isinstance(function.returns, ast.Name) and function.returns.id == "Key"
    return not function.name.startswith("_") and not makes_a_key
