import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import open_fresh
from tests.support.launching import IDENTITY, Desk, desk_in
from tests.support.sandbox import RunningSandbox
from vibe_desktop.domain.errors import (
    Conflict,
    ContractBroken,
    InvalidInput,
    NotAuthorised,
    Rejected,
    Trouble,
    Unreachable,
)
from vibe_desktop.domain.previews import EXAMPLE_LEAD, preview
from vibe_desktop.domain.work import Work
from vibe_desktop.services.trial_mails import EXAMPLE_ROW


@pytest.fixture
def desk(tmp_path: Path, sandbox: RunningSandbox) -> Iterator[Desk]:
    with desk_in(tmp_path / "data", sandbox) as desk:
        yield desk


def _mailbox(desk: Desk) -> str:
    return next(box.email for box in desk.mailboxes.refresh(Work()).value.mailboxes if box.healthy)


def test_a_test_mail_is_the_mail_that_the_lead_would_get(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare()
    variant = desk.variants.list(campaign_id)[1]
    lead = desk.leads.sample(campaign_id)[1]
    sent = desk.trial_mails.send(variant.id, lead.row, _mailbox(desk), " Me@Own.Example ", work)
    (asked,) = sandbox.requests(path="/emails/test")
    wanted = preview(variant.current.subject, variant.current.body, IDENTITY, lead)
    assert asked["body"]["subject"] == wanted.subject == sent.subject
    assert asked["body"]["body"]["html"] == wanted.html
    assert IDENTITY.postal_address in wanted.html
    assert asked["body"]["to_address_email_list"] == sent.to == "me@own.example"
    assert sent.rendered_for == lead.email


def test_a_follow_up_is_headed_by_the_mail_that_it_answers_to(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    campaign_id = desk.prepare(waits=(3,))
    follow_up = next(one for one in desk.variants.list(campaign_id) if one.step == 2)
    sent = desk.trial_mails.send(follow_up.id, EXAMPLE_ROW, _mailbox(desk), "me@own.example", work)
    assert sent.subject == f"Re: {EXAMPLE_LEAD.company_name} and problem"
    assert sandbox.requests(path="/emails/test")[0]["body"]["subject"] == sent.subject


@pytest.mark.parametrize("to", ["", "me", "me@", "a@b.example, c@d.example", "me@own.example\nx"])
def test_only_one_usable_address_is_sent_to(
    desk: Desk, sandbox: RunningSandbox, work: Work, to: str
) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    with pytest.raises(InvalidInput) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "maya@try-sandbox.example", to, work)
    assert caught.value.field == "to"
    assert not sandbox.requests(path="/emails/test")


def test_a_follow_up_is_not_headed_by_a_mail_that_was_rejected(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare(waits=(3,))
    desk.reject(campaign_id, "A")
    follow_up = next(one for one in desk.variants.list(campaign_id) if one.step == 2)
    sent = desk.trial_mails.send(follow_up.id, EXAMPLE_ROW, _mailbox(desk), "me@own.example", work)
    first = next(
        one for one in desk.variants.list(campaign_id) if one.step == 1 and one.rejected_at is None
    )
    assert sent.subject.endswith(first.current.subject.rsplit(" ", 1)[1])


def test_without_a_mailbox_nothing_is_sent(desk: Desk, sandbox: RunningSandbox, work: Work) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    with pytest.raises(InvalidInput) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, " ", "me@own.example", work)
    assert caught.value.field == "mailbox"
    assert not sandbox.requests(path="/emails/test")


def test_with_nobody_to_be_reached_nothing_was_sent(tmp_path: Path, work: Work) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]  # nobody listens there any more once it is closed
    with closing(open_fresh(tmp_path)) as database:
        desk = Desk(database, f"http://127.0.0.1:{port}", "k", tmp_path / "locks")
        variant = desk.variants.list(desk.prepare())[0]
        with pytest.raises(Unreachable) as caught:
            desk.trial_mails.send(variant.id, EXAMPLE_ROW, "a@b.example", "me@own.example", work)
        desk.client.close()
    assert caught.value.safe == "Nothing was sent."


def test_a_lead_that_must_not_be_written_to_is_not_rendered_for(desk: Desk, work: Work) -> None:
    campaign_id = desk.prepare()
    lead = desk.leads.sample(campaign_id)[0]
    desk.suppressions.add([lead.email], "asked")
    variant = desk.variants.list(campaign_id)[0]
    with pytest.raises(Conflict, match="would not get the mail"):
        desk.trial_mails.send(variant.id, lead.row, "maya@try-sandbox.example", "a@b.example", work)


@pytest.mark.parametrize(
    ("error", "trouble", "words"),
    [
        ("ACC_AUTH_ERROR", NotAuthorised, "cannot log in"),
        ("ACC_NOT_FOUND", Rejected, "has no mailbox"),
        ("ACC_UNKNOWN_ERROR", Rejected, "does not know why"),
        ("ACC_SOMETHING_NEW", Rejected, "ACC_SOMETHING_NEW"),
    ],
)
def test_an_error_inside_a_good_answer_is_an_error(
    desk: Desk,
    sandbox: RunningSandbox,
    work: Work,
    error: str,
    trouble: type[Exception],
    words: str,
) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    sandbox.faults({"path": "/emails/test", "status": 200, "body": {"error": error}})
    with pytest.raises(trouble, match=words) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "maya@try-sandbox.example", "a@b.cc", work)
    assert "was not sent" in str(getattr(caught.value, "safe", ""))


def test_the_sandbox_refuses_mailboxes_that_are_unknown_or_sick(desk: Desk, work: Work) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    with pytest.raises(Rejected, match="has no mailbox"):
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "nobody@x.example", "a@b.cc", work)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refused_test_mail_says_that_nothing_was_sent(
    desk: Desk, sandbox: RunningSandbox, work: Work, status: int
) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    sandbox.faults({"path": "/emails/test", "status": status, "body": {"message": "no"}})
    with pytest.raises(Trouble) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "maya@try-sandbox.example", "a@b.cc", work)
    assert caught.value.safe == "Nothing was sent."


def test_a_lost_answer_is_not_repeated_and_says_where_to_look(
    desk: Desk, sandbox: RunningSandbox, work: Work
) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    sandbox.faults({"path": "/emails/test", "lost_answer": True})
    with pytest.raises(Unreachable) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "maya@try-sandbox.example", "a@b.cc", work)
    assert "Look into your inbox" in caught.value.next_step
    assert len(sandbox.requests(path="/emails/test")) == 1


@pytest.mark.parametrize("body", [[], {"success": False}])
def test_an_answer_that_says_neither_is_no_reason_to_send_again_at_once(
    desk: Desk, sandbox: RunningSandbox, work: Work, body: object
) -> None:
    variant = desk.variants.list(desk.prepare())[0]
    sandbox.faults({"path": "/emails/test", "status": 200, "body": body})
    with pytest.raises(ContractBroken) as caught:
        desk.trial_mails.send(variant.id, EXAMPLE_ROW, "maya@try-sandbox.example", "a@b.cc", work)
    assert "may have been sent" in caught.value.safe
    assert "Look into your inbox" in caught.value.next_step
