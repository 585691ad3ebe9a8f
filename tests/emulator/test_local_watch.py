"""
How the local stack notices that code has changed.
"""

from pathlib import Path

from infra.local.watch import Watch


def test_written_added_and_removed_files_are_named_once(tmp_path: Path) -> None:
    written, added, removed = (tmp_path / name for name in ("written.py", "added.py", "removed.py"))
    written.write_text("1")
    removed.write_text("1")
    watch = Watch([tmp_path])

    written.write_text("2")
    added.write_text("1")
    removed.unlink()

    assert watch.changed() == {written, added, removed}
    assert watch.changed() == set()


def test_what_python_compiles_is_no_change(tmp_path: Path) -> None:
    watch = Watch([tmp_path])

    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("")

    assert watch.changed() == set()


def test_a_single_file_can_be_watched(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    watch = Watch([template])

    template.write_text("Resources: {}")

    assert watch.changed() == {template}
