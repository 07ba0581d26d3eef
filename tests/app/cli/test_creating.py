"""`vibe-desktop create-campaign`, with the services that the window has."""

import argparse
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
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
from vibe_desktop.domain.errors import InvalidInput
from vibe_desktop.domain.identity import Identity
from vibe_desktop.domain.launches import LaunchState
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


class Killed(BaseException):
    """Stands for a process that ends in the middle: nothing catches it."""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text("Email\na@acme.com\nb@acme.com\n", encoding="utf-8")
    return path


def _arguments(sandbox: RunningSandbox, leads: Path, *more: str) -> argparse.Namespace:
    page = ("--url", sandbox.info.sample_page_url, "--audience", "Founders", "--follow-ups", "1")
    rest = ("--leads", str(leads), "--approve", "--launch")
    return build().parse_args(["create-campaign", *page, *rest, *more])


def _names(services: Container) -> list[str]:
    return [row.campaign.id for row in services.campaigns.dashboard(Work()).rows]


def _draft_left_behind(args: argparse.Namespace, services: Container) -> str:
    """The campaign of a command that could not launch, for want of a postal address."""
    identity = services.identity.get(Work())
    services.identity.save(replace(identity, postal_address=""), Work())
    answer = create_campaign(args, services, Work())
    assert answer.code == REFUSED
    services.identity.save(identity, Work())
    (left,) = _names(services)
    return left


@pytest.mark.slow
def test_a_command_that_was_killed_anywhere_goes_on_with_what_it_began(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    args = _arguments(sandbox, leads)
    for last in range(100):
        sandbox.reset()
        args.name = f"Killed after {last}"
        reports = 0

        def kill(_progress: Progress, last: int = last) -> None:
            nonlocal reports
            reports += 1
            if reports > last:
                raise Killed

        with suppress(Killed):
            create_campaign(args, services, Work(kill))
        answer = create_campaign(args, services, Work())
        assert answer.code == DONE, answer.data
        (made,) = _same_named(services, args.name)
        documents = sandbox.control("GET", "/state")["documents"]
        assert (documents["campaign"], documents["list"]) == (1, 1)
        assert services.leads.for_campaign(made, Work()) == 2
        launch = services.launches.latest(made, Work())
        assert launch is not None
        assert launch.state is LaunchState.DONE
        if reports <= last:
            break
    assert last > 10


def _same_named(services: Container, name: str) -> list[str]:
    rows = services.campaigns.dashboard(Work()).rows
    return [row.campaign.id for row in rows if row.campaign.name == name]


def test_a_command_that_was_refused_goes_on_with_its_draft_once_the_reason_is_gone(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    identity = services.identity.get(Work())
    services.identity.save(replace(identity, postal_address=""), Work())
    args = _arguments(sandbox, leads)
    first = create_campaign(args, services, Work())
    assert first.code == REFUSED
    services.identity.save(identity, Work())
    second = create_campaign(args, services, Work())
    assert second.code == DONE
    assert len(_names(services)) == 1
    mails = services.variants.list(_names(services)[0], Work())
    assert {mail.current.number for mail in mails} == {1}  # written once, and not paid twice


def test_a_draft_with_other_people_is_left_as_it_is_and_named(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    args = _arguments(sandbox, leads)
    left = _draft_left_behind(args, services)
    leads.write_text("Email\nb@acme.com\nc@acme.com\n", encoding="utf-8")
    answer = create_campaign(args, services, Work())
    assert answer.code == DONE
    assert len(_names(services)) == 2
    assert any(f"the draft {left}" in line and "has other leads" in line for line in answer.lines)
    assert services.leads.for_campaign(left, Work()) == 2


def test_a_draft_that_was_changed_by_hand_is_left_as_it_is_and_named(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    args = _arguments(sandbox, leads)
    left = _draft_left_behind(args, services)
    mail = services.variants.list(left, Work())[0]
    services.variants.edit(mail.id, "My own words", mail.current.body, Work())
    answer = create_campaign(args, services, Work())
    assert answer.code == DONE
    assert any("changed or rejected by hand" in line for line in answer.lines)
    assert services.variants.list(left, Work())[0].current.subject == "My own words"


def test_a_draft_that_another_command_is_working_on_is_not_taken_from_it(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    args = _arguments(sandbox, leads)
    left = _draft_left_behind(args, services)
    with services.launches.preparing(left) as held:
        assert held
        answer = create_campaign(args, services, Work())
    assert any("another command is working on the draft" in line for line in answer.lines)
    assert len(_names(services)) == 2


def _unhealthy(services: Container) -> str:
    found = services.mailboxes.refresh(Work()).value.mailboxes
    return next(box.email for box in found if not box.healthy and not box.dead)


def test_an_unhealthy_mailbox_sends_when_it_is_insisted_on_and_the_reason_is_said(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    email = _unhealthy(services)
    args = _arguments(sandbox, leads, "--use-unhealthy", f" {email.upper()}")
    answer = create_campaign(args, services, Work())
    assert answer.code == DONE
    note = next(line for line in answer.lines if line.startswith(f"Note: {email} sends although"))
    assert "as you decided: " in note
    launch = services.launches.latest(_names(services)[0], Work())
    assert launch is not None
    assert launch.plan.overrides == (email,)
    assert email in launch.plan.mailboxes
    assert len(launch.plan.mailboxes) > 1  # the healthy ones send as well


def test_a_mailbox_that_is_not_there_is_refused_before_anything_is_made(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    args = _arguments(sandbox, leads, "--use-unhealthy", "nobody@nowhere.example")
    with pytest.raises(InvalidInput, match="is not a mailbox of your Instantly workspace") as found:
        create_campaign(args, services, Work())
    assert found.value.safe == "Nothing was created."
    assert _names(services) == []


def test_without_the_flag_no_unhealthy_mailbox_sends(
    services: Container, sandbox: RunningSandbox, leads: Path
) -> None:
    email = _unhealthy(services)
    assert create_campaign(_arguments(sandbox, leads), services, Work()).code == DONE
    launch = services.launches.latest(_names(services)[0], Work())
    assert launch is not None
    assert email not in launch.plan.mailboxes


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
