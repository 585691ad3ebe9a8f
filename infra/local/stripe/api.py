"""
Stripe's API: who asks, what is asked for, and the same answer to the same idempotency key.
"""

import re
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import parse_qsl

from infra.local.stand_in import Request
from infra.local.stripe import acts, transfers
from infra.local.stripe.account import NOBODY, Account
from infra.local.stripe.lists import listed
from infra.local.stripe.objects import API_VERSION, DAY_SECONDS, new_id
from infra.local.stripe.parameters import (
    CHECKOUT,
    NEEDED_TO_CHECK_OUT,
    PAGE,
    REFUND,
    TRANSFER,
    Read,
    read,
    text,
    truth,
)
from infra.local.stripe.refused import Json, Refused

SESSION_SECONDS_MIN = 1800


@dataclass(frozen=True)
class Answer:
    """
    An HTTP answer whose body is JSON.
    """

    status: int
    body: Json
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Route:
    """
    One of the API's operations.

    Args:
        line: Method and path; its groups are ids.
        known: The parameters that it takes.
        needed: Those without which it is refused.
    """

    line: str
    run: Callable[["Api", Json, str], Json]
    known: Mapping[str, Read]
    needed: Iterable[str] = ()


class Api:
    """
    The API of one account.

    Args:
        pages: What the addresses of Checkout's pages begin with.
    """

    def __init__(self, account: Account, pages: str) -> None:
        self.account = account
        self.pages = pages
        self.refused_next = 0
        """How many of the next requests are answered 500 and not done."""

        self.lost_next = 0
        """How many are done and get no answer."""

        self.struck = ""
        """How the requests begin that this happens to: `POST /v1/transfers`; empty for all."""

    def answer(self, request: Request) -> Answer:
        """
        Do what is asked for.
        """
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        sent = {
            "Request-Id": new_id("req"),
            "Stripe-Version": request.headers.get("stripe-version", API_VERSION),
            **({"Idempotency-Key": key} if key else {}),
        }
        try:
            self._authenticate(request)
            self._refuse_as_told(request)
            route, thing_id, asked = _routed(request)
            if key and (kept := self._kept(request, key)):
                again = {"Idempotent-Replayed": "true", "Original-Request": kept["request_id"]}
                return Answer(kept["status"], kept["body"], sent | again)
            self.account.cause = {"id": sent["Request-Id"], "idempotency_key": key or None}
            answer = Answer(*self._run(route, asked, thing_id), sent)
        except Refused as refused:
            # Found wrong before anything was done, so the key is free for the corrected request.
            return Answer(refused.status, refused.body, sent)
        finally:
            self.account.cause = NOBODY
        if key:
            self.account.answers[key] = {
                "request": _said(request),
                "request_id": sent["Request-Id"],
                "status": answer.status,
                "body": answer.body,
            }
        return answer

    def _run(self, route: Route, asked: Json, thing_id: str) -> tuple[int, Json]:
        try:
            return 200, route.run(self, asked, thing_id)
        except Refused as refused:
            return refused.status, refused.body

    def _authenticate(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                given = b64decode(given, validate=True).decode(errors="replace").partition(":")[0]
            except NotBase64:
                given = ""
        if not given:
            message = "You did not provide an API key. Send it as a bearer token."
            raise Refused(message, status=401)
        if compare_digest(given.encode(), self.account.api_key.encode()):
            return
        shown = f"{given[:8]}****{given[-4:]}"
        if given not in self.account.other_keys:
            message = f"Invalid API Key provided: {shown}"
            raise Refused(message, status=401)
        if missing := self.account.other_keys[given]:
            message = (
                f"The provided key '{shown}' does not have the required permissions for this "
                f"endpoint. Having the '{missing}' permission would allow this request to continue."
            )
            raise Refused(message, status=403)

    def strikes(self, request: Request) -> bool:
        """
        Whether a request may go wrong.
        """
        return f"{request.method} {request.path}".startswith(self.struck)

    def _refuse_as_told(self, request: Request) -> None:
        if self.refused_next and self.strikes(request):
            self.refused_next -= 1
            message = "An unknown error occurred."
            raise Refused(message, status=500, kind="api_error")

    def _kept(self, request: Request, key: str) -> Json | None:
        kept = self.account.answers.get(key)
        if kept and kept["request"] != _said(request):
            message = (
                "Keys for idempotent requests can only be used with the endpoint and the "
                f"parameters that they were first used with. Use another key than '{key}'."
            )
            raise Refused(message, kind="idempotency_error")
        return kept

    def checkout(self, asked: Json, _: str) -> Json:
        """
        `POST /v1/checkout/sessions`.
        """
        return acts.open_session(self.account, asked, self.pages)

    def expire(self, _: Json, session_id: str) -> Json:
        """
        `POST /v1/checkout/sessions/{id}/expire`.
        """
        return acts.expire(self.account, session_id, {})

    def refund(self, asked: Json, _: str) -> Json:
        """
        `POST /v1/refunds`.
        """
        if "charge" in asked:
            return acts.refund(self.account, asked["charge"], asked)
        if "payment_intent" not in asked:
            message = "One of the following params should be provided: payment_intent or charge."
            raise Refused(message, code="parameter_missing", param="payment_intent")
        return acts.refund_payment(self.account, asked["payment_intent"], asked)


def _found(kind: str) -> Callable[[Api, Json, str], Json]:
    return lambda api, _, thing_id: api.account.find(kind, thing_id)


def _session(api: Api, asked: Json, session_id: str) -> Json:
    """
    A session, with its payment and that one's charge in it where that is asked for.
    """
    session = api.account.find("checkout.session", session_id)
    if asked.get("expand") != ["payment_intent.latest_charge"] or not session["payment_intent"]:
        return session
    intent = api.account.find("payment_intent", session["payment_intent"])
    charge_id = intent["latest_charge"]
    charge = None if charge_id is None else api.account.find("charge", charge_id)
    return {**session, "payment_intent": {**intent, "latest_charge": charge}}


def _said(request: Request) -> list[object]:
    return [request.path, sorted(parse_qsl(request.body, keep_blank_values=True))]


def _routed(request: Request) -> tuple[Route, str, Json]:
    line = f"{request.method} {request.path}"
    for route in ROUTES:
        if match := re.fullmatch(route.line, line):
            encoded = request.body if request.method == "POST" else request.query
            asked = read(encoded, route.known, route.needed)
            _check(asked)
            return route, "".join(match.groups()), asked
    message = f"Unrecognized request URL ({request.method}: {request.path})."
    raise Refused(message, status=404)


def _check(asked: Json) -> None:
    if asked.get("mode", "payment") != "payment":
        raise Refused("The stand-in knows the mode `payment` only.", param="mode")
    for line in asked.get("line_items", []):
        if not re.fullmatch("[a-z]{3}", line["price_data"]["currency"]):
            raise Refused("Invalid currency: it has three small letters.", param="currency")
    for name in {"success_url", "cancel_url"} & asked.keys():
        if not re.match("https?://", asked[name]):
            raise Refused("Not a valid URL", code="url_invalid", param=name)
    lasts = asked.get("expires_at", time.time() + DAY_SECONDS) - time.time()
    if not SESSION_SECONDS_MIN <= lasts <= DAY_SECONDS:
        message = "The `expires_at` timestamp must be from 30 minutes to 24 hours ahead."
        raise Refused(message, param="expires_at")


ID = r"(\w+)"
OF_A_PAYMENT = {**PAGE, "payment_intent": text, "charge": text}
SESSIONS, REFUNDS, INTENTS = "/v1/checkout/sessions", "/v1/refunds", "/v1/payment_intents"
DISPUTES, EVENTS, TRANSFERS = "/v1/disputes", "/v1/events", "/v1/transfers"
OF_SESSIONS = {**PAGE, "payment_intent": text, "status": text}
OF_EVENTS = {**PAGE, "type": text, "types[]": text, "delivery_success": truth}

ROUTES = (
    Route(f"POST {SESSIONS}", Api.checkout, CHECKOUT, NEEDED_TO_CHECK_OUT),
    Route(f"GET {SESSIONS}", listed("checkout.session", SESSIONS), OF_SESSIONS),
    Route(f"GET {SESSIONS}/{ID}", _session, {"expand[]": text}),
    Route(f"POST {SESSIONS}/{ID}/expire", Api.expire, {}),
    Route(f"POST {REFUNDS}", Api.refund, REFUND),
    Route(f"GET {REFUNDS}", listed("refund", REFUNDS), OF_A_PAYMENT),
    Route(f"GET {REFUNDS}/{ID}", _found("refund"), {}),
    Route(f"GET {INTENTS}/{ID}", _found("payment_intent"), {}),
    Route(f"GET {DISPUTES}", listed("dispute", DISPUTES), OF_A_PAYMENT),
    Route(f"GET {DISPUTES}/{ID}", _found("dispute"), {}),
    Route(f"POST {TRANSFERS}", transfers.send, TRANSFER, transfers.NEEDED),
    Route(f"GET {TRANSFERS}", listed("transfer", TRANSFERS), {**PAGE, "transfer_group": text}),
    Route(f"GET {EVENTS}", listed("event", EVENTS), OF_EVENTS),
    Route(f"GET {EVENTS}/{ID}", _found("event"), {}),
)
