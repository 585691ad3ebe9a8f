"""
template.yaml and the functions' folder say the same.
"""

from pathlib import Path

import pytest

from tests.tidy.sources import FUNCTIONS, handler_of, python_files
from tests.tidy.template import resources, template


def test_every_handler_of_the_template_exists() -> None:
    wanted = {function["Handler"] for function in resources("AWS::Serverless::Function").values()}

    assert wanted - _handlers_in_folders() == set()


def test_every_handler_is_deployed() -> None:
    deployed = {function["Handler"] for function in resources("AWS::Serverless::Function").values()}

    assert _handlers_in_folders() - deployed == set()


def test_every_function_folder_has_a_handler() -> None:
    folders = {path.relative_to(FUNCTIONS).parts[0] for path in python_files("functions")}

    assert folders == {handler.split(".")[0] for handler in _handlers_in_folders()}


def test_no_handler_is_deployed_twice() -> None:
    functions = resources("AWS::Serverless::Function")

    assert len({function["Handler"] for function in functions.values()}) == len(functions)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [("Runtime", "python3.13"), ("Architectures", ["arm64"]), ("CodeUri", "functions/")],
)
def test_all_functions_share_what_the_layer_is_built_for(setting: str, expected: object) -> None:
    everywhere = template()["Globals"]["Function"].get(setting)
    functions = resources("AWS::Serverless::Function")

    found = {name: function.get(setting, everywhere) for name, function in functions.items()}

    assert found == dict.fromkeys(functions, expected)


def test_every_function_that_gives_cursors_may_read_the_key_that_signs_them() -> None:
    functions, roles = resources("AWS::Serverless::Function"), resources("AWS::IAM::Role")
    granted = {
        function["Handler"]: function.get("Policies") or roles[function["Role"]["Fn::GetAtt"][0]]
        for function in functions.values()
    }

    without = {
        handler
        for handler, given in granted.items()
        if "is_list=True" in _source_of(handler) and "ServerKeyAccess" not in str(given)
    }

    assert without == set()


def test_the_layer_is_built_by_its_makefile() -> None:
    layer = template()["Resources"]["CommonLayer"]

    assert layer["Metadata"]["BuildMethod"] == "makefile"
    assert Path(layer["Properties"]["ContentUri"]) == Path("layers/common")
    assert layer["Properties"]["CompatibleRuntimes"] == ["python3.13"]


def _handlers_in_folders() -> set[str]:
    return {handler for path in python_files("functions") if (handler := handler_of(path))}


def _source_of(handler: str) -> str:
    return (FUNCTIONS / f"{handler.removesuffix('.handler').replace('.', '/')}.py").read_text()
