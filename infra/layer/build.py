"""
Puts a layer together: third-party packages once per set of pins, our own code every time.
"""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from infra.layer.bytecode import compile_all
from infra.layer.places import CACHE, OWN_CODE, REQUIREMENTS, UV, Platform
from infra.layer.prune import prune


def build(platform: Platform, target: Path) -> None:
    """
    Make *target*, which must not exist or be empty, the `python` folder of the layer.
    """
    shutil.copytree(dependencies(platform), target, dirs_exist_ok=True)
    own = target / OWN_CODE.name
    shutil.copytree(OWN_CODE, own, ignore=shutil.ignore_patterns("__pycache__"))
    compile_all(own, target)
    _open_to_all(own)


def dependencies(platform: Platform) -> Path:
    """
    The folder of pruned and compiled packages for *platform*.

    Made at the first call and when its sources have changed; only the making needs the network.
    """
    finished = CACHE / f"{platform}-{_digest(platform)}"
    if finished.exists():
        return finished
    CACHE.mkdir(parents=True, exist_ok=True)
    work = Path(mkdtemp(dir=CACHE))
    try:
        _install(platform, work)
        prune(work)
        compile_all(work, work)
        _open_to_all(work)
        for older in CACHE.glob(f"{platform}-*"):
            shutil.rmtree(older)
        # Renamed when complete: a build stopped half-way leaves nothing that looks finished.
        work.rename(finished)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return finished


def _install(platform: Platform, folder: Path) -> None:
    options = [
        "--quiet",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-deps",
        "--link-mode=copy",
        f"--python={sys.executable}",
        f"--target={folder}",
        *platform.uv_options,
    ]
    command = [str(UV), "pip", "install", *options, f"--requirements={REQUIREMENTS}"]
    # The caller may be `sam`, whose own environment must not decide where packages go.
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run(command, check=True, env=environment)


def _open_to_all(folder: Path) -> None:
    """
    Let everybody read: Lambda unpacks a layer as one user and runs functions as another.
    """
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def _digest(platform: Platform) -> str:
    digest = sha256(f"{platform} {sys.version_info.minor}".encode())
    for source in [REQUIREMENTS, *sorted(Path(__file__).parent.glob("*.py"))]:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
