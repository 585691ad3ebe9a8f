"""
How AWS says no.
"""

from html import escape

from infra.local.stand_in import Reply, json_reply

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"


class Refused(Exception):
    """
    A request that is not done.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def as_json(error: Refused) -> Reply:
    """
    As services that speak JSON say it.
    """
    return json_reply({"__type": error.code, "message": error.message}, error.status)


def as_xml(error: Refused) -> Reply:
    """
    As services that speak XML say it.
    """
    text = (
        f'<ErrorResponse xmlns="{NAMESPACE}"><Error><Type>Sender</Type>'
        f"<Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message></Error>"
        "<RequestId>local</RequestId></ErrorResponse>"
    )
    return Reply(error.status, "text/xml", text)
