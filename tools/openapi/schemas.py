"""
The bodies' classes as schemas of the document.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

type Schema = dict[str, Any]
type Mode = Literal["validation", "serialization"]

PLACE = "#/components/schemas/"
_MOMENT = re.compile(r".+_(at|until)")
"""How every moment is named."""
_REQUIREMENT = re.compile(r" \(R-[A-Z]+-\d+\)")


class Schemas:
    """
    The schemas of bodies that are taken and given; a class is named without its ending `Body`.
    """

    def __init__(self, taken: Sequence[type[BaseModel]], given: Sequence[type[BaseModel]]) -> None:
        wanted: list[tuple[type[BaseModel], Mode]] = [
            *((model, "validation") for model in taken),
            *((model, "serialization") for model in given),
        ]
        references, document = models_json_schema(wanted, ref_template=f"{PLACE}{{model}}")
        definitions: dict[str, Schema] = document["$defs"]
        names = {name: _name(name) for name in definitions}
        assert len(set(names.values())) == len(names), "two schemas have one name"
        self._references = {
            key: names[reference["$ref"].removeprefix(PLACE)]
            for key, reference in references.items()
        }
        self.components = {
            names[name]: _renamed(_tidy(schema), names) for name, schema in definitions.items()
        }
        for name in {self._references[model, "serialization"] for model in given}:
            _say_moments(self.components[name])

    def taken(self, model: type[BaseModel]) -> Schema:
        """
        Where the schema of a request's body stands.
        """
        return {"$ref": PLACE + self._references[model, "validation"]}

    def given(self, model: type[BaseModel]) -> Schema:
        """
        Where the schema of an answer's body stands.
        """
        return {"$ref": PLACE + self.name_of(model)}

    def name_of(self, model: type[BaseModel]) -> str:
        """
        What an answer's body is called.
        """
        return self._references[model, "serialization"]


def parameters_of(model: type[BaseModel]) -> list[Schema]:
    """
    The parameters of a query string; an absent one is absent, and never null.
    """
    schema = _tidy(model.model_json_schema(ref_template=f"{PLACE}{{model}}"))
    definitions = schema.get("$defs", {})
    return [
        _parameter(
            name, _inlined(_without_null(part), definitions), name in schema.get("required", ())
        )
        for name, part in schema["properties"].items()
    ]


def _parameter(name: str, schema: Schema, required: bool) -> Schema:  # noqa: FBT001, as OpenAPI calls it
    parameter: Schema = {"name": name, "in": "query"}
    if "description" in schema:
        parameter["description"] = schema.pop("description")
    if required:
        parameter["required"] = True
    return {**parameter, "schema": schema}


def _without_null(schema: Schema) -> Schema:
    kept = {name: value for name, value in schema.items() if (name, value) != ("default", None)}
    choices = [choice for choice in kept.pop("anyOf", []) if choice != {"type": "null"}]
    for choice in choices:
        kept = {**choice, **kept}
    return kept


def _inlined(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    name = schema.get("$ref", "").removeprefix(PLACE)
    if not name:
        return schema
    rest = {key: value for key, value in schema.items() if key != "$ref"}
    definition = {key: value for key, value in definitions[name].items() if key != "description"}
    return {**definition, **rest}


def _name(name: str) -> str:
    """
    `PlanBody` as `Plan`; of two classes `Status`, that of tenants as `TenantStatus`.
    """
    *folders, last = name.split("__")
    if folders:
        concept = next(folder for folder in folders if folder != "tenantry")
        last = "".join(part.title() for part in concept.removesuffix("s").split("_")) + last
    return last.removesuffix("Body")


def _tidy(schema: Schema) -> Schema:
    """
    The schema without titles, which only repeat names, and without numbers of requirements.
    """

    def tidy(part: Schema) -> Schema:
        kept = {keyword: value for keyword, value in part.items() if keyword != "title"}
        if "description" in kept:
            kept["description"] = _REQUIREMENT.sub("", " ".join(kept["description"].split()))
        return kept

    return _walked(schema, tidy)


def _renamed(schema: Schema, names: dict[str, str]) -> Schema:
    def rename(part: Schema) -> Schema:
        if "$ref" not in part:
            return part
        return {**part, "$ref": PLACE + names[part["$ref"].removeprefix(PLACE)]}

    return _walked(schema, rename)


def _walked(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """
    The schema with *change* applied to it and to each schema inside.
    """
    walked = change(schema)
    for keyword in ("properties", "$defs"):
        if keyword in walked:
            parts = walked[keyword].items()
            walked = {**walked, keyword: {name: _walked(part, change) for name, part in parts}}
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(walked.get(keyword), dict):
            walked = {**walked, keyword: _walked(walked[keyword], change)}
    for keyword in ("anyOf", "oneOf", "allOf"):
        if keyword in walked:
            walked = {**walked, keyword: [_walked(part, change) for part in walked[keyword]]}
    return walked


def _say_moments(schema: Schema) -> None:
    for name, part in schema["properties"].items():
        if _MOMENT.fullmatch(name):
            for choice in part.get("anyOf", [part]):
                if choice["type"] == "string":
                    choice["format"] = "date-time"
