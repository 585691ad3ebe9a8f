"""
Names of any script as a row of glyphs: letters joined, and in the order in which they are seen.

PDF draws characters from left to right as they come. What a browser does by itself (joining Arabic
letters, setting Hebrew and Arabic from the right) is done here, for one line of text, in a simple
form of the Unicode algorithms: nobody embeds directions in the name of a company.
"""

import unicodedata
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class Face(StrEnum):
    """
    A font of ours.
    """

    SANS = "sans"
    ARABIC = "arabic"
    CHINESE = "chinese"
    JAPANESE = "japanese"
    KOREAN = "korean"


@dataclass(frozen=True, slots=True)
class Run:
    """
    Characters of one font, as they are drawn from left to right.
    """

    face: Face
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    A line of text, ready to draw.

    Args:
        missing: The characters that no font of ours has; their codes are drawn in their place.
    """

    runs: tuple[Run, ...]
    missing: frozenset[str] = frozenset()


def drawn(text: str, faces: Mapping[Face, Container[int]]) -> Drawn:
    r"""
    How a line of text is drawn with fonts that have the given characters, the first that has one.

    Example:
        >>> drawn("A\u0e01", {Face.SANS: range(256)}).runs
        (Run(face=<Face.SANS: 'sans'>, text='A[U+0E01]'),)
    """
    if text.isascii():
        # Nearly all that a document holds: ids, numbers and our own words.
        return Drawn((Run(Face.SANS, text),) if text else ())
    seen = in_order_of_sight(joined(unicodedata.normalize("NFC", text)))
    faced = [(_face_of(one, faces), one) for one in seen]
    missing = frozenset(one for face, one in faced if face is None)
    parts = [
        (Face.SANS, f"[U+{ord(one):04X}]") if face is None else (face, one) for face, one in faced
    ]
    runs = tuple(
        Run(face, "".join(part for _, part in group))
        for face, group in groupby(parts, key=lambda part: part[0])
    )
    return Drawn(runs, missing)


def joined(text: str) -> str:
    r"""
    Arabic letters in the forms that they have beside their neighbours.

    Example:
        >>> [f"{ord(one):04X}" for one in joined("\u0628\u0627\u0628")]
        ['FE91', 'FE8E', 'FE8F']
    """
    shaped: list[str] = []
    letters = list(_with_ligatures(text))
    for place, letter in enumerate(letters):
        forms = _FORMS.get(letter)
        if forms is None:
            shaped.append(letter)
            continue
        before = _neighbour(letters[:place][::-1])
        after = _neighbour(letters[place + 1 :])
        is_joined_before = _joins_on(before) and "final" in forms
        is_joined_after = _joins_on(letter) and "final" in _FORMS.get(after, _NO_FORMS)
        name = _NAMES[is_joined_before, is_joined_after]
        shaped.append(forms.get(name, forms.get("isolated", letter)))
    return "".join(shaped)


def in_order_of_sight(text: str) -> str:
    r"""
    The characters of a line from left to right.

    Example:
        >>> in_order_of_sight("\u05d0\u05d1 12") == "12 \u05d1\u05d0"
        True
    """
    clusters = list(_clusters(text))
    levels = _levels([one[0] for one in clusters])
    for level in range(max(levels, default=0), 0, -1):
        placed: list[tuple[int, str]] = []
        row = list(zip(levels, clusters, strict=True))
        for is_turned, group in groupby(row, key=lambda one: one[0] >= level):
            part = list(group)
            placed += reversed(part) if is_turned else part
        levels, clusters = [one[0] for one in placed], [one[1] for one in placed]
    return "".join(
        _MIRRORED.get(cluster, cluster) if level % 2 else cluster
        for level, cluster in zip(levels, clusters, strict=True)
    )


_NO_FORMS: Mapping[str, str] = {}
_TATWEEL = "\u0640"
_LIGATURES = range(0xFEF5, 0xFEFD)
"""Lam with alef, the only two letters that must become one."""
_NAMES = {
    (False, False): "isolated",
    (False, True): "initial",
    (True, False): "final",
    (True, True): "medial",
}
_OPENING, _CLOSING = "([{<«", ")]}>»"
_MIRRORED = dict(zip(_OPENING + _CLOSING, _CLOSING + _OPENING, strict=True))


def _forms() -> dict[str, dict[str, str]]:
    """
    The forms of each Arabic letter, and of lam with alef, as Unicode's own table has them.
    """
    found: dict[str, dict[str, str]] = {_TATWEEL: {"final": _TATWEEL, "medial": _TATWEEL}}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEFD)):
        name, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        text = "".join(chr(int(letter, 16)) for letter in letters)
        if len(text) == 1 or code in _LIGATURES:
            found.setdefault(text, {})[name.strip("<>")] = chr(code)
    for form in ("isolated", "initial"):
        found[_TATWEEL][form] = _TATWEEL
    return found


_FORMS = _forms()


def _with_ligatures(text: str) -> Iterator[str]:
    place = 0
    while place < len(text):
        length = 2 if text[place : place + 2] in _FORMS else 1
        yield text[place : place + length]
        place += length


def _neighbour(letters: Sequence[str]) -> str:
    """
    The nearest letter; vowel signs stand above and below, and part nothing.
    """
    return next((one for one in letters if unicodedata.category(one[0]) != "Mn"), "")


def _joins_on(letter: str) -> bool:
    return "initial" in _FORMS.get(letter, _NO_FORMS)


def _clusters(text: str) -> Iterator[str]:
    """
    Characters with the marks that stand on them.
    """
    cluster = ""
    for one in text:
        if cluster and unicodedata.category(one) == "Mn":
            cluster += one
            continue
        if cluster:
            yield cluster
        cluster = one
    if cluster:
        yield cluster


def _levels(characters: Sequence[str]) -> list[int]:
    """
    How deep each character lies: odd ones run from the right (UAX 9, without embeddings).
    """
    kinds = [_kind(one) for one in characters]
    whole = next((kind for kind in kinds if kind in "LR"), "L")
    strong = whole
    for place, kind in enumerate(kinds):
        strong = kind if kind in "LR" else strong
        # A number after Latin letters is a part of them.
        if kind == "N" and strong == "L":
            kinds[place] = "L"
    _settle_brackets(characters, kinds, whole)
    _settle_neutrals(kinds, whole)
    depth = {"L": 0, "R": 1, "N": 2} if whole == "L" else {"L": 2, "R": 1, "N": 2}
    return [depth[kind] for kind in kinds]


def _settle_brackets(characters: Sequence[str], kinds: list[str], whole: str) -> None:
    """
    A pair of brackets runs as the line does, unless all in it and what is before it runs otherwise.
    """
    opened: list[int] = []
    for end, character in enumerate(characters):
        if character in _OPENING:
            opened.append(end)
        if character not in _CLOSING or not opened:
            continue
        begin = opened.pop()
        inside = {kind.replace("N", "R") for kind in kinds[begin:end]} - {"-"}
        if not inside:
            continue
        before = next((kind for kind in kinds[:begin][::-1] if kind in "LR"), whole)
        goes_with_inside = whole not in inside and before in inside
        kinds[begin] = kinds[end] = before if goes_with_inside else whole


def _settle_neutrals(kinds: list[str], whole: str) -> None:
    place = 0
    while place < len(kinds):
        if kinds[place] != "-":
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] == "-":
            end += 1
        # Numbers count as what they stand in, from the right.
        around = [
            whole if not 0 <= at < len(kinds) else "L" if kinds[at] == "L" else "R"
            for at in (place - 1, end)
        ]
        kinds[place:end] = [around[0] if around[0] == around[1] else whole] * (end - place)
        place = end


def _kind(character: str) -> str:
    direction = unicodedata.bidirectional(character)
    if direction in {"R", "AL"}:
        return "R"
    if direction in {"EN", "AN"}:
        return "N"
    return "L" if direction == "L" else "-"


def _face_of(character: str, faces: Mapping[Face, Container[int]]) -> Face | None:
    return next((face for face, has in faces.items() if ord(character) in has), None)
