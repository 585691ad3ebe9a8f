"""
Reading a page of a source: bounded in time, size and tries.
"""

import random
import time
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError

from tenantry.errors import Unavailable

TIMEOUT_SECONDS = 10
TRIES = 3
BYTES_MAX = 20_000_000
"""The whole history since 1999 has about 8 MB."""

_ASKED_WRONGLY = range(400, 429)
"""Statuses that another try does not change."""


def read(url: str, pause_seconds: float = 1.0, timeout_seconds: float = TIMEOUT_SECONDS) -> bytes:
    """
    The body behind an address.

    Args:
        pause_seconds: The longest pause before the second try; it doubles with each further one.
        timeout_seconds: How long the source may say nothing.

    Raises:
        Unavailable: No answer with a body of ours to read, after several tries.
    """
    request = urllib.request.Request(url, headers={"User-Agent": "tenantry"})  # noqa: S310 - https, from a setting of the deployment
    for attempt in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=timeout_seconds) as answer:  # noqa: S310 - the same
                body: bytes = answer.read(BYTES_MAX + 1)
        # Whatever breaks a connection; urllib's own errors are such too.
        except (OSError, HTTPException) as error:
            status = None
            if isinstance(error, HTTPError):
                status = error.code
                error.close()
            if status in _ASKED_WRONGLY or attempt == TRIES - 1:
                # Not the address: it may carry a key.
                message = f"the source of rates answers {status or type(error).__name__}"
                raise Unavailable(message) from error
            time.sleep(random.uniform(0, pause_seconds * 2**attempt))  # noqa: S311 - jitter, not a secret
        else:
            if len(body) > BYTES_MAX:
                message = f"the source of rates answers more than {BYTES_MAX} bytes"
                raise Unavailable(message)
            return body
    raise AssertionError
