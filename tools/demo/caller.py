"""
Calling the product's API over HTTP, as one principal or as nobody.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT_SECONDS = 60
"""Longer than any function may run: an answer that late is worth seeing."""

BOUNDARY = "tenantry-demo"
"""Between the parts of a form with a file; no picture of the story holds it."""

type Json = Any

_numbers = count(1)


@dataclass(frozen=True)
class Answer:
    """
    What came back, and after how many seconds.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """
        The body as text.
        """
        return self.body.decode()

    @property
    def is_json(self) -> bool:
        """
        Whether the body is JSON, a refusal's problem document included.
        """
        return self.headers.get("content-type", "").endswith("json")

    @property
    def json(self) -> Json:
        """
        The body as what its JSON says.
        """
        return json.loads(self.body)

    @property
    def said(self) -> str:
        """
        Status and, of a refusal in JSON, its code: `409 pilot.expired`.
        """
        is_refusal = self.is_json and self.status >= 400  # noqa: PLR2004, where refusals begin
        return f"{self.status} {self.json['code']}" if is_refusal else str(self.status)


@dataclass(frozen=True)
class Caller:
    """
    The API as the holder of *secret* calls it; without one, as anybody.
    """

    base_url: str
    secret: str = ""
    answers: list[Answer] = field(default_factory=list)
    """Every answer that anybody got, in the order in which they came."""

    def holding(self, secret: str) -> "Caller":
        """
        The same API, called with another credential.
        """
        return Caller(self.base_url, secret, self.answers)

    def get(self, path: str, **query: str) -> Answer:
        """
        GET a path.
        """
        return self.call("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(self, path: str, body: Json = None, *, key: str = "") -> Answer:
        """
        POST JSON, with an `Idempotency-Key` of its own unless *key* gives one.
        """
        headers = {"idempotency-key": key or f"step-{next(_numbers)}"}
        return self.call("POST", path, json.dumps(body or {}).encode(), headers)

    def put(self, path: str, body: Json) -> Answer:
        """
        PUT JSON.
        """
        return self.call("PUT", path, json.dumps(body).encode())

    def patch(self, path: str, body: Json) -> Answer:
        """
        PATCH with JSON.
        """
        return self.call("PATCH", path, json.dumps(body).encode())

    def post_csv(self, path: str, text: str, *, key: str) -> Answer:
        """
        POST a CSV file.
        """
        headers = {"content-type": "text/csv", "idempotency-key": key}
        return self.call("POST", path, text.encode(), headers)

    def send_file(self, url: str, fields: Mapping[str, str], content: bytes) -> Answer:
        """
        Send a file with a form that was signed for it, to wherever the form says.
        """
        parts = [(f'name="{name}"', value.encode()) for name, value in fields.items()]
        parts.append(('name="file"; filename="file"', content))
        body = b"".join(
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; {name}\r\n\r\n".encode()
            + value
            + b"\r\n"
            for name, value in parts
        )
        end, at = f"--{BOUNDARY}--\r\n".encode(), urlsplit(url)
        headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
        there = Caller(f"{at.scheme}://{at.netloc}", answers=self.answers)
        return there.call("POST", at.path or "/", body + end, headers)

    def get_at(self, host: str, path: str) -> Answer:
        """
        GET a path as a browser does that was given a name which leads here.
        """
        return self.call("GET", path, headers={"host": host, "accept": "text/html"})

    def post_form(self, path: str, **fields: str) -> Answer:
        """
        POST the fields of a page's form, as a browser does.
        """
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return self.call("POST", path, urlencode(fields).encode(), headers)

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """
        Send one request, follow nothing, and time the answer.
        """
        sent = {"content-type": "application/json", **(headers or {})}
        if self.secret:
            sent["authorization"] = f"Bearer {self.secret}"
        connection = HTTPConnection(urlsplit(self.base_url).netloc, timeout=TIMEOUT_SECONDS)
        began = time.monotonic()
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        received = response.read()
        answer = Answer(
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            body=received,
            seconds=time.monotonic() - began,
        )
        connection.close()
        self.answers.append(answer)
        return answer
