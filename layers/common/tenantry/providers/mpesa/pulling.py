"""
Pull Transactions: what was paid to our number in the last 48 hours, prompted or not.

(https://developer.safaricom.co.ke/apis/PullTransaction). Its page says both GET and a JSON body;
POST is what works for others. A row's moment has a zone in its samples and none elsewhere: one
without is Nairobi's. Which rows lie in a span is therefore left to Daraja.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from tenantry.providers.facts import ProviderEvent
from tenantry.providers.mpesa.calls import Daraja, text_of, unclear
from tenantry.providers.mpesa.events import NAIROBI, to_nairobi, unasked
from tenantry.providers.reading import form_of

type Row = Mapping[str, Any]

_FOUND, _NOTHING = "1000", "1001"


def pull(
    daraja: Daraja, short_code: str, since: datetime, until: datetime
) -> Iterator[ProviderEvent]:
    """
    The payments of a span, each as its confirmation would have told it, with the same id.

    Raises:
        Invalid: A row has not the form of one.
        ProviderRefused, ProviderUnavailable: As for `web.Api.post`.
    """
    seen: set[str] = set()
    offset = 0
    while rows := _page(daraja, _asked(short_code, since, until, offset)):
        events = [_event(row) for row in rows]
        new = [event for event in events if event.id not in seen]
        if not new:
            # The same page again: the offset was not understood.
            return
        yield from new
        seen.update(event.id for event in new)
        offset += len(rows)


def _asked(short_code: str, since: datetime, until: datetime, offset: int) -> dict[str, str]:
    return {
        "ShortCode": short_code,
        "StartDate": _local(since),
        "EndDate": _local(until),
        "OffSetValue": str(offset),
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(NAIROBI).strftime("%Y-%m-%d %H:%M:%S")


def _page(daraja: Daraja, asked: Mapping[str, str]) -> list[Row]:
    answer = daraja.post("/pulltransactions/v1/query", asked, is_safe_to_repeat=True)
    code = text_of(answer, "ResponseCode")
    if code == _NOTHING:
        return []
    rows = answer.get("Response")
    if code != _FOUND or not isinstance(rows, list):
        raise unclear()
    # The list of rows stands in a list of its own.
    return [row for part in rows for row in (part if isinstance(part, list) else [part])]


def _event(row: Row) -> ProviderEvent:
    with form_of("a row of Pull Transactions"):
        return unasked(
            {
                "TransactionType": row.get("transactiontype"),
                "TransID": row["transactionId"],
                "TransTime": _digits(row["trxDate"]),
                "TransAmount": row["amount"],
                "BillRefNumber": row.get("billreference"),
            }
        )


def _digits(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return to_nairobi(moment if moment.tzinfo else moment.replace(tzinfo=NAIROBI))
