"""
How Flutterwave says no.
"""


class Refused(Exception):
    """
    A request that is not done.
    """

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
