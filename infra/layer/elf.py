"""
Reads of a compiled library just what tells whether Lambda's processor and Python can load it.
"""

from pathlib import Path

AARCH64 = 183
"""The processor's number in an ELF header, `e_machine`."""

LOADABLE_ENDINGS = (".cpython-313-aarch64-linux-gnu.so", ".abi3.so")


def machine(library: Path) -> int | None:
    """
    The processor that *library* was compiled for; None when it is no 64-bit little-endian ELF file.
    """
    with library.open("rb") as file:
        header = file.read(20)
    is_elf_64_little = header[:6] == b"\x7fELF\x02\x01"
    return int.from_bytes(header[18:20], "little") if is_elf_64_little else None


def unloadable(folder: Path) -> list[Path]:
    """
    The compiled libraries in *folder* that Python 3.13 on arm64 would refuse.

    What a wheel brings for its own modules stands in `<name>.libs`, under whatever name: the system
    loads it, and Python never looks for it.
    """
    return [
        library
        for library in sorted(folder.rglob("*.so*"))
        if machine(library) != AARCH64
        or not (library.name.endswith(LOADABLE_ENDINGS) or library.parent.suffix == ".libs")
    ]
