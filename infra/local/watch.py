"""
Noticing that code has changed.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

type Stamps = dict[str, int]


class Watch:
    """
    Files and folders, and how they were when last asked.
    """

    def __init__(self, places: Sequence[Path]) -> None:
        self._places = places
        self._seen = self._stamps()

    def changed(self) -> set[Path]:
        """
        The files that were written, added or removed since the last call.
        """
        before, self._seen = self._seen, self._stamps()
        return {Path(path) for path, _ in before.items() ^ self._seen.items()}

    def _stamps(self) -> Stamps:
        return dict(stamp for place in self._places for stamp in _stamps_below(place))


def _stamps_below(place: Path) -> Iterator[tuple[str, int]]:
    if place.is_file():
        yield str(place), place.stat().st_mtime_ns
    for folder, folders, files in os.walk(place):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            path = os.path.join(folder, name)  # noqa: PTH118, asked twice a second for hundreds of files
            try:
                yield path, os.stat(path).st_mtime_ns  # noqa: PTH116, the same
            except FileNotFoundError:
                # Editors write beside a file and rename; between the two it is not there.
                continue
