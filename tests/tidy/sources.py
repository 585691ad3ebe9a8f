"""
The repository's own files, as the tests of this folder look at them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LAYER = ROOT / "layers" / "common" / "tenantry"
FUNCTIONS = ROOT / "functions"
EVERYWHERE = (
    "layers/common/tenantry",
    "functions",
    "infra",
    "requirements",
    "tests",
    "tools",
    "benchmarks",
)

_NOT_OURS = {".git", ".venv", ".local", ".aws-sam", ".hypothesis", "__pycache__"}

type Function = ast.FunctionDef | ast.AsyncFunctionDef
type Documented = Function | ast.ClassDef


def own_files(suffix: str = "") -> list[Path]:
    """
    Every file of the repository that git would track, with this ending of its name.
    """
    return sorted(_walk(ROOT, suffix))


def python_files(*folders: str) -> list[Path]:
    """
    Every Python file below these folders of the repository.
    """
    return [path for folder in folders for path in sorted(_walk(ROOT / folder, ".py"))]


def parsed(path: Path) -> ast.Module:
    """
    The syntax tree of a source file.
    """
    return ast.parse(path.read_text(), filename=str(path))


def name_of(path: Path) -> str:
    """
    A file as messages and lists of exceptions call it: its path in the repository.
    """
    return path.relative_to(ROOT).as_posix()


def functions_in(path: Path) -> Iterator[tuple[str, Function]]:
    """
    Every function and method of a file, with the name of the class that it stands in.
    """
    for name, node in _definitions(parsed(path), ""):
        if not isinstance(node, ast.ClassDef):
            yield name, node


def handler_of(path: Path) -> str | None:
    """
    How a template names the handler that a file of a function ends with; None when it has none.
    """
    names = {_assigned_name(node) or getattr(node, "name", None) for node in parsed(path).body}
    module = ".".join(path.relative_to(FUNCTIONS).with_suffix("").parts)
    return f"{module}.handler" if "handler" in names else None


def public_definitions_in(path: Path) -> Iterator[tuple[str, Documented]]:
    """
    Every function, method and class of a file that others may use.
    """
    for name, node in _definitions(parsed(path), ""):
        if not any(part.startswith("_") for part in name.split(".")):
            yield name, node


def imported_in(tree: ast.Module) -> Iterator[str]:
    """
    The full names of all that a file imports, `from a import b` as `a.b`.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes_in(tree: ast.Module) -> Iterator[str]:
    """
    Every dotted name that a file uses, as `os.environ` or `datetime.now`.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def assigned_in_classes(path: Path, attribute: str) -> Iterator[str]:
    """
    The texts that classes of a file set *attribute* to, as `KIND = "PLAN"`.
    """
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            target = _assigned_name(statement)
            value = getattr(statement, "value", None)
            if target == attribute and isinstance(value, ast.Constant) and value.value:
                yield str(value.value)


def _assigned_name(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return None


def _definitions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Documented]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"{prefix}{child.name}", child
        if isinstance(child, ast.ClassDef):
            yield from _definitions(child, f"{prefix}{child.name}.")


def _walk(folder: Path, suffix: str) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else []:
        if path.name in _NOT_OURS or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _walk(path, suffix)
        elif path.name.endswith(suffix):
            yield path
