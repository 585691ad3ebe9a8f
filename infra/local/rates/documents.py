"""
The documents of the two sources, in their own forms.
"""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from xml.sax.saxutils import escape

from infra.local.rates.published import history, published

SHORT = timedelta(days=90)
ENVELOPE = (
    '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
    ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
)
SENDER = "Stand-in for the European Central Bank"
REAL = "Reference rates, as the European Central Bank has published them"

SAMPLES = {
    "KES": "129.5",
    "NGN": "1455.25",
    "GHS": "11.15",
    "UGX": "3615.4",
    "TZS": "2455",
    "XOF": "587.15",
    "XAF": "587.15",
    "RWF": "1450.25",
    "EGP": "47.4715",
}
"""For one US dollar: numbers of the right size, and nobody's rates."""

DISCLAIMER = "SAMPLE NUMBERS of a local stand-in. No source has published these rates."
LICENSE = "For tries on one machine; not for any payment."


def central_bank(until: date, *, is_short: bool, left_out: Collection[str] = ()) -> str:
    """
    The bank's file of the days up to *until*, the newest first.
    """
    since = until - SHORT if is_short else min(history())
    last = max(history())
    subject = REAL if until <= last else f"{REAL} until {last}; SAMPLES after that day"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        ENVELOPE,
        f"<gesmes:subject>{escape(subject)}</gesmes:subject>",
        f"<gesmes:Sender><gesmes:name>{SENDER}</gesmes:name></gesmes:Sender>",
        "<Cube>",
    ]
    for day, rates in sorted(published(since, until).items(), reverse=True):
        if day > last:
            lines.append(f"<!-- SAMPLE: the rates of {last} again -->")
        # Letters and digits: there are hundreds of thousands, and nothing in them to be escaped.
        cubes = "".join(
            f'<Cube currency="{currency}" rate="{rate}"/>'
            for currency, rate in rates.items()
            if currency not in left_out
        )
        lines.append(f'<Cube time="{day}">{cubes}</Cube>')
    return "\n".join([*lines, "</Cube>", "</gesmes:Envelope>", ""])


def open_rates(day: date, left_out: Collection[str] = ()) -> str:
    """
    The second source's document of a day: samples.
    """
    ends = datetime.combine(day, time(23, 59, 59), UTC)
    rates = {currency: rate for currency, rate in SAMPLES.items() if currency not in left_out}
    head = {
        "disclaimer": DISCLAIMER,
        "license": LICENSE,
        "timestamp": int(ends.timestamp()),
        "base": "USD",
    }
    # Written by hand, so that each number keeps the digits that it has here.
    numbers = ", ".join(f'"{currency}": {rate}' for currency, rate in rates.items())
    return f'{json.dumps(head)[:-1]}, "rates": {{{numbers}}}}}\n'
