"""
Answers what it was given, so that a test can look at it.
"""

import json
import sys
from importlib.util import find_spec
from typing import Any


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    """
    Answer the event; told to by its path, fail or tell which packages there are.
    """
    sys.stderr.write("echo was called\n")
    if event.get("rawPath") == "/fails":
        raise ValueError("secret of the handler")
    answer: object = event
    if event.get("rawPath") == "/packages":
        answer = [name for name in ("ministack", "pynamodb") if find_spec(name)]
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "cookies": ["one=1; HttpOnly", "two=2"],
        "body": json.dumps(answer),
    }
