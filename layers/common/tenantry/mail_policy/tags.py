"""
Lists of tags, `v=DKIM1; k=rsa; p=...`, as DKIM defined them and DMARC took over (RFC 6376, 3.2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Tags:
    """
    A list of tags.

    Args:
        values: Of each name the first value; names differ where their letters do, in size too.
        repeated: Names that stand there more than once.
        odd: Parts that are no tag.
    """

    values: Mapping[str, str]
    repeated: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """
        Whether nothing in it has to be passed over.
        """
        return not self.repeated and not self.odd


def read(text: str) -> Tags:
    """
    The tags of *text*, and what in it is none.

    Example:
        >>> read("v=DMARC1; p = none; p=reject; reject;")
        Tags(values={'v': 'DMARC1', 'p': 'none'}, repeated=('p',), odd=('reject',))
    """
    values: dict[str, str] = {}
    repeated: list[str] = []
    odd: list[str] = []
    for part in filter(None, (part.strip(_SPACE) for part in text.split(";"))):
        name, found, value = part.partition("=")
        name = name.rstrip(_SPACE)
        if not found or not _NAME.fullmatch(name):
            odd.append(part)
        elif name in values:
            repeated.append(name)
        else:
            values[name] = value.strip(_SPACE)
    return Tags(values, tuple(dict.fromkeys(repeated)), tuple(odd))
