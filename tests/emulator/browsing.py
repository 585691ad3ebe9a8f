"""
A real browser, and a visitor in it who notes everything that the browser complains about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

CHROMIUM = Path("/usr/bin/chromium")
"""The system's own, which the Makefile installs; none is downloaded."""

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Whoever runs tests as root, as containers do, has no sandbox to offer.
    "--no-sandbox",
]
PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
REFUSED = "the server responded with a status of 4"
"""Chromium says so of every page that is a refusal; that is no fault of the page."""

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """
    Somebody with a browser window of their own.

    Args:
        page: The window.
        base_url: Where the product is; nothing else is ever opened.
    """

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._base_url = base_url
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._note_failure)

    def open(self, path: str) -> int:
        """
        Open a page of the product; the status of the answer.
        """
        answer = self.page.goto(self._base_url + path)
        assert answer is not None, "a page is not only an anchor"
        return answer.status

    def show(self, document: str) -> None:
        """
        Show a document that no server sent, as a mail's.
        """
        # Else it would stand under the content security policy of the page before it.
        self.page.goto("about:blank")
        self.page.set_content(document)

    def press(self, label: str) -> None:
        """
        Press a button, and wait for the page that comes.
        """
        with self.page.expect_event("load"):
            self.page.get_by_role("button", name=label).click()

    def heard(self) -> str:
        """
        The page as a screen reader goes through it: roles, names and text, as YAML.
        """
        return self.page.locator("body").aria_snapshot()

    def overflow(self) -> int:
        """
        By how many pixels the page is wider than the window.
        """
        return int(self.page.evaluate(OVERFLOW))

    def _note_failure(self, request: Request) -> None:
        # Who goes on before a page has all its pictures ends what is under way.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(request.url)

    def _note(self, message: ConsoleMessage) -> None:
        # A breach of the content security policy is told here too, as an error.
        if message.type in {"error", "warning"} and REFUSED not in message.text:
            self.complaints.append(message.text)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """
    A running browser with a profile that is new and soon gone.

    Args:
        more: Further flags of its command line.
    """
    flags = [*FLAGS, *more]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=flags)
        yield browser
        browser.close()
