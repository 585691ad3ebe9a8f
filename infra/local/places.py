"""
Where things are, and the few names and numbers that several parts of the local stack share.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATE = ROOT / "template.yaml"
CODE = (ROOT / "functions", ROOT / "layers" / "common")
"""What Lambda would put on `sys.path`: the functions' folder and the layer's."""

DATA = ROOT / ".local" / "data"
"""What `make run` keeps from one start to the next."""

SERVER_PYTHON = ROOT / ".local" / "venv" / "bin" / "python"
"""MiniStack has its own environment, because it pins botocore."""

WORKER_PYTHON = ROOT / ".venv" / "bin" / "python"
"""Functions run with the project's own, so they meet exactly the versions that the layer ships."""

HOST = "127.0.0.1"
"""Nothing here ever listens anywhere else."""

REGION = "eu-west-1"
ACCOUNT = "000000000000"
API_ID = "10ca1000"
"""Fixed by the tag `ms-custom-id`, so that the front needs no look-up."""

STACK = "tenantry"

WEBHOOKS = "/v1/webhooks"
"""Where the product takes what providers tell; each has a part of its own behind it."""
