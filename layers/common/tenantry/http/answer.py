"""
What goes back to the gateway.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What goes back.
    """

    status: int
    content_type: str | None
    body: str
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
            "body": self.body,
            "isBase64Encoded": False,
        }
        return answer if cookie is None else {**answer, "cookies": [cookie]}
