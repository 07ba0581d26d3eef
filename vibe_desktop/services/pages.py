"""Product pages: read from the web, from a file, or from pasted text."""

import stat
from pathlib import Path
from typing import Protocol

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput, Rejected
from vibe_desktop.domain.facts import FactKind, Page
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.website.charsets import decode
from vibe_desktop.gateways.website.fetch import Fetched
from vibe_desktop.gateways.website.reader import read_html, read_text
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.times import now

MAX_FILE_BYTES = 20_000_000
MAX_TEXT = 200_000
"""Characters of pasted text: far more than any product page has."""

_HTML_FILES = frozenset({".html", ".htm", ".xhtml"})
_TEXT_FILES = frozenset({".txt", ".md"})
_READ = Changes(campaigns=True)


class Website(Protocol):
    """Whoever fetches pages."""

    def fetch(self, url: str, work: Work) -> Fetched:
        """Fetch one page; see `gateways.website.fetch.Fetcher`."""


class PageService:
    """What the founder can ask for about product pages. Every reading is kept."""

    def __init__(
        self, *, pages: PageRepository, campaigns: CampaignRepository, website: Website
    ) -> None:
        self._pages = pages
        self._campaigns = campaigns
        self._website = website

    def read(self, campaign_id: str, work: Work) -> Written[Page]:
        """Fetch the campaign's product page and keep what it says.

        The result may be `thin`: a page that JavaScript builds says little without it.

        Raises:
            InvalidInput: The address is none that is read, or there is no such campaign.
            Unreachable, NotAuthorised, Rejected: See `Fetcher.fetch`; or no text was found.
            Cancelled: The work was cancelled.
        """
        campaign = self._campaigns.get(campaign_id)
        work.report("Fetching the page …")
        fetched = self._website.fetch(campaign.url, work)
        work.report("Reading what it says …")
        text = decode(fetched.body, fetched.charset)
        if fetched.media_type == "text/plain":
            page = read_text(text, fetched.url, now())
        else:
            page = read_html(text, fetched.url, now())
        if not _says_something(page):
            raise Rejected(
                "There is no text on this page that could be read; JavaScript may build it.",
                next_step="Paste the page's text instead, or open a saved .html file.",
            )
        return self._kept(campaign_id, page, work)

    def latest(self, campaign_id: str, work: Work) -> Page | None:
        """The page as last read, None when it never was."""
        work.check()
        return self._pages.latest(campaign_id)

    def use_text(self, campaign_id: str, text: str, work: Work) -> Written[Page]:
        """Take text that the founder copied from the page.

        Raises:
            InvalidInput: There is nothing in it, too much, or no such campaign.
        """
        campaign = self._campaigns.get(campaign_id)
        if len(text) > MAX_TEXT:
            raise InvalidInput(
                f"The text has {len(text):,} characters; {MAX_TEXT:,} are the most.",
                next_step="Paste only what describes the product.",
                field="text",
            )
        page = read_text(text, campaign.url, now())
        if not _says_something(page):
            raise InvalidInput(
                "There are no sentences about a product in this text.",
                next_step="Paste what stands on your product page.",
                field="text",
            )
        return self._kept(campaign_id, page, work)

    def use_file(self, campaign_id: str, path: Path, work: Work) -> Written[Page]:
        """Take a page that the founder saved from a browser (.html), or a text file.

        Raises:
            InvalidInput: It cannot be read, is of another kind, or says nothing.
        """
        campaign = self._campaigns.get(campaign_id)
        kind = path.suffix.lower()
        if kind not in _HTML_FILES | _TEXT_FILES:
            raise InvalidInput(
                f"“{path.name}” is neither a saved page nor a text file.",
                next_step="Save the page as .html in the browser and open that file.",
                field="path",
            )
        text = decode(_bytes_of(path))
        read = read_html if kind in _HTML_FILES else read_text
        page = read(text, campaign.url, now())
        if not _says_something(page):
            raise InvalidInput(
                f"There is no text in “{path.name}” that could be read.", field="path"
            )
        return self._kept(campaign_id, page, work)

    def _kept(self, campaign_id: str, page: Page, work: Work) -> Written[Page]:
        work.check()
        self._pages.add(campaign_id, page)
        return Written(page, _READ)


def _says_something(page: Page) -> bool:
    """Whether the page says more than a name: an empty shell has a title, too."""
    return any(fact.kind is not FactKind.NAME for fact in page.facts)


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise InvalidInput(f"“{path.name}” is not a file.", field="path")
        if found.st_size > MAX_FILE_BYTES:
            raise InvalidInput(
                f"“{path.name}” is larger than {MAX_FILE_BYTES // 1_000_000} MB.", field="path"
            )
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"“{path.name}” cannot be read: {error.strerror}.", field="path"
        ) from None
