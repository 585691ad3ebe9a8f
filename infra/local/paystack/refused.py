"""
How Paystack says no.
"""


class Refused(Exception):
    """
    A request that is not done.
    """

    def __init__(self, message: str, status: int = 400, code: str = "invalid_params") -> None:
        super().__init__(message)
        self.status = status
        self.body = {"status": False, "message": message, "code": code, "type": "validation_error"}
