"""What is known about a mailbox, in words."""

from PySide6.QtCore import QCoreApplication

from vibe_desktop.domain.mailboxes import (
    DomainCheck,
    Mailbox,
    MailboxStatus,
    Provider,
    WarmupStatus,
    WarmupSwitch,
)
from vibe_desktop.ui.theme.roles import Tone
from vibe_desktop.ui.words import counted

_NAMED = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailboxWords", text)


def health_words(box: Mailbox) -> tuple[str, Tone]:
    """Whether it is fit to send, in a word or two, and the tone of that."""
    if box.dead:
        return _tr("Cannot send"), Tone.DANGER
    if box.setup_pending:
        return _tr("Being set up"), Tone.NEUTRAL
    if box.healthy:
        return _tr("Healthy"), Tone.SUCCESS
    if box.status in {MailboxStatus.CONNECTION_ERROR, MailboxStatus.SENDING_ERROR}:
        return _tr("Broken"), Tone.DANGER
    return _tr("Not fit"), Tone.WARNING


def status_words(status: MailboxStatus) -> str:
    """The state of the connection."""
    return {
        MailboxStatus.ACTIVE: _tr("Connected"),
        MailboxStatus.PAUSED: _tr("Paused at Instantly"),
        MailboxStatus.MAINTENANCE: _tr("In maintenance at Instantly"),
        MailboxStatus.CONNECTION_ERROR: _tr("Cannot be reached"),
        MailboxStatus.SOFT_BOUNCE: _tr("Its mails are bouncing"),
        MailboxStatus.SENDING_ERROR: _tr("It fails to send"),
        MailboxStatus.UNKNOWN: _tr("In a state this version does not know"),
    }[status]


def warmup_words(box: Mailbox) -> str:
    """The state of its warm-up."""
    return {
        WarmupStatus.ACTIVE: _tr("On"),
        WarmupStatus.PAUSED: _tr("Off"),
        WarmupStatus.BANNED: _tr("Banned"),
        WarmupStatus.SPAM_FOLDER_UNKNOWN: _tr("Spam folder not known"),
        WarmupStatus.SUSPENDED: _tr("Suspended for good"),
        WarmupStatus.UNKNOWN: _tr("Unknown"),
    }[box.warmup_status]


def score_words(box: Mailbox) -> str:
    """How well it is warmed up."""
    if box.warmup_score is None:
        return _tr("not known")
    return _tr("{score} of 100").format(score=box.warmup_score)


def provider_words(provider: Provider) -> str:
    """Who runs it."""
    return {
        Provider.IMAP: _tr("Own server (IMAP)"),
        Provider.GOOGLE: _tr("Google"),
        Provider.MICROSOFT: _tr("Microsoft"),
        Provider.AWS: _tr("Amazon"),
        Provider.AIRMAIL: _tr("AirMail"),
        Provider.UNKNOWN: _tr("not known"),
    }[provider]


def limit_words(box: Mailbox) -> str:
    """How much it may send in a day."""
    return f"{box.daily_limit:,}" if box.daily_limit is not None else _tr("not known")


def gap_words(box: Mailbox) -> str:
    """How long it waits between two mails."""
    if box.sending_gap is None:
        return _tr("not known")
    return _tr("{count} min").format(count=box.sending_gap)


def domain_words(check: DomainCheck | None) -> str:
    """The records of its domain in a few words."""
    if check is None:
        return _tr("Not looked up")
    lacking = [name for name, good in records(check) if not good]
    return _tr("No {records}").format(records=", ".join(lacking)) if lacking else _tr("In order")


def records(check: DomainCheck) -> tuple[tuple[str, bool], ...]:
    """The records that are looked up, and whether each is in order."""
    return (("MX", check.mx), ("SPF", check.spf), ("DKIM", check.dkim), ("DMARC", check.dmarc))


def outcome_words(outcome: WarmupSwitch) -> tuple[Tone, str, str]:
    """What became of switching warm-up: tone, sentence, and what to do."""
    state = _tr("on") if outcome.on else _tr("off")
    if outcome.refused:
        return (
            Tone.WARNING,
            _tr("Instantly did not switch warm-up {state} for {names}").format(
                state=state, names=_names(outcome.refused)
            ),
            _tr("Look at the mailbox at Instantly. The others were switched.")
            if outcome.done
            else _tr("Look at the mailbox at Instantly."),
        )
    if outcome.pending:
        return (
            Tone.WARNING,
            _tr("Instantly is still switching warm-up {state} for {names}").format(
                state=state, names=_names(outcome.pending)
            ),
            _tr("It was not confirmed yet. Refresh in a minute to see what became of it."),
        )
    count = counted(len(outcome.done), _tr("{count} mailbox"), _tr("{count} mailboxes"))
    more = (
        _tr("Give a new mailbox two to three weeks before it sends.")
        if outcome.on
        else _tr("A mailbox without warm-up no longer counts as fit to send.")
    )
    return (
        Tone.SUCCESS,
        _tr("Warm-up is {state} for {count}").format(state=state, count=count),
        more,
    )


def _names(emails: tuple[str, ...]) -> str:
    named = ", ".join(emails[:_NAMED])
    more = len(emails) - _NAMED
    return _tr("{names} and {count} more").format(names=named, count=more) if more > 0 else named
