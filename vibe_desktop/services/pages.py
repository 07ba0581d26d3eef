"""Product pages: read from the web, from a file, or from pasted text."""

import stat
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from vibe_desktop.domain.changes import Changes, Written
from vibe_desktop.domain.errors import InvalidInput, NotAuthorised, Rejected
from vibe_desktop.domain.factfinding import further_facts
from vibe_desktop.domain.facts import MAX_FURTHER_PAGES, FactKind, Page
from vibe_desktop.domain.urls import same_site
from vibe_desktop.domain.work import Work
from vibe_desktop.gateways.website.charsets import decode, not_a_page
from vibe_desktop.gateways.website.fetch import Fetched
from vibe_desktop.gateways.website.reader import read_html, read_text
from vibe_desktop.gateways.website.robots import may_read
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.pages import PageRepository
from vibe_desktop.store.times import now

MAX_FILE_BYTES = 20_000_000
MAX_TEXT = 200_000
"""Characters of pasted text: far more than any product page has."""

PAUSE_SECONDS = 1.0
"""Before a further page is asked for, so that a small site does not feel it."""

_HTML_FILES = frozenset({".html", ".htm", ".xhtml"})
_TEXT_FILES = frozenset({".txt", ".md"})
_READ = Changes(campaigns=True)
_TOO_MANY_REQUESTS = 429


class Website(Protocol):
    """Whoever fetches pages."""

    def fetch(self, url: str, work: Work, *, stay: bool = False) -> Fetched:
        """Fetch one page; see `gateways.website.fetch.Fetcher`."""


class PageService:
    """What the founder can ask for about product pages. Every reading is kept."""

    def __init__(
        self,
        *,
        pages: PageRepository,
        campaigns: CampaignRepository,
        website: Website,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self._pages = pages
        self._campaigns = campaigns
        self._website = website
        self._pause = pause

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
        page = _read(fetched)
        if not _says_something(page):
            raise Rejected(
                "There is no text on this page that could be read; JavaScript may build it.",
                next_step="Paste the page's text instead, or open a saved .html file.",
            )
        return self._kept(campaign_id, page, work)

    def read_more(self, campaign_id: str, url: str, work: Work) -> Written[Page]:
        """Read one more page of the same site, and add what it says that is new.

        At most `MAX_FURTHER_PAGES` are read, each because the founder asked for it. The site's
        robots.txt is asked first, and a pause is made. The numbers of the facts there are stay.

        Raises:
            InvalidInput: It is on another site, was read already, or is one too many; or no page
                was read yet.
            Rejected: The site does not want programs there, or the page says nothing new.
            Unreachable, NotAuthorised: See `Fetcher.fetch`.
            Cancelled: The work was cancelled.
        """
        work.check()
        page = self._pages.latest(campaign_id)
        url = url.partition("#")[0]
        if page is None:
            raise InvalidInput("The product page has to be read first.", field="url")
        _refuse_further(page, url)
        work.report("Asking what the site lets programs read …")
        if not may_read(self._robots(url, work), url):
            raise Rejected(
                f"{urlsplit(url).hostname} asks programs not to read that page (robots.txt).",
                safe="What was read before is unchanged.",
                next_step="Paste what it says instead, if it matters.",
            )
        work.wait(self._pause)
        work.report("Fetching the page …")
        fetched = self._website.fetch(url, work, stay=True)
        work.report("Reading what it says …")
        further = _read(fetched)
        # The founder may have switched facts meanwhile; the pages are asked anew.
        page = self._pages.latest(campaign_id) or page
        _refuse_further(page, url)
        fresh = further_facts(page.facts, further.facts, url)
        if not fresh:
            raise Rejected(
                "That page says nothing that was not known already.",
                safe="What was read before is unchanged.",
            )
        lines = dict.fromkeys((*page.text.splitlines(), *further.text.splitlines()))
        text = "\n".join(lines)
        more = replace(
            page,
            text=text,
            facts=(*page.facts, *fresh),
            fetched_at=now(),
            content_hash=Page.hash_of(text),
            skipped=tuple(dict.fromkeys((*page.skipped, *further.skipped))),
        )
        return self._kept(campaign_id, more, work)

    def switch_fact(
        self,
        campaign_id: str,
        fact_id: str,
        used: bool,  # noqa: FBT001 - what the switch was set to, as the window has it
        work: Work,
    ) -> Written[Page]:
        """Say whether mails may rest on a fact.

        Raises:
            InvalidInput: No page was read yet.
        """
        return self.switch_facts(campaign_id, (fact_id,), used, work)

    def switch_facts(
        self,
        campaign_id: str,
        fact_ids: Collection[str],
        used: bool,  # noqa: FBT001 - what the switch was set to, as the window has it
        work: Work,
    ) -> Written[Page]:
        """Say of several facts at once whether mails may rest on them.

        Raises:
            InvalidInput: No page was read yet.
        """
        work.check()
        page = self._pages.switch(campaign_id, fact_ids, used=used)
        if page is None:
            raise InvalidInput("The product page has to be read first.", field="url")
        return Written(page, _READ)

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
        body = _bytes_of(path)
        if other := not_a_page(body):
            raise InvalidInput(
                f"“{path.name}” is not a saved page but {other}.",
                next_step="Save the page as .html in the browser and open that file.",
                field="path",
            )
        text = decode(body)
        read = read_html if kind in _HTML_FILES else read_text
        page = read(text, campaign.url, now())
        if not _says_something(page):
            raise InvalidInput(
                f"There is no text in “{path.name}” that could be read.", field="path"
            )
        return self._kept(campaign_id, page, work)

    def _kept(self, campaign_id: str, page: Page, work: Work) -> Written[Page]:
        work.check()
        off = self._pages.switched_off(campaign_id)
        facts = tuple(
            replace(fact, used=False) if fact.text in off else fact for fact in page.facts
        )
        page = replace(page, facts=facts)
        self._pages.add(campaign_id, page)
        return Written(page, _READ)

    def _robots(self, url: str, work: Work) -> str:
        """The rules of the site, "" when it has none: RFC 9309, 2.3.1."""
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        try:
            fetched = self._website.fetch(address, work, stay=True)
        except NotAuthorised:
            return ""
        except Rejected as refusal:
            if refusal.status == _TOO_MANY_REQUESTS:
                raise
            return ""
        return decode(fetched.body, fetched.charset)


def _read(fetched: Fetched) -> Page:
    if other := not_a_page(fetched.body):
        raise Rejected(
            f"That address is not a web page but {other}.",
            next_step="Paste the page's text instead, or open a saved .html file.",
        )
    text = decode(fetched.body, fetched.charset)
    read = read_text if fetched.media_type == "text/plain" else read_html
    return read(text, fetched.url, now())


def _refuse_further(page: Page, url: str) -> None:
    if not same_site(url, page.url):
        raise InvalidInput(
            "That page is on another site than the product page.",
            next_step="Only pages of the same site are read besides.",
            field="url",
        )
    if url in (page.url, *page.more_urls):
        raise InvalidInput("That page was read already.", field="url")
    if len(page.more_urls) >= MAX_FURTHER_PAGES:
        raise InvalidInput(
            f"{MAX_FURTHER_PAGES} further pages were read already, which is the most.",
            next_step="Paste the text of another page instead, if it matters.",
            field="url",
        )


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
