"""
The European Central Bank's reference rates (https://www.ecb.europa.eu/stats/eurofxref/).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tenantry.errors import Unavailable
from tenantry.fx.model import CENTRAL_BANK_CURRENCIES, Quote
from tenantry.fx_sources.closing_days import is_closed
from tenantry.fx_sources.web import read

CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"
_RATE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_FILES = ("eurofxref-hist-90d.xml", "eurofxref-hist.xml")
"""The short history first: the one since 1999 is a hundred times as long."""

type Published = Mapping[date, Element]
"""The days of a file, each with its rates as they stand there."""


@dataclass(frozen=True, slots=True)
class CentralBank:
    """
    Units for one euro, set on working days at about 14:15 CET and published at about 16:00.

    Each file is read once and remembered, so one of these is made for each run: a later run would
    miss what has been published since.

    Args:
        url: The folder of its files, without a slash at its end.
    """

    url: str
    _files: dict[str, Published] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    name: ClassVar[str] = "ecb"
    currencies: ClassVar[frozenset[str]] = CENTRAL_BANK_CURRENCIES
    """Others have ended, and are kept for their days when they come."""

    def fetch(self, day: date) -> list[Quote]:
        """
        The rates of the last day with any, on or before *day*; none while those of *day* are late.

        Raises:
            Unavailable: The bank did not answer, or not in its form.
        """
        for file in _FILES:
            quotes = last_published(self._published(file), day)
            if quotes is not None:
                return quotes
        return []

    def _published(self, file: str) -> Published:
        # What could not be read is not remembered: it is asked for again.
        if file not in self._files:
            self._files[file] = published_in(read(f"{self.url}/{file}"))
        return self._files[file]


@contextmanager
def _in_its_form() -> Iterator[None]:
    try:
        yield
    except (ParseError, DefusedXmlException, KeyError, ValueError) as error:
        message = "the central bank's answer has not the form of its files"
        raise Unavailable(message) from error


@_in_its_form()
def published_in(document: bytes) -> Published:
    """
    The days that a file of the bank tells of.

    Raises:
        Unavailable: It has not the form of the bank's files.
    """
    return {
        date.fromisoformat(cube.attrib["time"]): cube
        for cube in fromstring(document).iter(CUBE)
        if "time" in cube.attrib
    }


@_in_its_form()
def last_published(days: Published, day: date) -> list[Quote] | None:
    """
    The quotes of the last of *days* that is not after *day*; None when they begin later.

    On a working day they are *day*'s own, or there are none: those of the day before would be a
    guess while the bank may still publish. It does not any more once a later day is in the file.

    Raises:
        Unavailable: The rates of that day have not the form of the bank's files.
    """
    published = max((found for found in days if found <= day), default=None)
    if published is None:
        return None
    is_settled = is_closed(day) or max(days) >= day
    return list(_quotes(days[published], published)) if is_settled else []


def _quotes(cube: Element, published: date) -> Iterator[Quote]:
    for rate in cube.iter(CUBE):
        if "currency" in rate.attrib:
            currency, value = rate.attrib["currency"], _number(rate.attrib["rate"])
            yield Quote(currency, "EUR", value, published, CentralBank.name)


def _number(text: str) -> Decimal:
    # `Decimal` alone also reads NaN, Infinity, 1e9 and digits of other scripts.
    if not _RATE.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)
