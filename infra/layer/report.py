"""
Measures a built layer, and says what would keep it from working in Lambda.
"""

import zipfile
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from infra.layer.elf import unloadable

MEGABYTE = 1_000_000
SIZE_MAX = 250 * MEGABYTE
"""Lambda refuses more, unpacked, for a function and its layers together."""

SIZE_AIM = 100 * MEGABYTE
LARGEST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Report:
    """
    What a layer weighs, and its faults: a layer with any is not fit to deploy.
    """

    unzipped: int
    zipped: int
    largest: list[tuple[str, int]]
    faults: list[str]
    warnings: list[str]

    def __str__(self) -> str:
        parts = ", ".join(f"{name} {_megabytes(size)}" for name, size in self.largest)
        lines = [
            f"Layer: {_megabytes(self.unzipped)} unzipped, {_megabytes(self.zipped)} zipped",
            f"  largest: {parts}",
            *(f"  warning: {warning}" for warning in self.warnings),
            *(f"  fault: {fault}" for fault in self.faults),
        ]
        return "\n".join(lines)


def report(layer: Path) -> Report:
    """
    Look at the layer in *layer*, the folder that holds `python`.
    """
    files = [path for path in sorted(layer.rglob("*")) if path.is_file()]
    weights: Counter[str] = Counter()
    for file in files:
        weights[file.relative_to(layer / "python").parts[0]] += file.stat().st_size
    unzipped = weights.total()
    faults = [
        f"{library.relative_to(layer)} is not for Python 3.13 on arm64"
        for library in unloadable(layer)
    ]
    if unzipped > SIZE_MAX:
        faults.append(f"over {_megabytes(SIZE_MAX)}, which Lambda refuses")
    warnings = [f"over our aim of {_megabytes(SIZE_AIM)}"] if unzipped > SIZE_AIM else []
    return Report(
        unzipped, _zipped(layer, files), weights.most_common(LARGEST_SHOWN), faults, warnings
    )


def _zipped(layer: Path, files: list[Path]) -> int:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(layer))
    return len(buffer.getvalue())


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB"
