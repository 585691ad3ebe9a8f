"""
Builds the layer that every function shares: pinned wheels, pruned and compiled, and our own code.

`python -m infra.layer build arm64 FOLDER` is what `sam build` runs, through layers/common/Makefile.
`python -m infra.layer report FOLDER` measures and checks what was built.
"""
