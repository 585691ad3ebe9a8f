"""
The taxonomy of refusals: stable codes, and words for the person who asked.
"""

import importlib
import pkgutil

import pytest

import tenantry
from tenantry import errors
from tenantry.errors import LimitExceeded, TenantryError, Unavailable, invalid_fields

CATEGORIES: set[type[TenantryError]] = {
    errors.ChangedMeanwhile,
    errors.Conflict,
    errors.Forbidden,
    errors.Invalid,
    errors.LimitExceeded,
    errors.MethodNotAllowed,
    errors.Misdirected,
    errors.NotFound,
    errors.RuleBroken,
    errors.TooLarge,
    errors.Unauthenticated,
    errors.Unavailable,
}


def all_errors(kind: type[TenantryError] = TenantryError) -> set[type[TenantryError]]:
    below = set(kind.__subclasses__())
    return below.union(*(all_errors(one) for one in below)) if below else below


def load_every_module() -> None:
    for module in pkgutil.walk_packages(tenantry.__path__, "tenantry."):
        importlib.import_module(module.name)


def test_every_public_error_belongs_to_one_category_and_has_its_own_code() -> None:
    load_every_module()
    public = {kind for kind in all_errors() if not kind.__name__.startswith("_")}
    own = public - CATEGORIES

    codes = [kind.code for kind in own]

    assert all(any(issubclass(kind, category) for category in CATEGORIES) for kind in own)
    assert len(set(codes) | {"credential.invalid"}) == len(codes)
    assert not set(codes) & {kind.code for kind in CATEGORIES - {errors.Unauthenticated}}


def test_several_wrong_fields_are_all_named_and_the_first_one_is_said() -> None:
    error = invalid_fields([("email", "must be an address"), ("name", "is missing")], row=3)

    assert str(error) == "email: must be an address"
    assert error.context["row"] == 3
    assert error.context["errors"] == [
        {"field": "email", "detail": "must be an address"},
        {"field": "name", "detail": "is missing"},
    ]


def test_who_comes_too_often_or_too_early_is_told_when_to_come_back() -> None:
    too_often, busy = LimitExceeded("too often", retry_after=17), Unavailable("busy")

    assert (too_often.retry_after, too_often.context) == (17, {"retry_after": 17})
    assert (busy.retry_after, busy.context) == (1, {"retry_after": 1})


@pytest.mark.parametrize("name", ["type", "title", "status", "code"])
def test_no_further_fact_hides_a_member_of_every_answer(name: str) -> None:
    with pytest.raises(AssertionError):
        errors.RuleBroken("it has ended", **{name: "expired"})
