"""
Takes out what no function needs: botocore describes over 400 services and we call a handful.
"""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

SERVICES = (
    "acm",
    "cloudfront",
    "dynamodb",
    "events",
    "kms",
    "lambda",
    "s3",
    "secretsmanager",
    "sesv2",
    "sqs",
)
"""
The services that code in the layer and in functions may make clients of.

To use another one, add the name of its folder in botocore/data; tests/release fails until then.
"""

UNUSED_PACKAGES = ("fontpkg", "fontpkg-*.dist-info", "reportlab/fonts", "reportlab/graphics")
"""Of the packages of fonts we read the fonts; documents have no pictures and no others."""

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

UNUSED_FILES = (
    "fontpkg_noto_sans/files/NotoSans-Italic*.ttf",
    # Of Pillow what reads PNG, JPEG and WebP, and scales: partners' pictures are made with it, and
    # the PDF library imports it.
    "PIL/_avif*",
    "PIL/_imagingcms*",
    "PIL/_imagingft*",
    "PIL/_imagingtk*",
    "pillow.libs/libavif-*",
    "pillow.libs/libbrotli*",
    "pillow.libs/libfreetype-*",
    "pillow.libs/libharfbuzz-*",
    "pillow.libs/liblcms2-*",
)
"""Documents have no italics, and Pillow is asked neither to draw nor to convert profiles."""

PROSE = {"documentation", "documentationUrl"}


def prune(folder: Path) -> None:
    """
    Remove services, tests, scripts and installers' notes that Lambda has no use for from *folder*.
    """
    descriptions = folder / "botocore" / "data"
    for description in descriptions.iterdir():
        # The files beside these folders (endpoints, partitions, defaults) are read by every client.
        if description.is_dir() and description.name not in SERVICES:
            shutil.rmtree(description)
    _shorten_endpoints(descriptions / "endpoints.json")
    for service in descriptions.rglob("service-2.json.gz"):
        _shorten_service(service)
    for package in (path for pattern in UNUSED_PACKAGES for path in folder.glob(pattern)):
        shutil.rmtree(package)
    for file in (path for pattern in UNUSED_FILES for path in folder.glob(pattern)):
        file.unlink()
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / ".lock").unlink(missing_ok=True)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and path.name in UNUSED_FOLDERS:
            shutil.rmtree(path)
        elif path.parent.suffix == ".dist-info" and path.name in INSTALLER_NOTES:
            path.unlink()


def _shorten_endpoints(path: Path) -> None:
    """
    Every client reads the endpoints of all services; keep those that we call.
    """
    endpoints = json.loads(path.read_bytes())
    # The older file names some services by the first part of their host.
    kept = {*SERVICES, "email"}
    for partition in endpoints["partitions"]:
        partition["services"] = {
            name: service for name, service in partition["services"].items() if name in kept
        }
    path.write_text(json.dumps(endpoints, separators=(",", ":")))


def _shorten_service(path: Path) -> None:
    """
    Most of a service's description is prose, which a cold start would unpack and parse.
    """
    description = json.loads(gzip.decompress(path.read_bytes()))
    shortened = json.dumps(_without_prose(description), separators=(",", ":"))
    path.with_suffix("").write_text(shortened)
    path.unlink()


def _without_prose(description: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(description, list):
        return [_without_prose(part) for part in description]
    if not isinstance(description, dict):
        return description
    return {
        name: _without_prose(part)
        for name, part in description.items()
        # A member of a shape may be called so too: that one is described by an object.
        if not (name in PROSE and isinstance(part, str))
    }
