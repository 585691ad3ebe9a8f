"""
The API's document: valid, whole, and the same for the same code.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from infra.local.places import ROOT
from tenantry.access.policy import ROUTES, WEBHOOKS
from tenantry.errors import TenantryError
from tenantry.http import problem
from tests.tidy.sources import assigned_in_classes, python_files
from tools.openapi.document import document
from tools.openapi.operations import EXAMPLES
from tools.openapi.problems import problems
from tools.openapi.routes import served

DOCUMENT = document()
BODIES = {one.route.body for one in served() if one.route.body is not None}


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENT["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def errors(kind: type[TenantryError] = TenantryError) -> Iterator[type[TenantryError]]:
    for below in kind.__subclasses__():
        yield below
        yield from errors(below)


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)


def test_what_is_committed_is_what_the_code_makes_on_any_machine() -> None:
    # Another seed, another order of sets: none of them may show.
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "tools.openapi", "--check"]

    checked = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, operation in operations()]

    assert len(set(names)) == len(names)


API_ROUTES = sorted(route for route in ROUTES.keys() - WEBHOOKS.keys() if " /v1/" in route)


@pytest.mark.parametrize("route", API_ROUTES)
def test_an_operation_says_who_may_call_it(route: str) -> None:
    operation, policy = dict(operations())[route], ROUTES[route]

    if policy.is_public:
        assert operation["security"] == []
    else:
        assert operation["security"] == [{"credential": [policy.scope]}]
        assert operation["x-roles"] == sorted(policy.roles)
        assert {"401", "403"} <= operation["responses"].keys()


def test_everything_that_takes_a_key_for_repeats_says_so() -> None:
    asked = {one.route.name for one in served() if one.route.takes_once}

    told = {
        name
        for name, operation in operations()
        if any(part["name"] == "Idempotency-Key" for part in operation.get("parameters", ()))
    }

    assert told == asked


@pytest.mark.parametrize("model", sorted(BODIES, key=str))
def test_the_example_of_a_body_is_a_good_one(model: Any) -> None:  # noqa: ANN401, a pydantic class
    assert model.model_validate(EXAMPLES[model.__name__])


def test_there_are_no_examples_of_bodies_that_nobody_takes() -> None:
    assert EXAMPLES.keys() == {model.__name__ for model in BODIES}


def test_every_error_is_told_with_its_status() -> None:
    known = {
        error.code: problem.STATUS[category]
        for error in errors()
        for category in error.__mro__
        if category in problem.STATUS
    }

    told = {one.code: one.status for one in problems() if one.status is not None}

    assert told == {code: known.get(code) for code in told}


def test_no_error_is_told_that_the_code_does_not_have() -> None:
    reasons_of_a_diagnosis = {"user.not_linked", "user.signed_in_elsewhere"}
    known = {
        code
        for path in python_files("layers/common/tenantry")
        for code in assigned_in_classes(path, "code")
    }

    told = {one.code for one in problems()}

    assert told == known | reasons_of_a_diagnosis
