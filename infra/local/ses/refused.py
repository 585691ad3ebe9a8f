"""
How SES refuses.
"""

from infra.local.stand_in import Reply, json_reply


class Refused(Exception):
    """
    What SES answers instead of doing what it was asked for.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status

    def reply(self) -> Reply:
        """
        The answer over the wire: its name stands in a header.
        """
        return json_reply({"message": str(self)}, self.status, {"x-amzn-ErrorType": self.code})
