"""
The local stack's server, started once for all tests that need it.
"""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local.launcher import Engine
from infra.local.stack import LocalStack
from infra.local.tables import create_table
from tests.emulator.provisioned import Programme, provision

CONTRACT = Path(__file__).resolve().parent / "contract"

# Functions of that stack, imported by their Lambda alone.
collect_ignore = ["contract"]

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """
    MiniStack with nothing deployed; tests make the tables that they need.
    """
    with Engine(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture
def new_table(engine: Engine) -> Callable[[], str]:
    """
    Makes an empty table as template.yaml declares it, and gives its name.
    """

    def make() -> str:
        name = f"table-{next(numbers)}"
        create_table(engine.endpoint_url, name)
        return name

    return make


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """
    The whole product, deployed from template.yaml.
    """
    with LocalStack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def shared_programme(stack: LocalStack) -> Programme:
    """
    An operator and a plan of that stack.
    """
    return provision(stack)


@pytest.fixture(scope="module")
def programme(shared_programme: Programme) -> Programme:
    """
    The product with an operator and a plan, for tests that have resellers and names of their own.

    Several files use the same one. Whoever counts all mails or all items, changes the plan or the
    programme, or breaks something, has a `provisioned` stack.
    """
    shared_programme.forget_limits()
    return shared_programme


@pytest.fixture(scope="session")
def contract_template() -> Path:
    """
    A small template with one of each kind of resource, to see what MiniStack makes of them.
    """
    return CONTRACT / "template.yaml"


@pytest.fixture(scope="session")
def contract_in(contract_template: Path) -> Callable[[Path], LocalStack]:
    """
    Makes a stack of the small template that keeps its data in a folder.
    """
    code = [CONTRACT / "functions"]
    return lambda folder: LocalStack(folder, template=contract_template, code=code, keeps=True)


@pytest.fixture(scope="session")
def contract(
    tmp_path_factory: pytest.TempPathFactory, contract_in: Callable[[Path], LocalStack]
) -> Iterator[LocalStack]:
    """
    The stack of the small template.
    """
    with contract_in(tmp_path_factory.mktemp("contract")) as running:
        yield running
