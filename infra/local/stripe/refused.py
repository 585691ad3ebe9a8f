"""
How Stripe says no.
"""

from typing import Any

type Json = dict[str, Any]


class Refused(Exception):
    """
    A request that is not done, with the answer that Stripe would give.

    Args:
        message: For the developer who reads it.
        status: The answer's.
        kind: Stripe's `type` of an error.
        code: Stripe's `code`, where it has one.
        param: The parameter that is wrong.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        named = {"code": code, "message": message, "param": param, "type": kind}
        self.body: Json = {"error": {key: text for key, text in named.items() if text is not None}}


def not_there(kind: str, thing_id: str) -> Refused:
    """
    The answer to an id that Stripe does not know.
    """
    message = f"No such {kind}: '{thing_id}'"
    return Refused(message, status=404, code="resource_missing", param="id")
