"""
The data-processing agreement as the walks publish and accept it.
"""

from hashlib import sha256
from typing import Any

VERSION = "2026-11"
TEXT = "1. The processor acts on instructions alone.\n2. It tells of a breach without delay.\n"

type Json = dict[str, Any]


def a_document(version: str = VERSION, text: str = TEXT) -> Json:
    """
    What an operator publishes.
    """
    return {"version": version, "title": "Data processing", "text": text}


def a_signature(version: str = VERSION, text: str = TEXT) -> Json:
    """
    What an owner accepts it with.
    """
    return {
        "version": version,
        "sha256": sha256(text.encode()).hexdigest(),
        "role": "controller",
        "name": "Amina Owner",
        "title": "Director",
        "has_authority": True,
    }
