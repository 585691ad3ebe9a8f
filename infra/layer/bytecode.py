"""
Compiles the layer ahead of time: in Lambda the layer is read-only, so Python could keep none.
"""

from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode

from infra.layer.places import IN_LAMBDA


class BytecodeError(Exception):
    """
    A module of the layer does not compile.
    """


def compile_all(folder: Path, root: Path) -> None:
    """
    Write a `.pyc` beside each source in *folder*, which Lambda sees below its place for *root*.

    The mode is `unchecked-hash`: packing changes the files' times, and Python would then throw away
    bytecode that is checked by them.
    """
    compiled = compile_dir(
        folder,
        maxlevels=20,
        quiet=1,
        force=True,
        # Paths of the building machine stay out of the release, and two builds are equal.
        stripdir=str(root),
        prependdir=IN_LAMBDA,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    if not compiled:
        raise BytecodeError(f"not everything in {folder} compiles; see the lines above")
