"""
Asking Daraja: a token for an hour, and what its answers mean to us.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from tenantry import settings
from tenantry.providers.model import ProviderRefused, ProviderUnavailable
from tenantry.providers.mpesa.events import NAME
from tenantry.providers.secrets import provider_secrets
from tenantry.providers.web import Api

type Clock = Callable[[], datetime]

_SPARE = timedelta(minutes=1)
"""A token is not used in its last minute: it could lapse on the way."""
_TOKEN_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})
"""Daraja says both of a token that it does not know: 401, and 404 with the code 404.001.03."""


def system_clock() -> datetime:
    """
    The moment that it is.
    """
    return datetime.now(UTC)


class Daraja:
    """
    Daraja's API, for our account (https://developer.safaricom.co.ke/apis/Authorization).

    Args:
        clock: A token lapses by it, and passwords are made of it.
    """

    def __init__(self, clock: Clock = system_clock) -> None:
        self.clock = clock
        self._token = ""
        self._lapses_at = datetime.min.replace(tzinfo=UTC)

    def prepare(self) -> None:
        """
        Have a token that holds: what fails here has asked for nothing else.

        Raises:
            ProviderRefused, ProviderUnavailable: As for `web.Api.get`.
        """
        self._renew()

    def post(self, path: str, body: Mapping[str, Any], *, is_safe_to_repeat: bool = False) -> Any:  # noqa: ANN401 - any JSON
        """
        Ask, with a token that still holds; once more with a new one where it was refused.

        Raises:
            ProviderRefused, ProviderUnavailable: As for `web.Api.post`.
        """
        is_fresh = self._renew()
        try:
            return self._api().post(path, body, is_safe_to_repeat=is_safe_to_repeat)
        except ProviderRefused as refused:
            if is_fresh or refused.context.get("provider_status") not in _TOKEN_REFUSED:
                raise
        # Nothing was done for the token that was refused, so that this is no second time.
        self._token = ""
        self._renew()
        return self._api().post(path, body, is_safe_to_repeat=is_safe_to_repeat)

    def _api(self) -> Api:
        return Api(settings.provider_url(NAME), {"Authorization": f"Bearer {self._token}"})

    def _renew(self) -> bool:
        """
        Have a token that holds; whether it is a new one.
        """
        now = self.clock()
        if self._token and now < self._lapses_at:
            return False
        secrets = provider_secrets(NAME)
        pair = f"{secrets['consumer_key']}:{secrets['consumer_secret']}".encode()
        api = Api(
            settings.provider_url(NAME), {"Authorization": f"Basic {b64encode(pair).decode()}"}
        )
        answer = api.get("/oauth/v1/generate", {"grant_type": "client_credentials"})
        try:
            self._token = str(answer["access_token"])
            self._lapses_at = now + timedelta(seconds=int(answer["expires_in"])) - _SPARE
        except (LookupError, TypeError, ValueError) as error:
            raise unclear() from error
        return True


def unclear() -> ProviderUnavailable:
    """
    An answer that has not the form of one: something may have been done.
    """
    message = "the payment provider did not answer clearly; repeat the request"
    return ProviderUnavailable(message, retry_after=60)


def text_of(answer: object, field: str) -> str:
    """
    A field of an answer, be it a text or a number.

    Raises:
        ProviderUnavailable: The answer has no such field.
    """
    value = answer.get(field) if isinstance(answer, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise unclear()
    return str(value)
