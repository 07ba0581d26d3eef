"""The sending step: senders, hours, pace, rules, and what they come to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.support.screens import Heard, find, tab_stops, words_on
from tests.support.work import RecordingWork
from vibe_desktop.app.container import Container
from vibe_desktop.domain.campaigns import CampaignSetup, Pacing, WizardStep
from vibe_desktop.domain.mailboxes import DomainCheck, Mailbox, MailboxStatus, WarmupStatus
from vibe_desktop.domain.wizard import senders, settled
from vibe_desktop.ui.context import ScreenContext
from vibe_desktop.ui.navigation import Destination, Screen
from vibe_desktop.ui.widgets.dialogs import AskDialog
from vibe_desktop.ui.widgets.panels import Panel
from vibe_desktop.ui.wizard import sending as sending_module
from vibe_desktop.ui.wizard.forecast_words import details, headline, losses
from vibe_desktop.ui.wizard.sending_view import SendingStep
from vibe_desktop.ui.wizard.view import WizardView

WELL = Mailbox("a@acme.test", "A", "", MailboxStatus.ACTIVE, WarmupStatus.ACTIVE, 95, 30)
OTHER = replace(WELL, email="b@acme.test")
ILL = replace(WELL, email="ill@acme.test", warmup_status=WarmupStatus.PAUSED)
DEAD = replace(
    WELL,
    email="x@dead.test",
    check=DomainCheck(
        "dead.test",
        mx=False,
        spf=True,
        dkim=True,
        dmarc=True,
        checked_at=datetime(2026, 3, 1, tzinfo=UTC),
    ),
)
TODAY = date(2026, 3, 2)

Show = Callable[[QWidget], None]
Rest = Callable[[], None]
Keep = Callable[..., None]
Open = Callable[[], SendingStep]


@pytest.fixture
def keep(services: Container) -> Keep:
    """`keep(*mailboxes)`: these are what Instantly told last."""

    def put(*mailboxes: Mailbox) -> None:
        services._stores.mailboxes.replace(mailboxes)

    return put


@pytest.fixture
def campaign_id(written_campaign: str) -> str:
    return written_campaign


@pytest.fixture
def opened(screen_context: ScreenContext, show: Show, campaign_id: str, rest: Rest) -> Open:
    """`opened()`: the sending step on screen."""

    def put() -> SendingStep:
        view = WizardView(screen_context)
        view.arrive(Destination(Screen.WIZARD, campaign_id))
        show(view)
        view._presenter.go_to(WizardStep.SENDING)
        rest()
        return find(view, SendingStep)

    return put


@pytest.fixture
def setup(
    services: Container, campaign_id: str, work: RecordingWork, rest: Rest
) -> Callable[[SendingStep], CampaignSetup]:
    """`setup(step)`: what is stored of it."""

    def read(step: SendingStep) -> CampaignSetup:
        step._wizard.save_now()
        rest()
        return services.campaigns.get(campaign_id, work).setup

    return read


def button(step: QWidget, text: str) -> QPushButton:
    found = [one for one in step.findChildren(QPushButton) if text in one.accessibleName()]
    assert len(found) == 1, [one.accessibleName() for one in step.findChildren(QPushButton)]
    return found[0]


def insist(step: SendingStep, email: str) -> AskDialog:
    button(step, f"Send from {email} all the same").click()
    return find(step, AskDialog, "override_dialog")


def test_an_unhealthy_mailbox_cannot_be_ticked_and_says_why(keep: Keep, opened: Open) -> None:
    keep(WELL, ILL, DEAD)
    step = opened()
    boxes = step.mailboxes._boxes
    assert boxes[WELL.email].isEnabled()
    assert not boxes[ILL.email].isEnabled()
    assert "Warm-up is paused. Switch its warm-up on." in words_on(step)
    assert boxes[ILL.email].accessibleDescription().startswith("Warm-up is paused")


def test_a_long_address_fits_a_narrow_window_and_is_read_out_whole(
    keep: Keep, opened: Open
) -> None:
    long = replace(ILL, email=f"{'maximilian.von.' * 4}hohenstein@get-the-analytical-engine.test")
    keep(WELL, long)
    step = opened()
    box = step.mailboxes._boxes[long.email]
    assert "…" in box.text()
    assert (box.accessibleName(), box.toolTip()) == (long.email, long.email)
    content = step.widget()
    assert content is not None
    assert content.minimumSizeHint().width() <= 540


def test_an_override_is_asked_for_once_kept_and_taken_back(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    keep(WELL, ILL)
    step = opened()
    dialog = insist(step, ILL.email)
    assert "warm-up is paused" in words_on(dialog)
    dialog.cancel_button.click()
    assert setup(step).overrides == ()
    insist(step, ILL.email).deed_button.click()
    assert setup(step).overrides == (ILL.email,)
    box = step.mailboxes._boxes[ILL.email]
    assert (box.isEnabled(), box.isChecked()) == (True, True)
    box.click()
    kept = setup(step)
    assert (kept.overrides, kept.mailboxes) == ((), ())
    assert not step.mailboxes._boxes[ILL.email].isEnabled()


def test_a_mailbox_of_a_dead_domain_can_not_be_overridden(keep: Keep, opened: Open) -> None:
    keep(WELL, DEAD)
    step = opened()
    assert not [
        one for one in step.findChildren(QPushButton) if "all the same" in one.accessibleName()
    ]
    step._presenter.override(DEAD.email)
    assert step._wizard.state.draft.setup.overrides == ()
    assert "takes no mail" in words_on(step)


def test_an_override_is_dropped_when_the_mailbox_is_healthy_again(
    keep: Keep,
    opened: Open,
    setup: Callable[[SendingStep], CampaignSetup],
    rest: Rest,
) -> None:
    keep(WELL, OTHER, ILL)
    step = opened()
    step.mailboxes._boxes[OTHER.email].click()
    insist(step, ILL.email).deed_button.click()
    assert setup(step).mailboxes == (WELL.email, ILL.email)
    keep(WELL, OTHER, replace(ILL, warmup_status=WarmupStatus.ACTIVE))
    step._wizard.reload()
    rest()
    kept = setup(step)
    assert kept.overrides == ()
    assert kept.mailboxes == (WELL.email, ILL.email)


@pytest.mark.parametrize(
    ("setup_before", "boxes", "expected"),
    [
        (CampaignSetup(overrides=(ILL.email,)), (WELL, ILL), CampaignSetup(overrides=(ILL.email,))),
        (CampaignSetup(overrides=(ILL.email,)), (WELL,), CampaignSetup()),
        (
            CampaignSetup(mailboxes=(WELL.email, DEAD.email), overrides=(DEAD.email,)),
            (WELL, DEAD),
            CampaignSetup(mailboxes=(WELL.email,)),
        ),
        (
            CampaignSetup(mailboxes=(WELL.email,), overrides=(OTHER.email,)),
            (WELL, OTHER),
            CampaignSetup(mailboxes=(WELL.email, OTHER.email)),
        ),
    ],
)
def test_overrides_without_a_reason_are_settled(
    setup_before: CampaignSetup, boxes: tuple[Mailbox, ...], expected: CampaignSetup
) -> None:
    assert settled(setup_before, boxes) == expected


def test_those_overridden_send_besides_the_healthy() -> None:
    setup = CampaignSetup(overrides=(ILL.email, DEAD.email))
    assert senders(setup, (WELL, ILL, DEAD)) == (WELL, ILL)


def test_dates_are_kept_and_checked(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    keep(WELL)
    step = opened()
    today = sending_module.today()
    assert not step.hours.first_day.isVisibleTo(step)
    step.hours.first_wanted.click()
    step.hours.last_wanted.click()
    assert step.hours.first_day.isVisibleTo(step)
    for editor, day in (
        (step.hours.first_day, today + timedelta(days=7)),
        (step.hours.last_day, today + timedelta(days=21)),
    ):
        editor.setDate(QDate(day.year, day.month, day.day))
    schedule = setup(step).schedule
    assert schedule.start_date == today + timedelta(days=7)
    assert schedule.end_date == today + timedelta(days=21)
    past = today - timedelta(days=1)
    step.hours.first_day.setDate(QDate(past.year, past.month, past.day))
    assert "The first day is in the past" in words_on(step)
    step.hours.first_wanted.click()
    assert "in the past" not in words_on(step)
    assert setup(step).schedule.start_date is None


def test_dates_without_a_sending_day_hold_the_way_on(keep: Keep, opened: Open, rest: Rest) -> None:
    keep(WELL)
    step = opened()
    today = sending_module.today()
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    schedule = replace(
        step._wizard.state.draft.setup.schedule,
        start_date=saturday,
        end_date=saturday + timedelta(days=1),
    )
    step._presenter.edit_schedule(schedule)
    rest()
    assert "None of your sending days lies between" in words_on(step)
    step._wizard.go_on()
    assert step._wizard.state.step is WizardStep.SENDING


def test_a_zone_is_found_by_typing_and_its_stand_in_is_said(
    keep: Keep,
    opened: Open,
    setup: Callable[[SendingStep], CampaignSetup],
    rest: Rest,
) -> None:
    keep(WELL)
    step = opened()
    line = step.hours.zone.lineEdit()
    assert line is not None
    line.setText("america/los angeles")
    line.editingFinished.emit()
    rest()
    assert setup(step).schedule.timezone == "America/Los_Angeles"
    words = words_on(step)
    assert "no zone with the same clock" in words
    assert "is the nearest" in words
    completer = step.hours.zone.completer()
    assert completer is not None
    completer.setCompletionPrefix("berlin")
    assert completer.currentCompletion() == "Europe/Berlin"


def test_a_zone_that_does_not_exist_is_refused_in_words(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    keep(WELL)
    step = opened()
    before = setup(step).schedule.timezone
    step.hours.zone.setEditText("Mars/Olympus")
    step.hours.zone.lineEdit().editingFinished.emit()  # type: ignore[union-attr] # it is editable
    assert "There is no time zone of this name" in words_on(step)
    assert setup(step).schedule.timezone == before


def test_this_computers_zone_is_one_click_away(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    from vibe_desktop.ui.wizard.sending_hours import own_zone

    keep(WELL)
    step = opened()
    schedule = step._wizard.state.draft.setup.schedule
    other = "Asia/Tokyo" if own_zone() != "Asia/Tokyo" else "Europe/Paris"
    step._presenter.edit_schedule(replace(schedule, timezone=other))
    assert step.hours.own_zone.isVisibleTo(step)
    step.hours.own_zone.click()
    assert setup(step).schedule.timezone == own_zone()
    assert not step.hours.own_zone.isVisibleTo(step)


def test_every_number_says_where_it_comes_from_to_eyes_and_readers(
    keep: Keep, opened: Open
) -> None:
    keep(WELL, OTHER, replace(WELL, email="c@acme.test"))
    step = opened()
    words = words_on(step)
    for source in ("Instantly recommends 30", "Woodpecker's default", "Warmbly", "Our own choice"):
        assert source in words
    for editor in (
        *(step.pace.daily_limit, step.pace.new_leads),
        *(step.pace.gap, step.pace.extra_gap),
    ):
        assert editor.accessibleDescription()
    for box in step.rules.boxes.values():
        assert box.accessibleDescription()
    assert "52.7 %" in step.rules.boxes["open_tracking"].accessibleDescription()


def test_too_much_is_warned_of_and_the_recommended_number_one_click_away(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    keep(replace(WELL, daily_limit=50))
    step = opened()
    step.pace.daily_limit.setValue(90)
    assert "That is up to 50 a day from one mailbox." in words_on(step)
    assert step.pace.careful.text() == "Take 30 a day"
    step.pace.careful.click()
    assert setup(step).pacing.daily_limit == 30
    assert not step.pace.careful.isVisibleTo(step)
    step.pace.gap.setValue(0)
    assert "Instantly asks for at least one minute" in words_on(step)
    step.pace.new_leads.setValue(60)
    assert "more than 50 a day for each mailbox" in words_on(step)
    assert setup(step).pacing == Pacing(30, 60, 0, 5)


def test_the_daily_limit_follows_the_mailboxes_until_one_is_typed(
    keep: Keep, opened: Open, setup: Callable[[SendingStep], CampaignSetup]
) -> None:
    keep(WELL, OTHER)
    step = opened()
    assert step.pace.daily_limit.value() == 60
    step.pace.gap.setValue(12)  # says nothing about the limit
    step._presenter.choose(OTHER.email, wanted=False)
    assert step.pace.daily_limit.value() == 30
    step.pace.daily_limit.setValue(25)
    step._presenter.choose(OTHER.email, wanted=True)
    assert step.pace.daily_limit.value() == 25
    assert setup(step).pacing == Pacing(25, 50, 12, 5)


def test_the_step_says_what_the_campaign_comes_to(keep: Keep, opened: Open) -> None:
    keep(WELL)
    step = opened()
    step._wizard.edit(setup=replace(step._wizard.state.draft.setup, waits=(3, 4)))
    panel = find(step, Panel, "forecast")
    assert panel.accessibleName() == "3 people, up to 9 mails, about 3 sending days"
    assert "Last first mail on" in panel.accessibleDescription()


def test_the_words_of_a_forecast_name_who_is_left_out() -> None:
    from vibe_desktop.domain.pace import forecast
    from vibe_desktop.domain.schedules import Schedule

    made = CampaignSetup(
        waits=(3,),
        pacing=Pacing(daily_limit=10, new_leads_per_day=10),
        schedule=Schedule(end_date=TODAY + timedelta(days=1)),
    )
    found = forecast(1_204, made, (WELL,), TODAY)
    assert found is not None
    assert headline(found) == "20 people, 20 mails, about 2 sending days"
    assert losses(found) == (
        "1,184 people are not written to before the last day. 20 follow-ups fall away."
    )
    assert details(found) == (
        "Last first mail on 3 March 2026. Up to 10 new people a day, as your mails a day allow."
    )
    endless = forecast(1_000_000, replace(made, schedule=Schedule()), (WELL,), TODAY)
    assert endless is not None
    assert headline(endless).endswith("more than ten years")
    assert losses(endless) == ""


def test_the_whole_step_is_reached_by_keyboard(keep: Keep, opened: Open) -> None:
    keep(WELL, ILL)
    step = opened()
    step.hours.first_wanted.click()
    QApplication.processEvents()
    stops = tab_stops(step)
    for wanted in (
        step.mailboxes._boxes[WELL.email],
        button(step, f"Send from {ILL.email} all the same"),
        step.hours.zone,
        step.hours.first_wanted,
        step.hours.first_day,
        step.pace.extra_gap,
        step.rules.boxes["open_tracking"],
    ):
        assert wanted in stops


def test_the_mailboxes_are_one_click_away(keep: Keep, opened: Open, heard: Heard) -> None:
    keep(WELL)
    opened().more_button.click()
    assert heard.places[-1] == Destination(Screen.MAILBOXES)
