"""What can only be photographed after somebody did something on a screen."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QTabBar, QTableView

from tests.screenshots import launch_scenes, lead_scenes
from tests.screenshots.stage import Stage
from vibe_desktop.app.window import App
from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.work import Work
from vibe_desktop.sandbox.info import ask
from vibe_desktop.ui.navigation import Screen
from vibe_desktop.ui.widgets.buttons import Button
from vibe_desktop.ui.widgets.folds import Fold

THIN = "Northwind sends your invoices.\n\nSign in to go on."


def play(
    app: App, ids: dict[str, str], wait: Callable[[], None], shoot: Callable[[str], None]
) -> None:
    """Play all scenes."""
    stage = Stage(app, wait, shoot)
    _review(stage, ids)
    _all_leads(stage, ids)
    _product(stage, ids)
    _copy(stage, ids)
    launch_scenes.play(stage, ids)
    lead_scenes.play(app, app.container.paths.data_dir, wait, shoot)


def _review(stage: Stage, ids: dict[str, str]) -> None:
    findings = ids[WizardStep.COPY.value]
    stage.go(Screen.REVIEW, findings)
    card = stage.card("variant_A")
    card.toggle_history()
    stage.wait()
    fold = next(one for one in card.findChildren(Fold) if "earlier" in one.button.text().lower())
    compare = [
        one
        for one in fold.findChildren(QAbstractButton)
        if one.text() == "Compare" and one.isVisible()
    ]
    if compare:
        compare[0].click()
        stage.wait()
    stage.show(fold)
    stage.wait()
    stage.shoot("review-history")
    card.toggle_history()
    card.open_rewriting()
    stage.find(QLineEdit, "rewrite_instruction_A").setText("Shorter, and name the price")
    card.text.selectAll()
    stage.wait()
    stage.show(card.rewriting)
    stage.shoot("review-rewrite")
    stage.go(Screen.REVIEW, ids[WizardStep.LEADS.value])
    stage.card("variant_B").withdraw_button.click()
    stage.wait()
    stage.card("variant_B").reject_button.click()
    stage.wait()
    stage.shoot("review-rejected")
    stage.card("variant_B").withdraw_button.click()
    stage.wait()
    stage.card("variant_B").approve_button.click()
    stage.wait()
    for button in stage.app.window.findChildren(Button):
        if button.isVisible() and button.text().startswith("Follow-up 1"):
            button.click()
    stage.wait()
    stage.shoot("review-follow-up")


def _all_leads(stage: Stage, ids: dict[str, str]) -> None:
    for name, campaign_id in (
        ("review-all", ids[WizardStep.SENDING.value]),
        ("review-all-launched", ids["young"]),
        ("review-all-none", ids[WizardStep.COPY.value]),
    ):
        stage.go(Screen.REVIEW, campaign_id)
        stage.find(QTabBar, "review_tabs").setCurrentIndex(1)
        stage.wait()
        table = stage.app.window.findChild(QTableView, "review_set_table")
        if table is not None and table.model() is not None and table.model().rowCount():
            table.selectRow(0)
            stage.wait()
        stage.shoot(name)


def _product(stage: Stage, ids: dict[str, str]) -> None:
    services, work = stage.app.container, Work()
    made = services.campaigns.create(
        name="Thin", url="https://thin.example", target_audience="", work=work
    ).value
    services.pages.use_text(made.id, THIN, work)
    stage.go(Screen.WIZARD, made.id)
    stage.shoot("wizard-1-thin")
    services.campaigns.delete(made.id, work)
    stage.go(Screen.WIZARD, ids[WizardStep.AUDIENCE.value])
    cards = [
        one
        for one in stage.app.window.findChildren(Button)
        if one.objectName().startswith("audience_choice_") and one.isVisible()
    ]
    if cards:
        cards[0].click()
    stage.wait()
    stage.shoot("wizard-2-chosen")


def _copy(stage: Stage, ids: dict[str, str]) -> None:
    services, work = stage.app.container, Work()
    sandbox = services.sandbox
    assert sandbox is not None
    campaign_id = ids[WizardStep.COPY.value]
    fault = {"service": "openai", "path": "chat/completions"}
    ask(sandbox.info, "POST", "/faults", fault | {"stall_after_bytes": 16000})
    stage.go(Screen.WIZARD, campaign_id)
    again = [one for one in stage.app.window.findChildren(Button) if one.text() == "Write again"]
    again[0].click()
    stage.pause(3000)
    stage.shoot("wizard-3-writing")
    for button in stage.app.window.findChildren(Button):
        if button.isVisible() and button.text() == "Cancel":
            button.click()
    stage.wait()
    stage.shoot("wizard-3-cancelled")
    ask(sandbox.info, "POST", "/faults", fault | {"cut_after_bytes": 16000, "times": 9})
    again[0].click()
    stage.pause(1500)
    stage.wait()
    stage.shoot("wizard-3-failed")
    ask(sandbox.info, "DELETE", "/faults")
    settings = services.settings.get(work)
    services.settings.save(replace(settings, monthly_cap_usd=0.01), work)
    again[0].click()
    stage.wait()
    stage.shoot("wizard-3-over-the-cap")
    services.settings.save(settings, work)
    stage.go(Screen.SETTINGS, "")
    for fold in stage.app.window.findChildren(Fold):
        if fold.isVisible() and "price" in fold.button.text().lower():
            fold.button.setChecked(True)
            stage.wait()
            stage.show(fold.button)
    stage.shoot("settings-prices")
