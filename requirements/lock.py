"""
Compile every `*.in` file here into the pinned and hashed list that the Makefile installs.

`make lock` keeps the pins that still fit, `make lock UPGRADE=1` takes the newest of everything, and
`--check` tells, without network, whether a compiled list still belongs to its sources.
"""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".local" / "uv" / "bin" / "uv"

COMPILED = {
    "requirements/uv.in": "requirements/uv.txt",
    "requirements/layer.in": "layers/common/requirements.txt",
    "requirements/dev.in": "requirements/dev.txt",
    "requirements/local.in": "requirements/local.txt",
    "requirements/sam.in": "requirements/sam.txt",
}
"""Source and result, in the order of compiling: `dev.in` is constrained by what the layer ships."""

OPTIONS = [
    "--quiet",
    # One list for every developer's system and for Lambda's processor.
    "--universal",
    "--python-version=3.13",
    "--generate-hashes",
    # Where packages come from is a matter of the machine that installs, not of this repository.
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--annotation-style=line",
]


def header(source: Path) -> str:
    """
    The first lines of a compiled list: where it comes from, and a digest of all its sources.
    """
    digest = sha256(" ".join(OPTIONS).encode())
    for path in _sources(source):
        digest.update(path.read_bytes())
    name = source.relative_to(ROOT)
    return (
        f"# Compiled by `make lock` from {name}; not edited by hand.\n"
        f"# Sources: sha256 {digest.hexdigest()}\n"
    )


def stale() -> list[str]:
    """
    The compiled lists that do not belong to their sources any more.
    """
    return [
        compiled
        for source, compiled in COMPILED.items()
        if not (ROOT / compiled).exists()
        or not (ROOT / compiled).read_text().startswith(header(ROOT / source))
    ]


def compile_all(*, upgrade: bool) -> None:
    """
    Resolve every list anew, keeping the pins that still fit unless *upgrade* is asked for.
    """
    for source, compiled in COMPILED.items():
        arguments = [
            *OPTIONS,
            *(["--upgrade"] if upgrade else []),
            "--output-file",
            compiled,
            source,
        ]
        subprocess.run(
            [UV, "pip", "compile", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        path = ROOT / compiled
        path.write_text(header(ROOT / source) + path.read_text())


def _sources(path: Path) -> list[Path]:
    """
    The file itself and every file that it includes (`-r`) or is held to (`-c`).
    """
    found = [path]
    for line in path.read_text().splitlines():
        flag, _, target = line.partition(" ")
        if flag in {"-r", "-c"}:
            found += _sources((path.parent / target).resolve())
    return found


def main(arguments: list[str]) -> int:
    """
    Check or compile, and answer with the process's exit code.
    """
    if "--check" not in arguments:
        compile_all(upgrade="--upgrade" in arguments)
        return 0
    for compiled in (old := stale()):
        print(
            f"{compiled} does not belong to its sources any more: run `make lock`", file=sys.stderr
        )
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
