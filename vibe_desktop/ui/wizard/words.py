"""Words of the wizard that more than one part uses."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.campaigns import WizardStep
from vibe_desktop.domain.facts import FactKind
from vibe_desktop.domain.launches import LaunchState
from vibe_desktop.domain.pace import Limit
from vibe_desktop.domain.wizard import Missing


def _tr(text: str) -> str:
    return QCoreApplication.translate("WizardWords", text)


def step_title(step: WizardStep) -> str:
    """The step in a word."""
    return {
        WizardStep.PRODUCT: _tr("Product"),
        WizardStep.AUDIENCE: _tr("Audience"),
        WizardStep.COPY: _tr("Copy"),
        WizardStep.LEADS: _tr("Leads"),
        WizardStep.SENDING: _tr("Sending"),
        WizardStep.LAUNCH: _tr("Launch"),
    }[step]


def missing_words(gap: Missing) -> str:
    """What to do about something that is missing."""
    return {
        Missing.URL: _tr("Enter the address of your product page first."),
        Missing.URL_UNUSABLE: _tr("That is not a web address yet: try something like myapp.com."),
        Missing.PAGE: _tr("Read the page first: the mails are written from what it says."),
        Missing.FACTS: _tr("The page says too little: paste text about your product."),
        Missing.AUDIENCE: _tr("Describe your ideal customer first."),
        Missing.VARIANTS: _tr("Have the three variants written first."),
        Missing.FOLLOW_UPS: _tr("Have the follow-ups written, or ask for fewer."),
        Missing.APPROVAL: _tr("Approve every mail before the launch."),
        Missing.LEADS: _tr("Load leads before the launch."),
        Missing.DAYS: _tr("Choose at least one day."),
        Missing.HOURS: _tr("The first hour has to be before the last one."),
        Missing.DATES: _tr("Choose a first and last day with a sending day in between."),
        Missing.PACE: _tr("Allow at least one mail a day."),
        Missing.MAILBOXES: _tr("No healthy mailbox can send yet."),
    }[gap]


def kind_words(kind: FactKind) -> str:
    """What a fact says about the product."""
    return {
        FactKind.NAME: _tr("Name"),
        FactKind.PROMISE: _tr("Promise"),
        FactKind.FEATURE: _tr("Features"),
        FactKind.METRIC: _tr("Numbers"),
        FactKind.PROOF: _tr("Proof"),
        FactKind.PRICE: _tr("Price"),
        FactKind.AUDIENCE: _tr("Made for"),
        FactKind.PAIN: _tr("Problem it solves"),
        FactKind.OTHER: _tr("Also on the page"),
    }[kind]


def stage_words(stage: LaunchState) -> str:
    """A stage of a launch, as something done."""
    return {
        LaunchState.PLANNED: _tr("Plan written"),
        LaunchState.LIST_CREATED: _tr("Lead list created"),
        LaunchState.CAMPAIGN_DRAFTED: _tr("Campaign drafted with its mails"),
        LaunchState.LEADS_ADDED: _tr("Leads added"),
        LaunchState.VERIFIED: _tr("Read back and compared with what you approved"),
        LaunchState.ACTIVATED: _tr("Switched on"),
        LaunchState.DONE: _tr("Done"),
        LaunchState.PAUSED: _tr("Paused"),
        LaunchState.FAILED: _tr("Stopped"),
    }[stage]


def limit_words(limit: Limit) -> str:
    """Which setting keeps the pace down."""
    return {
        Limit.DAILY_LIMIT: _tr("as your mails a day allow"),
        Limit.NEW_LEADS: _tr("as you set it"),
        Limit.MAILBOXES: _tr("as the mailboxes may send"),
        Limit.GAP: _tr("as the gap between mails allows"),
    }[limit]
