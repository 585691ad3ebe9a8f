"""
HTML as a browser would find it: its elements, attributes and text, and whether every tag is closed.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img", "input", "link", "meta"}
CLOSED_AT_ONCE = {"circle", "path"}


@dataclass
class Element:
    """
    One element, and the text in it and below it.
    """

    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """
        The text as it is read, with runs of breaking white space as one space.
        """
        return " ".join(part for part in re.split(r"[ \t\r\n\f]+", "".join(self.pieces)) if part)


class Document(HTMLParser):
    """
    A parsed document; a tag that is left open or closed out of order fails the test that parses it.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == [], "left open"

    def all(self, tag: str) -> list[Element]:
        """
        Every element of this name, in the order of the document.
        """
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        """
        The only element of this name.
        """
        (element,) = self.all(tag)
        return element

    def having(self, attribute: str, value: str) -> list[Element]:
        """
        Every element whose attribute has this value.
        """
        return [element for element in self.elements if element.attributes.get(attribute) == value]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(attrs) == len(element.attributes), f"an attribute twice in {tag}"
        self.elements.append(element)
        if tag not in VOID | CLOSED_AT_ONCE:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | CLOSED_AT_ONCE:
            assert self._open.pop().tag == tag, f"{tag} closed out of order"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)
