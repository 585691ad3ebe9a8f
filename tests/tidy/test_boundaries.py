"""
Who may touch what: what import-linter cannot say. Each exception is named, with its reason.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.sources import (
    EVERYWHERE,
    FUNCTIONS,
    LAYER,
    attributes_in,
    imported_in,
    name_of,
    parsed,
    python_files,
)

FUNCTIONS_MAY_IMPORT = {"aws_lambda_powertools", "pydantic", "tenantry"}
"""And the standard library, and their own folder."""

POWERTOOLS_ALLOWED = {"http", "jobs", "observability"}
ENVIRONMENT_ALLOWED = {"settings"}
CLOCK_ALLOWED = {"http", "jobs"}
"""Modules at the top of the layer, or packages there."""

CLOCKS_AND_CHANCE = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "os.urandom",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
    "uuid.uuid1",
    "uuid.uuid4",
    "uuid.uuid7",
}
CHANCE_MODULES = {"random", "secrets"}

_JITTER = "a pause before another try, which no result depends on"
CLOCK_EXCEPTIONS = {
    "layers/common/tenantry/batches.py:random": _JITTER,
    "layers/common/tenantry/dns/lookups.py:time.monotonic": "the time left for another question",
    "layers/common/tenantry/fx_sources/web.py:random": _JITTER,
    "layers/common/tenantry/providers/mpesa/calls.py:datetime.now": "Daraja's passwords hold it",
    "layers/common/tenantry/reads.py:random": _JITTER,
    "layers/common/tenantry/transactions.py:random": _JITTER,
    "layers/common/tenantry/transactions.py:time.monotonic": "the time left for another try",
    "layers/common/tenantry/transactions.py:uuid.uuid4": "tells DynamoDB a resent transaction",
}
"""`path:name` and why it may ask the clock or chance."""


def test_functions_import_only_what_they_may() -> None:
    foreign = [
        f"{name_of(path)}: {name}"
        for path in python_files("functions")
        for name in imported_in(parsed(path))
        if (top := name.split(".")[0]) not in FUNCTIONS_MAY_IMPORT | sys.stdlib_module_names
        and top != path.relative_to(FUNCTIONS).parts[0]
    ]

    assert foreign == []


def test_nothing_deployed_imports_boto3() -> None:
    # The layer ships botocore alone; boto3 would come from the runtime, older and unmatched.
    users = [
        name_of(path)
        for path in python_files("layers/common/tenantry", "functions")
        if any(name.split(".")[0] == "boto3" for name in imported_in(parsed(path)))
    ]

    assert users == []


def test_powertools_stays_at_the_edge_of_the_layer() -> None:
    users = {
        _part(path)
        for path in python_files("layers/common/tenantry")
        if any(name.startswith("aws_lambda_powertools") for name in imported_in(parsed(path)))
    }

    assert users <= POWERTOOLS_ALLOWED


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        name_of(path)
        for path in python_files("layers/common/tenantry", "functions")
        if _part(path) not in ENVIRONMENT_ALLOWED
        and {"os.environ", "os.getenv", "os.environb"} & _used(parsed(path))
    ]

    assert readers == []


def test_below_the_edge_nobody_asks_the_clock_or_chance() -> None:
    found = {
        f"{name_of(path)}:{name}"
        for path in python_files("layers/common/tenantry")
        if _part(path) not in CLOCK_ALLOWED
        for name in _clocks_and_chance(parsed(path))
    }

    assert found == CLOCK_EXCEPTIONS.keys()


def test_unknown_errors_are_never_swallowed() -> None:
    swallowing = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files(*EVERYWHERE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and _catches_all(node.type)
        and not _raises_again(node)
    ]

    assert swallowing == []


def _part(path: Path) -> str:
    """
    The module or package of the layer that a file belongs to; its own name outside the layer.
    """
    inside = path.relative_to(LAYER).parts[0] if path.is_relative_to(LAYER) else path.name
    return inside.removesuffix(".py")


def _used(tree: ast.Module) -> set[str]:
    return {*attributes_in(tree), *imported_in(tree)}


def _clocks_and_chance(tree: ast.Module) -> Iterator[str]:
    used = _used(tree)
    yield from used & CLOCKS_AND_CHANCE
    yield from {name.split(".")[0] for name in imported_in(tree)} & CHANCE_MODULES


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _catches_all(caught: ast.expr | None) -> bool:
    match caught:
        case None | ast.Name(id="Exception" | "BaseException"):
            return True
        case ast.Tuple(elts=elements):
            return any(_catches_all(element) for element in elements)
        case _:
            return False
