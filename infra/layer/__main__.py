"""
The layer from the command line: `prepare PLATFORM`, `build PLATFORM FOLDER`, `report FOLDER`.
"""

import argparse
import sys
from pathlib import Path

from infra.layer.build import build, dependencies
from infra.layer.places import Platform
from infra.layer.report import report


def main() -> int:
    """
    Do what the arguments ask, and answer with the process's exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m infra.layer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare", help="download and compile what build needs")
    preparing.add_argument("platform", type=Platform, choices=list(Platform))
    building = commands.add_parser("build", help="make FOLDER/python")
    building.add_argument("platform", type=Platform, choices=list(Platform))
    building.add_argument("folder", type=Path)
    reporting = commands.add_parser("report", help="measure and check FOLDER/python")
    reporting.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "prepare":
        dependencies(arguments.platform)
        return 0
    if arguments.command == "build":
        build(arguments.platform, arguments.folder / "python")
        return 0
    found = report(arguments.folder)
    print(found)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
