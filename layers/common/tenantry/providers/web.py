"""
Calling a provider's API: bounded in time and tries, its outcome clear or said not to be.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from tenantry.providers.model import ProviderRefused, ProviderUnavailable

TIMEOUT_SECONDS = 8.0
RETRIES = 2

_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})
_SAFE = ("GET",)
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*|\d{3}\.\d{3}\.\d{2,4}", re.IGNORECASE)
"""A provider's word for why: `insufficient_balance`, `400.002.02`; it names nobody."""
_CODE_MAX = 60

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Api:
    """
    A provider's API.

    Args:
        url: Without a slash at its end.
        headers: Sent with every call: who we are.
    """

    url: str
    headers: Mapping[str, str]

    def get(self, path: str, fields: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """
        Read something, trying again where that may help.

        Raises:
            ProviderRefused: It answers that this cannot be; `provider_status` says how.
            ProviderUnavailable: It did not answer, or not clearly.
        """
        return self._call("GET", path, fields=fields)

    def post(
        self,
        path: str,
        body: Json,
        *,
        is_safe_to_repeat: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - any JSON
        """
        Have something done.

        Args:
            is_safe_to_repeat: Whether a second call does nothing more, by a key or reference of
                ours; then it is tried again where that may help, else never.

        Raises:
            ProviderRefused: It answers that this cannot be; `provider_status` says how.
            ProviderUnavailable: It did not answer, or not clearly: it may have been done.
        """
        retried = (*_SAFE, "POST") if is_safe_to_repeat else _SAFE
        return self._call("POST", path, body=body, headers=headers or {}, retried=retried)

    def post_form(self, path: str, fields: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
        """
        Have something told to whoever says who they are, as OAuth has it; a repeat does no harm.

        Raises:
            ProviderRefused: It answers that this cannot be; `provider_status` says how.
            ProviderUnavailable: It did not answer, or not clearly.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._call(
            "POST", path, form=urlencode(fields), headers=headers, retried=(*_SAFE, "POST")
        )

    def _call(
        self,
        method: str,
        path: str,
        *,
        fields: Mapping[str, str] | None = None,
        body: Json | None = None,
        form: str | None = None,
        headers: Mapping[str, str] | None = None,
        retried: tuple[str, ...] = _SAFE,
    ) -> Any:  # noqa: ANN401 - any JSON
        sent = {**self.headers, **(headers or {}), "Accept": "application/json"}
        try:
            answer = _pool().request(
                method,
                self.url + path,
                fields=None if fields is None else dict(fields),
                json=body,
                body=form,
                headers=sent,
                redirect=False,
                retries=Retry(
                    total=RETRIES,
                    redirect=False,
                    allowed_methods=retried,
                    status_forcelist=_ANOTHER_TRY,
                    backoff_factor=0.2,
                    backoff_jitter=0.3,
                    backoff_max=2,
                    raise_on_status=False,
                    respect_retry_after_header=False,
                ),
            )
        except HTTPError as error:
            raise _unavailable() from error
        return _read(answer.status, answer.data)


def _read(status: int, body: bytes) -> Any:  # noqa: ANN401 - any JSON
    if status in _ANOTHER_TRY or status == HTTPStatus.REQUEST_TIMEOUT:
        raise _unavailable(provider_status=status)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        # The answer's words stay out of ours: they may name a person, or quote a key.
        message = "the payment provider refuses this"
        raise ProviderRefused(message, provider_status=status, **_code_in(body))
    try:
        # Providers send money as decimal numbers of major units.
        return json.loads(body, parse_float=Decimal)
    except ValueError as error:
        raise _unavailable(provider_status=status) from error


def _code_in(body: bytes) -> dict[str, str]:
    """
    The provider's own code of a refusal, where it has one.
    """
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    code = told.get("code") or told.get("errorCode") if isinstance(told, dict) else None
    if not isinstance(code, str) or len(code) > _CODE_MAX or not _CODE.fullmatch(code):
        return {}
    return {"provider_code": code}


def _unavailable(**said: int) -> ProviderUnavailable:
    message = "the payment provider did not answer; repeat the request"
    return ProviderUnavailable(message, retry_after=5, **said)


@cache
def _pool() -> PoolManager:
    return PoolManager(timeout=Timeout(total=TIMEOUT_SECONDS), maxsize=4)
