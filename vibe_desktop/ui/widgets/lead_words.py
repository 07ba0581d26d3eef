"""What is known about a lead, in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from vibe_desktop.domain.lead_operations import LeadOperation, OperationKind
from vibe_desktop.domain.leads import LeadFlag
from vibe_desktop.domain.verifications import VerificationStatus
from vibe_desktop.ui.words import counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadWords", text)


def country_words(code: str) -> str:
    """The name of a country by its code ("DE"); the code itself when Qt has no name for it."""
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    return QLocale.territoryToString(territory)


def flag_words(flag: LeadFlag) -> str:
    """What is noticed about an address: one flag."""
    return {
        LeadFlag.ROLE: _tr("Of a role (info@)"),
        LeadFlag.FREE_MAIL: _tr("Free mail"),
        LeadFlag.DISPOSABLE: _tr("Throw-away"),
    }[flag]


def verification_words(status: str) -> str:
    """What is known about whether an address exists; `status` as in `LeadQuery.verification`."""
    return {
        VerificationStatus.VERIFIED.value: _tr("Exists"),
        VerificationStatus.INVALID.value: _tr("Does not exist"),
        VerificationStatus.CATCH_ALL.value: _tr("Cannot be known (catch-all)"),
        VerificationStatus.PENDING.value: _tr("Being verified"),
        "none": _tr("Never verified"),
    }.get(status, status)


def leads_words(count: int) -> str:
    """Write "1 lead" or "1,012 leads"."""
    return counted(count, _tr("{count} lead"), _tr("{count} leads"))


def operation_words(operation: LeadOperation) -> str:
    """What was done, in one line."""
    words = {
        OperationKind.IMPORT: _tr("Imported {leads} from “{title}”"),
        OperationKind.TAG: _tr("Tagged {leads} with “{title}”"),
        OperationKind.UNTAG: _tr("Took the tag “{title}” off {leads}"),
        OperationKind.MOVE: _tr("Moved {leads} to “{title}”"),
        OperationKind.SUPPRESS: _tr("Put {leads} on the do-not-contact list"),
        OperationKind.DELETE: _tr("Deleted {leads}"),
        OperationKind.DELETE_LIST: _tr("Deleted the list “{title}” with {leads}"),
    }[operation.kind]
    from vibe_desktop.domain.supersearch import without_token  # the first screen needs it not

    title = without_token(operation.title)
    return words.format(leads=leads_words(operation.leads), title=title)
