"""
Requests to moto's DynamoDB, without what only the network asks for: half of each one's time.

botocore names itself in each request and signs it, and moto looks for its service by a hundred
patterns, then reads it as a server of web pages would. What is asked, how it is read and what is
answered stays as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlparse

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.parsers import BaseJSONParser as ResponseParser
from botocore.signers import RequestSigner
from botocore.useragent import UserAgentString
from moto.core import responses
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.parse import BaseJSONParser as RequestParser
from moto.dynamodb.responses import DynamoHandler
from werkzeug.datastructures import Headers

type Json = Any

DYNAMODB = "https://dynamodb."
ACCESS_KEY = "AKIAEXAMPLE"

# Read before anything is replaced.
_process_request = BotocoreStubber.process_request
_sign = RequestSigner.sign
_name = UserAgentString.to_string
_read_structure: Any = RequestParser.__dict__["_parse_structure"]
_read_answer: Any = ResponseParser.__dict__["_handle_structure"]


@contextmanager
def quick_requests() -> Iterator[None]:
    """
    Requests to DynamoDB go from botocore to moto more directly.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BotocoreStubber, "process_request", _process)
        patch.setattr(RequestSigner, "sign", _sign_unless_it_goes_there)
        patch.setattr(UserAgentString, "to_string", _name_once)
        patch.setattr(responses, "gen_amzn_requestid_long", _name_of_request)
        patch.setattr(RequestParser, "_parse_structure", _read_asked)
        patch.setattr(ResponseParser, "_handle_structure", _read_answered)
        yield


class Handler(DynamoHandler):
    """
    moto's own, which is told by botocore's request all that it needs to know.
    """

    def setup_class(
        self,
        request: Json,
        full_url: str | None = None,
        headers: Json = None,
        use_raw_body: bool | None = None,
    ) -> None:
        """
        Take over a request to `/`, whose body is JSON.
        """
        del full_url, headers, use_raw_body
        self.is_werkzeug_request = False
        self.normalized_request = request
        self.uri = request.url
        self.parsed_url = urlparse(request.url)
        self.path = self.raw_path = "/"
        self.method = request.method
        self.headers = Headers([(name, _text(said)) for name, said in request.headers.items()])
        self.raw_body = request.body
        self.body = request.body.decode()
        self.querystring = self.data = self.uri_match = {}
        self.response_headers = {"server": "amazon.com"}
        match = self.region_regex.search(request.url)
        assert match, f"no region in {request.url}"
        self.region, self.partition = match.group(1), "aws"
        self.access_key, self.current_account = ACCESS_KEY, DEFAULT_ACCOUNT_ID
        parsed: Json = SimpleNamespace(
            method=self.method,
            path=self.path,
            values={},
            headers=self.headers,
            data=self.raw_body,
            content_type=self.headers["Content-Type"],
        )
        self.parse_parameters(parsed)


def _text(said: str | bytes) -> str:
    return said.decode() if isinstance(said, bytes) else said


def _process(stubber: BotocoreStubber, request: AWSPreparedRequest) -> Any:  # noqa: ANN401 - moto's
    if not request.url.startswith(DYNAMODB):
        return _process_request(stubber, request)
    return Handler.dispatch(request)


def _sign_unless_it_goes_there(
    signer: RequestSigner, operation_name: str, request: object, *rest: Any, **more: Any
) -> None:
    if signer.signing_name != "dynamodb":
        _sign(signer, operation_name, request, *rest, **more)


def _name_once(agent: UserAgentString) -> str:
    # It differs by what was used for the request, which nobody here looks at.
    known: str = agent.__dict__.get("named") or _name(agent)
    agent.__dict__["named"] = known
    return known


def _read_asked(parser: Json, shape: Json, value: Json) -> Json:
    """
    An attribute's value by the one type that it has: it is looked for under each of ten.
    """
    if shape.name != "AttributeValue" or type(value) is not dict:
        return _read_structure(parser, shape, value)
    read = parser._parse_shape  # noqa: SLF001 - what is slow
    return {name: read(shape.members[name], one) for name, one in value.items() if one is not None}


def _read_answered(parser: Json, shape: Json, value: Json) -> Json:
    """
    The same in an answer.
    """
    if shape.name != "AttributeValue" or type(value) is not dict:
        return _read_answer(parser, shape, value)
    read = parser._parse_shape  # noqa: SLF001 - what is slow
    return {name: read(shape.members[name], one) for name, one in value.items() if one is not None}


def _name_of_request(headers: dict[str, Any] | None = None) -> str:
    if headers is not None:
        headers["x-amzn-requestid"] = "R" * 52
    return "R" * 52
