"""
Write the document, its page and what the gateway imports, or with `--check` say how they differ.
"""

import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice
from pathlib import Path

from infra import gateway
from infra.local.places import ROOT, TEMPLATE
from infra.local.template import load
from tools.openapi.document import document
from tools.openapi.page import page

FOLDER = ROOT / "functions" / "public_site"
DIFFERENCE_LINES_MAX = 60


def made() -> dict[Path, str]:
    """
    The three files, by where they lie.
    """
    described = document()
    text = json.dumps(described, indent=2, ensure_ascii=False)
    return {
        FOLDER / "openapi.json": f"{text}\n",
        FOLDER / "docs.html": page(described),
        gateway.DOCUMENT: gateway.document_text(load(TEMPLATE)),
    }


def write() -> None:
    """
    Write them.
    """
    for path, text in made().items():
        path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)}: {len(text.encode()) / 1000:.0f} kB")


def differences() -> Iterator[str]:
    """
    What a reader needs to see of how the committed files differ from the code.
    """
    for path, text in made().items():
        committed = path.read_text("utf-8") if path.exists() else ""
        lines = unified_diff(
            committed.splitlines(),
            text.splitlines(),
            f"committed {path.name}",
            f"made {path.name}",
            lineterm="",
            n=1,
        )
        yield from islice(lines, DIFFERENCE_LINES_MAX)


def check() -> int:
    """
    The exit status: 1 when the files differ.
    """
    shown = list(differences())
    if shown:
        print(*shown, sep="\n")
        print(
            "\nThis is not what code and template make: run `make openapi` and commit the result."
        )
    return 1 if shown else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    write()
