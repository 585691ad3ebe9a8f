"""
What must not stand in any file that we publish.
"""

import re

import pytest

from tests.tidy.sources import name_of, own_files

TEXT_BYTES_MAX = 1_000_000


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of somebody's machine", r"(?<![\w.$}])/(?:root|work|home|Users)/"),
        (
            "a package registry",
            r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]org",
        ),
        (
            "an API key of ours, but for the zeros of examples",
            r"tnt_(?:live|test)_(?!0{30})[0-9A-Za-z]{36}",
        ),
        ("a private key", r"BEGIN (?:[A-Z]+ )?PRIVATE KEY"),
    ],
)
def test_no_file_holds(what: str, pattern: str) -> None:
    holding = [
        f"{name_of(path)}: {what}"
        for path in own_files()
        if path.stat().st_size <= TEXT_BYTES_MAX
        and re.search(pattern, path.read_text(errors="replace"))
    ]

    assert holding == []


def test_no_file_is_too_big_to_read() -> None:
    assert [name_of(path) for path in own_files() if path.stat().st_size > TEXT_BYTES_MAX] == []
