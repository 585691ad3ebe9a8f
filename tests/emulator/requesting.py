"""
Requests of the product's API over HTTP, as values that another process can send as well.
"""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What came back.
    """

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the product answers
        """
        The body as JSON.
        """
        return json.loads(self.text)

    @property
    def outcome(self) -> tuple[int, str]:
        """
        The status, with the code of a refusal.
        """
        return self.status, "" if self.status < 400 else self.json["code"]


@dataclass(frozen=True, slots=True)
class Request:
    """
    A request that is sent when it is called.
    """

    base_url: str
    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self) -> Answer:
        """
        Send it over a connection of its own.
        """
        host = self.base_url.removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=TIMEOUT_SECONDS)
        connection.request(self.method, self.path, self.body or None, dict(self.headers))
        answer = connection.getresponse()
        text = answer.read().decode()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return Answer(answer.status, headers, text)


@dataclass(frozen=True, slots=True)
class Caller:
    """
    Somebody who calls the API, with the secret that says who they are.
    """

    base_url: str
    secret: str = ""

    def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        key: str = "",
        content_type: str = "application/json",
    ) -> Request:
        """
        A request to be sent later.

        Args:
            body: Bytes are sent as they are, anything else as JSON.
            key: The `Idempotency-Key`; a new one when left out.
        """
        headers = {"content-type": content_type, "idempotency-key": key or str(uuid4())}
        if self.secret:
            headers["authorization"] = f"Bearer {self.secret}"
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        sent = b"" if method == "GET" else content
        return Request(self.base_url, method, path, sent, headers)

    def call(self, method: str, path: str, body: object = None, *, key: str = "") -> Answer:
        """
        Send a request now.
        """
        return self.request(method, path, body, key=key)()

    def made(self, path: str, body: object) -> Any:  # noqa: ANN401 - whatever the product answers
        """
        What a POST that must succeed has made.
        """
        answer = self.call("POST", path, body)
        assert answer.status in {200, 201}, answer.text
        return answer.json

    def listed(self, path: str) -> list[Any]:
        """
        Every item of a list, page after page.
        """
        items, cursor = [], None
        while True:
            joint = "&" if "?" in path else "?"
            more = f"&cursor={cursor}" if cursor else ""
            answer = self.call("GET", f"{path}{joint}limit=200{more}")
            assert answer.status == 200, answer.text
            items += answer.json["items"]
            cursor = answer.json["next_cursor"]
            if cursor is None:
                return items
