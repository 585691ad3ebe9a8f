"""
What goes back to the gateway.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What goes back.

    Args:
        body: Text, or the bytes of a file, which the gateway is given in base64.
    """

    status: int
    content_type: str | None
    body: str | bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_event(self) -> dict[str, Any]:
        """
        The answer in API Gateway's payload format 2.0, in which cookies stand apart.
        """
        headers = dict(self.headers)
        cookie = headers.pop("Set-Cookie", None)
        if self.content_type is not None:
            headers["Content-Type"] = self.content_type
        answer = {
            "statusCode": self.status,
            "headers": headers,
            "body": self.body if isinstance(self.body, str) else b64encode(self.body).decode(),
            "isBase64Encoded": isinstance(self.body, bytes),
        }
        return answer if cookie is None else {**answer, "cookies": [cookie]}
