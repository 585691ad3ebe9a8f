"""
Whether what is sent to Stripe has the form that its own library declares for it.
"""

import builtins
import sys
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict


class _Elsewhere[*T]:
    """
    A class that the library imports for type checkers only; nothing that we send is one.
    """


class _Names(dict[str, Any]):
    """
    What the library's annotations name.
    """

    def __init__(self, module: str) -> None:
        super().__init__(vars(builtins) | vars(sys.modules[module]))

    def __missing__(self, name: str) -> object:
        if name.startswith("__"):
            # A debugger's question, and nobody's type.
            raise KeyError(name)
        return _Elsewhere


def faults(value: object, declared: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - a type's form
    """
    Everything in a value that the declared type does not have, by its place.
    """
    origin, arguments = get_origin(declared), get_args(declared)
    if is_typeddict(declared):
        yield from _faults_of_keys(value, declared, at)
    elif origin in {Union, UnionType}:
        yield from _faults_of_union(value, arguments, at)
    elif origin is list and isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(item, arguments[0], f"{at}[{number}]")
    elif origin is dict and isinstance(value, dict):
        for name, item in value.items():
            yield from faults(item, arguments[1], f"{at}.{name}")
    elif origin is Literal:
        if value not in arguments:
            yield f"{at}: {value!r} is none of {arguments}"
    elif declared is not Any and type(value) is not (origin or declared):
        yield f"{at}: {value!r} is no {declared}"


def _faults_of_keys(value: object, declared: Any, at: str) -> Iterator[str]:  # noqa: ANN401 - a type's form
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no {declared.__name__}"
        return
    known = get_type_hints(declared, localns=_Names(declared.__module__))
    yield from (f"{at}.{name}: is missing" for name in declared.__required_keys__ - value.keys())
    for name, item in value.items():
        if name not in known:
            yield f"{at}.{name}: is unknown"
        else:
            yield from faults(item, known[name], f"{at}.{name}")


def _faults_of_union(value: object, choices: tuple[Any, ...], at: str) -> Iterator[str]:
    words = [choice for choice in choices if get_origin(choice) is Literal]
    # The library declares enumerations as open ones; what we send is among the words it knows.
    closed = [choice for choice in choices if not (words and choice is str)]
    found = [list(faults(value, choice, at)) for choice in closed]
    if [] not in found:
        yield from min(found, key=len)
