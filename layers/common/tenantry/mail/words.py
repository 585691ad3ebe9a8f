"""
The words of each language, as translators write them: a JSON file each in a folder `texts`.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from tenantry.mail.model import Locale

MAIL_TEXTS = Path(__file__).with_name("texts")


@cache
def read(folder: Path, locale: Locale) -> dict[str, Any]:
    """
    All words of *folder* in one language, read once per process.
    """
    words: dict[str, Any] = json.loads((folder / f"{locale}.json").read_bytes())
    return words
