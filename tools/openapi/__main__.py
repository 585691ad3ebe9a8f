"""
Write the document and its page, or with `--check` say how what is committed differs from the code.
"""

import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice

from infra.local.places import ROOT
from tools.openapi.document import document
from tools.openapi.page import page

FOLDER = ROOT / "functions" / "public_site"
DIFFERENCE_LINES_MAX = 60


def made() -> dict[str, str]:
    """
    Both files, by their names.
    """
    described = document()
    text = json.dumps(described, indent=2, ensure_ascii=False)
    return {"openapi.json": f"{text}\n", "docs.html": page(described)}


def write() -> None:
    """
    Write both files.
    """
    for name, text in made().items():
        (FOLDER / name).write_text(text, "utf-8")
        print(f"{(FOLDER / name).relative_to(ROOT)}: {len(text.encode()) / 1000:.0f} kB")


def differences() -> Iterator[str]:
    """
    What a reader needs to see of how the committed files differ from the code.
    """
    for name, text in made().items():
        path = FOLDER / name
        committed = path.read_text("utf-8") if path.exists() else ""
        lines = unified_diff(
            committed.splitlines(),
            text.splitlines(),
            f"committed {name}",
            f"made {name}",
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
            "\nThe document is not what the code makes: run `make openapi` and commit the result."
        )
    return 1 if shown else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    write()
