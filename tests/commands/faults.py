"""
Breaking the line to DynamoDB where a test asks for it.

Everything that the product says to DynamoDB goes through one function of the shared connection.
These tests tap it there, below `tenantry.table.call`, so that refusals come in botocore's own form.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from pynamodb.exceptions import CancellationReason, VerboseClientError

from tenantry import table

type Request = dict[str, Any]
type Answer = dict[str, Any]


class ProcessDied(Exception):
    """
    The process ended here; nothing in the product catches this.
    """


class Call:
    """
    One call on its way.
    """

    def __init__(self, operation: str, request: Request, proceed: Callable[[], Answer]) -> None:
        self.operation = operation
        self.request = request
        self.proceed = proceed


type Fault = Callable[[Call], Answer]


class Line:
    """
    The tapped line: what was called, in order, and what to do to which call.
    """

    def __init__(
        self, dispatch: Callable[[str, Request], Answer], faults: Mapping[int, Fault]
    ) -> None:
        self.calls: list[str] = []
        self._dispatch = dispatch
        self._faults = faults
        self._in_fault = False
        self._tokens: dict[str, Answer] = {}

    def __call__(self, operation: str, request: Request) -> Answer:
        """
        Make a call, or what its fault makes of it. Calls that a fault itself makes go through.
        """
        if self._in_fault:
            return self._send(operation, request)
        fault = self._faults.get(len(self.calls))
        self.calls.append(operation)
        if fault is None:
            return self._send(operation, request)
        self._in_fault = True
        try:
            return fault(Call(operation, request, lambda: self._send(operation, request)))
        finally:
            self._in_fault = False

    def _send(self, operation: str, request: Request) -> Answer:
        # DynamoDB answers a transaction that it has done already, known by its token, once more;
        # moto does it again.
        token = request.get("ClientRequestToken")
        if token is None:
            return self._dispatch(operation, request)
        if token not in self._tokens:
            self._tokens[token] = self._dispatch(operation, request)
        return self._tokens[token]


@contextmanager
def tapped(faults: Mapping[int, Fault] | None = None) -> Iterator[Line]:
    """
    Tap the line, and break the calls with these numbers (from 0) as their faults say.
    """
    shared: Any = table.connection().connection
    line = Line(shared.dispatch, faults or {})
    shared.dispatch = line
    try:
        yield line
    finally:
        del shared.dispatch


def always(fault: Fault) -> Mapping[int, Fault]:
    """
    The same fault for every call of a test.
    """
    return dict.fromkeys(range(1_000), fault)


def dies_before(_: Call) -> Answer:
    """
    The process ends before the call is made.
    """
    raise ProcessDied


def dies_after(call: Call) -> Answer:
    """
    The process ends when the call was answered, whatever the answer was.
    """
    try:
        call.proceed()
    finally:
        raise ProcessDied


def never_arrives(_: Call) -> Answer:
    """
    The network is down.
    """
    raise ConnectTimeoutError(endpoint_url="https://dynamodb.example.com")


def loses_the_answer(call: Call) -> Answer:
    """
    The call takes effect, and its answer never comes back.
    """
    call.proceed()
    raise ReadTimeoutError(endpoint_url="https://dynamodb.example.com")


def throttled(call: Call) -> Answer:
    """
    The table refuses because it is busy.
    """
    raise _refusal("ThrottlingException", call)


def breaks_inside(call: Call) -> Answer:
    """
    DynamoDB answers with a fault of its own, after which nobody knows what was done.
    """
    call.proceed()
    raise _refusal("InternalServerError", call)


def meets_another_transaction(call: Call) -> Answer:
    """
    A transaction is cancelled because another one holds one of its items.
    """
    reasons = [None] * len(call.request["TransactItems"])
    raise VerboseClientError(
        {"Error": {"Code": "TransactionCanceledException", "Message": "conflict"}},
        call.operation,
        cancellation_reasons=[*reasons[1:], CancellationReason("TransactionConflict", "conflict")],
    )


def is_sent_wrongly(call: Call) -> Answer:
    """
    DynamoDB does not understand the call: a bug of ours, which no other try mends.
    """
    raise _refusal("ValidationException", call)


def leaves_keys_unread(call: Call) -> Answer:
    """
    A batch read answers half of its keys.
    """
    ((name, wanted),) = call.request["RequestItems"].items()
    keys = wanted["Keys"]
    half = len(keys) // 2
    call.request["RequestItems"] = {name: {**wanted, "Keys": keys[:half]}}
    answer = call.proceed() if half else {"Responses": {name: []}}
    return {**answer, "UnprocessedKeys": {name: {**wanted, "Keys": keys[half:]}}}


def meanwhile(action: Callable[[], object]) -> Fault:
    """
    Somebody else does *action* between our call before and this one.
    """

    def fault(call: Call) -> Answer:
        action()
        return call.proceed()

    return fault


def _refusal(code: str, call: Call) -> VerboseClientError:
    return VerboseClientError({"Error": {"Code": code, "Message": code}}, call.operation)
