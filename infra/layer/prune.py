"""
Takes out what no function needs: botocore describes over 400 services and we call a handful.
"""

import shutil
from pathlib import Path

SERVICES = (
    "dynamodb",
    "events",
    "lambda",
    "secretsmanager",
    "sesv2",
    "sqs",
)
"""
The services that code in the layer and in functions may make clients of.

To use another one, add the name of its folder in botocore/data; tests/release fails until then.
"""

UNUSED_FOLDERS = {"tests", "test", "__pycache__", "sboms"}
INSTALLER_NOTES = {
    "RECORD",
    "INSTALLER",
    "REQUESTED",
    "direct_url.json",
    "uv_cache.json",
    "zip-safe",
    "top_level.txt",
}
"""Files of a dist-info that only installers read. Metadata and licences stay."""


def prune(folder: Path) -> None:
    """
    Remove services, tests, scripts and installers' notes that Lambda has no use for from *folder*.
    """
    for description in (folder / "botocore" / "data").iterdir():
        # The files beside these folders (endpoints, partitions, defaults) are read by every client.
        if description.is_dir() and description.name not in SERVICES:
            shutil.rmtree(description)
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and path.name in UNUSED_FOLDERS:
            shutil.rmtree(path)
        elif path.parent.suffix == ".dist-info" and path.name in INSTALLER_NOTES:
            path.unlink()
