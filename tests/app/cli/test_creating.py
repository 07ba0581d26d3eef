"""`vibe-desktop create-campaign`, with the services that the window has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sandbox import RunningSandbox
from vibe_desktop.app.cli.creating import create_campaign
from vibe_desktop.app.cli.output import DONE, REFUSED, Answer
from vibe_desktop.app.cli.parser import build
from vibe_desktop.app.container import Container
from vibe_desktop.app.environment import Environment
from vibe_desktop.app.logs import Redactor
from vibe_desktop.app.paths import Paths
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.settings import Service
from vibe_desktop.domain.work import Progress, Work


@pytest.fixture
def services(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Container]:
    environment = Environment(
        secrets={Service.INSTANTLY: sandbox.info.instantly_api_key},
        instantly_base_url=sandbox.info.instantly_url,
    )
    container = Container(Paths(tmp_path / "data"), environment, sandbox=False, redactor=Redactor())
    container.identity.save(Identity("Ada", "Acme", "1 Analytical Way, London"), Work())
    yield container
    container.close()


def test_the_same_command_beside_itself_launches_one_campaign(
    services: Container, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text("Email\na@acme.com\nb@acme.com\n", encoding="utf-8")
    page = ("--url", sandbox.info.sample_page_url, "--audience", "Founders")
    rest = ("--leads", str(leads), "--approve", "--launch")
    args = build().parse_args(["create-campaign", *page, *rest])
    beside: list[Answer] = []

    def another(_progress: Progress) -> None:
        if services.campaigns.dashboard(Work()).rows and not beside:
            beside.append(Answer({}, ()))  # begun
            beside[0] = create_campaign(args, services, Work())

    late = create_campaign(args, services, Work(another))

    assert [answer.code for answer in beside] == [DONE]
    assert late.code == REFUSED
    assert "has launched a campaign meanwhile" in str(late.data["error"])
    assert sandbox.control("GET", "/state")["documents"]["campaign"] == 1
