"""
The layer as Lambda gets it: right processor, compiled, complete without what was pruned, small.
"""

import ast
import importlib.util
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from infra.layer.build import build
from infra.layer.elf import unloadable
from infra.layer.places import IN_LAMBDA, Platform
from infra.layer.prune import SERVICES
from infra.layer.report import report
from tests.tidy.sources import FUNCTIONS, LAYER, ROOT, parsed, python_files

HEADER_BYTES = 16
HASHED_AND_NEVER_CHECKED = 1

IMPORT_ALL = f"""
import importlib, sys
functions, layer, *modules = sys.argv[1:]
sys.path[:0] = [functions, layer]
for module in modules:
    importlib.import_module(module)
from botocore.session import get_session
for service in {SERVICES!r}:
    get_session().create_client(service, region_name="eu-west-1")
"""
"""What every function does when it starts, all in one process that sees nothing but the layer."""

DESCRIBE_CLIENTS = f"""
import sys
sys.path[:0] = sys.argv[1:]
from botocore.session import get_session
for service in {SERVICES!r}:
    for region in ["eu-west-1", "us-gov-west-1", "cn-north-1"]:
        client = get_session().create_client(service, region_name=region)
        model = client.meta.service_model
        print(client.meta.endpoint_url, model.signing_name, client._request_signer.region_name)
    for name in model.operation_names:
        operation = model.operation_model(name)
        for shape in [operation.input_shape, operation.output_shape]:
            print(name, shape and [*shape.members.items()])
"""


@pytest.fixture(scope="module")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arm64")
    build(Platform.ARM64, folder / "python")
    return folder


def test_every_library_is_for_python_3_13_on_arm64(layer: Path) -> None:
    assert list(layer.rglob("*.so"))
    assert unloadable(layer) == []


@pytest.mark.parametrize(
    ("name", "processor", "is_loadable"),
    [
        ("fast.cpython-313-aarch64-linux-gnu.so", 183, True),
        ("fast.abi3.so", 183, True),
        ("fast.cpython-313-x86_64-linux-gnu.so", 62, False),
        ("fast.abi3.so", 62, False),
        ("fast.cpython-312-aarch64-linux-gnu.so", 183, False),
        ("fast.so.1", 183, False),
        ("fast.libs/libfast-1f.so.6.0", 183, True),
        ("fast.libs/libfast-1f.so.6.0", 62, False),
    ],
)
def test_a_library_for_another_machine_is_found(
    tmp_path: Path, name: str, processor: int, is_loadable: bool
) -> None:
    library = tmp_path / name
    library.parent.mkdir(exist_ok=True)
    library.write_bytes(b"\x7fELF\x02\x01".ljust(18, b"\0") + processor.to_bytes(2, "little"))

    assert (unloadable(tmp_path) == []) == is_loadable


def test_every_module_is_compiled_and_its_bytecode_is_never_checked(layer: Path) -> None:
    sources = list(layer.rglob("*.py"))

    headers = {_bytecode_of(source).read_bytes()[:8] for source in sources}

    assert len(sources) > 500
    expected = importlib.util.MAGIC_NUMBER + HASHED_AND_NEVER_CHECKED.to_bytes(4, "little")
    assert headers == {expected}


def test_bytecode_holds_the_paths_of_lambda_not_of_the_builder(layer: Path) -> None:
    bytecode = _bytecode_of(layer / "python" / "tenantry" / "errors.py").read_bytes()

    code = marshal.loads(bytecode[HEADER_BYTES:])  # noqa: S302 - written by our own build

    assert isinstance(code, CodeType)
    assert code.co_filename == f"{IN_LAMBDA}/tenantry/errors.py"


def test_every_file_can_be_read_by_the_user_that_functions_run_as(layer: Path) -> None:
    modes = {path.stat().st_mode & 0o777 for path in (layer / "python").rglob("*")}

    assert modes == {0o644, 0o755}


def test_licences_are_shipped_and_installers_notes_are_not(layer: Path) -> None:
    notes = [path for path in layer.rglob("*") if path.parent.suffix == ".dist-info"]

    packages = {path.parent for path in notes if path.name == "METADATA"}
    licensed = {path.parent for path in notes if path.name.startswith(("LICENSE", "licenses"))}
    assert packages == licensed
    assert not [path for path in notes if path.name == "RECORD"]


def test_the_layer_is_fit_to_deploy_and_within_its_aim(layer: Path) -> None:
    found = report(layer)

    assert found.faults == []
    assert found.warnings == []


def test_exactly_the_services_that_we_call_are_kept() -> None:
    # PynamoDB makes the client of dynamodb.
    called = {"dynamodb"} | {
        service
        for path in python_files("layers/common/tenantry", "functions")
        for service in _clients_made_in(path)
    }

    assert called == set(SERVICES)


def test_all_code_starts_with_nothing_but_the_layer(tmp_path: Path) -> None:
    build(Platform.HOST, tmp_path / "python")
    names = set(re.findall(r"[A-Z]+_[A-Z_]+", (LAYER / "settings.py").read_text()))
    # In Lambda, a function may read its secret while it starts; there is none to read here.
    names -= {"AWS_LAMBDA_FUNCTION_NAME"}
    environment = dict.fromkeys(names, "http://127.0.0.1") | {
        "PATH": os.environ["PATH"],
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
    }

    isolated = [sys.executable, "-I", "-S", "-W", "error", "-c", IMPORT_ALL]
    started = subprocess.run(
        [*isolated, FUNCTIONS, tmp_path / "python", *_module_names()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.stderr == ""
    assert started.returncode == 0


def test_clients_of_the_pruned_layer_are_those_of_the_whole_library(tmp_path: Path) -> None:
    build(Platform.HOST, tmp_path / "python")

    pruned, whole = _clients([str(tmp_path / "python")]), _clients([])

    assert "PutItem" in pruned
    assert "https://dynamodb.cn-north-1.amazonaws.com.cn dynamodb cn-north-1" in pruned
    assert pruned == whole


def _clients(path: list[str]) -> str:
    environment = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}
    command = [sys.executable, "-c", DESCRIBE_CLIENTS, *path]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return run.stdout


def _bytecode_of(source: Path) -> Path:
    return Path(importlib.util.cache_from_source(source))


def _module_names() -> list[str]:
    names = [path.relative_to(LAYER.parent) for path in python_files("layers/common/tenantry")]
    names += [path.relative_to(FUNCTIONS) for path in python_files("functions")]
    return [".".join(name.with_suffix("").parts).removesuffix(".__init__") for name in names]


def _clients_made_in(path: Path) -> Iterator[str]:
    """
    The services named where a client is made, as `create_client("sqs")` or `client("sqs")`.
    """
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr=name) | ast.Name(id=name),
                args=[ast.Constant(value=str(service)), *_],
            ) if name.endswith("client"):
                yield service
            case _:
                pass
