"""Reading product pages: over real HTTP, from files, from pasted text."""

from pathlib import Path

import pytest

from tests.support.servers import PageServer
from tests.support.work import RecordingWork
from vibe_desktop.domain.errors import Cancelled, InvalidInput, Rejected
from vibe_desktop.gateways.website.fetch import Fetcher
from vibe_desktop.services.pages import MAX_TEXT, PageService
from vibe_desktop.store.campaigns import CampaignRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.pages import PageRepository

PAGES = Path(__file__).parents[1] / "pages"


class House:
    """The service over a fresh database, with one campaign for a page on loopback."""

    def __init__(self, database: Database, url: str) -> None:
        campaigns = CampaignRepository(database)
        self.hosts: list[str] = []
        self.repository = PageRepository(database)
        self.service = PageService(
            pages=self.repository,
            campaigns=campaigns,
            website=Fetcher(lambda host, _purpose: self.hosts.append(host)),
        )
        self.campaign = campaigns.create(name="Ledgerly", url=url, target_audience="").id


@pytest.fixture
def house(database: Database, page_server: PageServer) -> House:
    return House(database, f"{page_server.folder(PAGES)}/ledgerly.html")


def test_the_page_of_a_campaign_is_read_and_kept(house: House, work: RecordingWork) -> None:
    assert house.service.latest(house.campaign, work) is None
    written = house.service.read(house.campaign, work)
    assert written.value.title == "Ledgerly"
    assert len(written.value.facts) > 15
    assert house.service.latest(house.campaign, work) == written.value
    assert house.hosts == ["127.0.0.1"]
    assert work.messages == ["Fetching the page …", "Reading what it says …"]
    assert written.changes.campaigns


def test_a_page_in_another_charset_is_read(
    database: Database, page_server: PageServer, work: RecordingWork
) -> None:
    body = (PAGES / "shift_jis.html").read_bytes()
    house = House(database, page_server.page("/", body, content_type="text/html"))
    assert house.service.read(house.campaign, work).value.title == "在庫くん"


def test_a_plain_text_page_is_read(
    database: Database, page_server: PageServer, work: RecordingWork
) -> None:
    url = page_server.page("/", "Acme\nIt sorts 900 letters a day.", content_type="text/plain")
    house = House(database, url)
    assert house.service.read(house.campaign, work).value.title == "Acme"


def test_a_page_without_text_is_told_and_not_kept(
    database: Database, page_server: PageServer, work: RecordingWork
) -> None:
    house = House(database, page_server.page("/", "<div id=root></div><script>x()</script>"))
    with pytest.raises(Rejected, match="JavaScript") as caught:
        house.service.read(house.campaign, work)
    assert "Paste" in caught.value.next_step
    assert house.service.latest(house.campaign, work) is None


def test_pasted_text_takes_the_place_of_the_page(house: House, work: RecordingWork) -> None:
    house.service.read(house.campaign, work)
    page = house.service.use_text(house.campaign, "Acme\nIt sorts letters by street.", work).value
    assert [fact.text for fact in page.facts] == ["Acme", "It sorts letters by street."]
    assert house.service.latest(house.campaign, work) == page


@pytest.mark.parametrize("text", ["", "   \n ", "ok", "x" * (MAX_TEXT + 1)])
def test_pasted_text_that_says_nothing_or_too_much_is_refused(
    house: House, work: RecordingWork, text: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        house.service.use_text(house.campaign, text, work)
    assert caught.value.field == "text"


def test_a_saved_page_can_be_opened(house: House, work: RecordingWork) -> None:
    page = house.service.use_file(house.campaign, PAGES / "latin1.html", work).value
    assert page.title == "Caféboard"


def test_a_text_file_can_be_opened(house: House, work: RecordingWork, tmp_path: Path) -> None:
    path = tmp_path / "notes.TXT"
    path.write_text("Acme\nIt sorts letters by street.", encoding="utf-8")
    assert house.service.use_file(house.campaign, path, work).value.title == "Acme"


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("page.pdf", b"%PDF", "neither a saved page nor a text file"),
        ("page.html", b"<div></div>", "no text"),
        ("missing.html", None, "cannot be read"),
    ],
)
def test_a_file_of_no_use_is_refused(
    house: House, work: RecordingWork, tmp_path: Path, name: str, body: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(InvalidInput, match=words) as caught:
        house.service.use_file(house.campaign, path, work)
    assert caught.value.field == "path"


def test_nothing_is_kept_after_a_cancel(house: House, work: RecordingWork) -> None:
    work.cancel()
    with pytest.raises(Cancelled):
        house.service.use_text(house.campaign, "Acme\nIt sorts letters by street.", work)
    assert house.repository.latest(house.campaign) is None
