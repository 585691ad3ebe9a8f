"""
Requests that the API's document allows, and requests that it forbids, sent to a running stack.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import uuid4

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import BaseSchema, Case, CheckFunction, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from infra.local.places import ROOT
from tests.emulator.provisioned import PLAN, Programme

type AnyCase = Case[Any]
type AnyOperation = APIOperation[Any, Any, Any, Any]

DOCUMENT = ROOT / "functions" / "public_site" / "openapi.json"
CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    allow_header_conformance,
]
LIMITED = {"accept", "bulk", "sign-in-links", "sessions"}
"""Ends of paths with a limit that a run would soon use up."""

FORGET_EVERY = 9


@dataclass(slots=True)
class Fuzzer:
    """
    One principal against every operation; it remembers what went wrong, and what was answered.

    Args:
        secret: Of the principal; empty for nobody.
        known: What stands in paths, by the name of the part, so that requests meet what exists.
        renew: Makes things anew that an operation before may have ended.
    """

    programme: Programme
    secret: str
    known: Mapping[str, str]
    renew: Callable[[str], Mapping[str, str]] = lambda _: {}
    failures: list[str] = field(default_factory=list)
    statuses: dict[str, set[int]] = field(default_factory=dict)
    _sent: int = 0
    _session: requests.Session = field(default_factory=requests.Session)

    def run(
        self, to: Iterable[AnyOperation], *, every: int, examples: int, is_repeatable: bool
    ) -> None:
        """
        Send boundary cases of operations, and random ones.

        Args:
            to: The operations.
            every: Each so-many-th of the boundary cases; 0 for none.
            examples: How many random ones that the document allows, and as many that it forbids.
            is_repeatable: Whether the random ones are the same in each run.
        """
        for operation in to:
            self.known = {**self.known, **self.renew(operation.label)}
            for case in islice(_boundary_cases(operation), 0, None, every) if every else ():
                self._try(case)
            self._try_random(operation, examples, is_repeatable=is_repeatable)

    def _try_random(self, operation: AnyOperation, examples: int, *, is_repeatable: bool) -> None:
        modes = list(GenerationMode) if _can_be_wrong(operation) else [GenerationMode.POSITIVE]
        sent = settings(
            max_examples=examples,
            deadline=None,
            derandomize=is_repeatable,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        for mode in modes:
            sent(given(case=operation.as_strategy(generation_mode=mode))(self._try))()

    def _try(self, case: AnyCase) -> None:
        self._aim(case)
        if case.path.rsplit("/", 1)[-1] in LIMITED and self._sent % FORGET_EVERY == 0:
            self.programme.forget_limits()
        self._sent += 1
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        response = case.call(
            base_url=self.programme.stack.base_url, session=self._session, headers=headers
        )
        self.statuses.setdefault(case.operation.label, set()).add(response.status_code)
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            self.failures += [f"{case.as_curl_command()}\n{one}" for one in group.exceptions]

    def _aim(self, case: AnyCase) -> None:
        """
        Let what the document allows meet what exists; what it forbids stays as it is.
        """
        wrong = {
            location
            for location, component in (case.meta.components if case.meta else {}).items()
            if component.mode.is_negative
        }
        if case.path_parameters and ParameterLocation.PATH not in wrong:
            case.path_parameters = {
                name: self.known.get(name, value) for name, value in case.path_parameters.items()
            }
        if "Idempotency-Key" in (case.headers or {}) and ParameterLocation.HEADER not in wrong:
            case.headers["Idempotency-Key"] = str(uuid4())
        if isinstance(case.body, dict) and ParameterLocation.BODY not in wrong:
            case.body = {**case.body, **_existing(case.body)}


def _schema() -> BaseSchema:
    """
    The document without its credentials: every request carries a good one, and is read to its end.
    """
    document = json.loads(DOCUMENT.read_text("utf-8"))
    for item in document["paths"].values():
        for operation in item.values():
            del operation["security"]
    del document["components"]["securitySchemes"]
    return schemathesis.openapi.from_dict(document)


SCHEMA = _schema()


def operations() -> Iterator[AnyOperation]:
    """
    Every operation of the document.
    """
    for path, item in SCHEMA.raw_schema["paths"].items():
        for method in item:
            yield SCHEMA[path][method.upper()]


def _can_be_wrong(operation: AnyOperation) -> bool:
    """
    Whether the document forbids anything: an operation may have no parameter and no body.
    """
    definition = operation.definition.raw
    return bool(definition.get("parameters") or definition.get("requestBody"))


def _existing(body: Mapping[str, Any]) -> Mapping[str, str]:
    """
    Values that exist, or that nobody has yet, for fields that must be one or the other.
    """
    fresh = uuid4().hex
    values = {
        "plan_code": PLAN,
        "email": f"{fresh}@fuzz.example",
        "owner_email": f"{fresh}@fuzz.example",
        "slug": f"fuzz-{fresh}",
    }
    return {name: values[name] for name in values.keys() & body.keys()}


def _boundary_cases(operation: AnyOperation) -> Iterator[AnyCase]:
    config = SCHEMA.config.generation
    return SCHEMA.iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=config
    )
