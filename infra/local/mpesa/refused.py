"""
How Daraja says no.
"""

import secrets


class Refused(Exception):
    """
    A request that is not done, with Daraja's own code for why.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"requestId": secrets.token_hex(8), "errorCode": code, "errorMessage": message}
