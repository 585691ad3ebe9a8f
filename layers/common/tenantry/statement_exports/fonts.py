"""
The fonts of documents: two that are carried in them, and three that a reader's own viewer has.

Noto Sans has the letters of Latin, Greek, Cyrillic and Devanagari, Noto Sans Arabic those of
Arabic; the part that a document uses is carried in it. Chinese, Japanese and Korean fonts are 5 MB
and more each: documents name Adobe's, which every common viewer has or replaces by its system's.
"""

from collections.abc import Container, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from tenantry.statement_exports.scripts import Drawn, Face

type Span = tuple[int, int]

NAMES = {
    Face.SANS: "TenantrySans",
    Face.ARABIC: "TenantryArabic",
    Face.JAPANESE: "HeiseiKakuGo-W5",
    Face.KOREAN: "HYGothic-Medium",
    Face.CHINESE: "STSong-Light",
}
"""How documents name each font."""

NOT_CARRIED = frozenset({Face.CHINESE, Face.JAPANESE, Face.KOREAN})
"""Fonts that the reader's viewer brings."""

_CARRIED = {
    Face.SANS: ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    Face.ARABIC: ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}
_KANA, _HANGUL = ((0x3040, 0x30FF), (0x31F0, 0x31FF)), ((0x1100, 0x11FF), (0xAC00, 0xD7A3))
_IDEOGRAPHS = ((0x3000, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFF01, 0xFF60))


class _Spans:
    """
    The characters in spans of codes, both ends included.
    """

    def __init__(self, *spans: Span) -> None:
        self._spans = spans

    def __contains__(self, code: object) -> bool:
        """
        Whether a character is among them.
        """
        return isinstance(code, int) and any(low <= code <= high for low, high in self._spans)


@cache
def faces() -> Mapping[Face, Container[int]]:
    """
    The characters of each font, once the fonts are known to the library.
    """
    carried: dict[Face, Container[int]] = {}
    for face, (package, name) in _CARRIED.items():
        font = TTFont(NAMES[face], _path(package, name))
        registerFont(font)
        carried[face] = frozenset(font.face.charToGlyph)
    for face in NOT_CARRIED:
        registerFont(UnicodeCIDFont(NAMES[face]))
    return {
        **carried,
        Face.JAPANESE: _Spans(*_KANA),
        Face.KOREAN: _Spans(*_HANGUL),
        Face.CHINESE: _Spans(*_IDEOGRAPHS),
    }


def width(text: Drawn, size: float) -> float:
    """
    How wide a line of text is, in points.
    """
    return sum(stringWidth(run.text, NAMES[run.face], size) for run in text.runs)


def _path(package: str, name: str) -> str:
    # Found, and not imported: only the files of these packages are wanted.
    spec = find_spec(package)
    assert spec is not None, f"{package} is not installed"
    assert spec.origin is not None, f"{package} is no folder"
    return str(Path(spec.origin).parent / "files" / name)
