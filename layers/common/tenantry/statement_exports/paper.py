"""
Writing lines of text and a table on pages; the only user of the PDF library's canvas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tenantry.statement_exports.fonts import NAMES, NOT_CARRIED, faces, width
from tenantry.statement_exports.scripts import Drawn, drawn

PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)
MARGIN = 36.0
FACT_INDENT = 96.0
LEADING = 1.35
CELL_GAP = 8.0
ROW_GAP = 4.0
ROWS_OF_CELL = 2
LONGEST_LINE = 400
"""Characters; nothing that is drawn as one line has more."""


class Align(StrEnum):
    """
    Where a column's text begins.
    """

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column of two rows.

    Args:
        width: In points.
    """

    upper: str
    lower: str
    width: float
    align: Align = Align.LEFT


class Paper:
    """
    Pages that are filled from the top, with a foot that names the document and the page.

    Attributes:
        missing: The characters so far that no font has.
        uses_fonts_of_viewer: Whether something was drawn with a font that is not carried.
    """

    def __init__(self, target: BinaryIO, title: str, subject: str) -> None:
        self.missing: set[str] = set()
        self.uses_fonts_of_viewer = False
        self._faces = faces()
        # `invariant`: neither the moment nor an id of this very file is written into it.
        self._canvas = Canvas(target, pagesize=landscape(A4), invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("Tenantry")
        self._title = title
        self._page = 1
        self._y = PAGE_HEIGHT - MARGIN
        self._table: tuple[Sequence[Column], float] | None = None

    def line(self, text: str, size: float) -> None:
        """
        One line; what is too long for the page is drawn smaller.
        """
        self._room(size * LEADING)
        self._y -= size * LEADING
        self._draw(MARGIN, self._y, text, size, PAGE_WIDTH - 2 * MARGIN)

    def fact(self, name: str, value: str, size: float) -> None:
        """
        A line with a name before it.
        """
        self._room(size * LEADING)
        self._y -= size * LEADING
        self._draw(MARGIN, self._y, name, size, FACT_INDENT - CELL_GAP)
        room = PAGE_WIDTH - 2 * MARGIN - FACT_INDENT
        self._draw(MARGIN + FACT_INDENT, self._y, value, size, room)

    def paragraph(self, text: str, size: float) -> None:
        """
        Words on as many lines as they need.
        """
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if width(self._drawn(longer), size) > PAGE_WIDTH - 2 * MARGIN:
                self.line(line, size)
                longer = word
            line = longer
        self.line(line, size)

    def space(self, height: float) -> None:
        """
        Leave room.
        """
        self._y -= height

    def begin_table(self, columns: Sequence[Column], size: float) -> None:
        """
        Write the headings, here and on every page until the table ends.
        """
        self._table = (columns, size)
        self._room(6 * size * LEADING)
        self._headings()

    def table_row(self, upper: Sequence[str], lower: Sequence[str]) -> None:
        """
        A row of the table: two lines in each column.
        """
        assert self._table is not None, "a row stands in a table"
        columns, size = self._table
        self._room(size * LEADING * ROWS_OF_CELL + ROW_GAP)
        for cells in (upper, lower):
            self._y -= size * LEADING
            self._cells(columns, cells, size)
        self._y -= ROW_GAP

    def end_table(self) -> None:
        """
        Go on below the table.
        """
        self._table = None
        self.space(ROW_GAP)

    def close(self) -> None:
        """
        Write the file's end.
        """
        self._foot()
        self._canvas.showPage()
        self._canvas.save()

    def _room(self, height: float) -> None:
        if self._y - height >= MARGIN + ROW_GAP:
            return
        self._foot()
        self._canvas.showPage()
        self._page += 1
        self._y = PAGE_HEIGHT - MARGIN
        if self._table is not None:
            self._headings()

    def _headings(self) -> None:
        assert self._table is not None, "headings stand over a table"
        columns, size = self._table
        for cells in ([one.upper for one in columns], [one.lower for one in columns]):
            self._y -= size * LEADING
            self._cells(columns, cells, size)
        self._y -= ROW_GAP
        self._canvas.line(MARGIN, self._y, PAGE_WIDTH - MARGIN, self._y)

    def _cells(self, columns: Sequence[Column], cells: Sequence[str], size: float) -> None:
        x = MARGIN
        for column, cell in zip(columns, cells, strict=True):
            self._draw(x, self._y, cell, size, column.width - CELL_GAP, column.align)
            x += column.width

    def _foot(self) -> None:
        self._draw(MARGIN, MARGIN - 14, f"{self._title}, page {self._page}", 6, PAGE_WIDTH / 2)

    def _drawn(self, text: str) -> Drawn:
        found = drawn(text[:LONGEST_LINE], self._faces)
        self.missing |= found.missing
        self.uses_fonts_of_viewer |= any(run.face in NOT_CARRIED for run in found.runs)
        return found

    def _draw(  # noqa: PLR0917 - a place, a text and its room
        self, x: float, y: float, text: str, size: float, room: float, align: Align = Align.LEFT
    ) -> None:
        if not text:
            return
        line = self._drawn(text)
        wide = width(line, size)
        if wide > room:
            # Nothing is cut off: an id, or an amount, that lost its end would be another one.
            size, wide = size * room / wide, room
        x += room - wide if align is Align.RIGHT else 0.0
        for run in line.runs:
            self._canvas.setFont(NAMES[run.face], size)
            self._canvas.drawString(x, y, run.text)
            x += self._canvas.stringWidth(run.text, NAMES[run.face], size)
