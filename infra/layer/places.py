"""
Where the layer's parts come from, and which builds of it there are.
"""

from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
UV = ROOT / ".local" / "uv" / "bin" / "uv"
REQUIREMENTS = ROOT / "layers" / "common" / "requirements.txt"
OWN_CODE = ROOT / "layers" / "common" / "tenantry"
CACHE = ROOT / ".local" / "layer"
"""Finished third-party parts, a folder per platform and content of what they are made from."""

IN_LAMBDA = "/opt/python"
"""Where Lambda unpacks the layer's `python` folder."""


class Platform(StrEnum):
    """
    What the compiled wheels are for.
    """

    ARM64 = "arm64"
    HOST = "host"

    @property
    def uv_options(self) -> list[str]:
        """
        How the installer is told. Lambda's Python 3.13 runs on Amazon Linux 2023: glibc 2.34.
        """
        if self is Platform.HOST:
            return []
        return ["--python-version=3.13", "--python-platform=aarch64-manylinux_2_28"]
