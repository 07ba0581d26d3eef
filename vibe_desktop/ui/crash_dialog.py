"""A bug, told to the founder: what is safe, and a report without secrets that can be copied."""

import platform
import re
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

import vibe_desktop
from vibe_desktop.ui.theme.tokens import SPACE_2, SPACE_4, SPACE_6, Text
from vibe_desktop.ui.widgets.buttons import PrimaryButton, SecondaryButton
from vibe_desktop.ui.widgets.labels import Hint, Label

MOST_DIALOGS = 3
"""A program that fails again and again must not bury the founder in dialogs."""

_SECRETS = (
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "<address>"),
    (re.compile(r"\b(sk|pk|key|Bearer)[-_ ][\w\-]{8,}={0,2}", re.IGNORECASE), "<secret>"),
    (re.compile(r"\b(?=[A-Za-z+_-]*\d)[A-Za-z0-9+_-]{32,}={0,2}"), "<secret>"),
    (re.compile(r"(/home/|/Users/|\\Users\\)[^/\\\s]+"), r"\1<user>"),
)


def report_of(error: BaseException, redact: Callable[[str], str] = str) -> str:
    """What happened and on what, without addresses, keys and names of users."""
    trace = "".join(traceback.format_exception(error))
    text = redact(trace)
    for pattern, words in _SECRETS:
        text = pattern.sub(words, text)
    return (
        f"Vibe Marketing Autopilot {vibe_desktop.__version__}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} ({platform.machine()}), "
        f"{QGuiApplication.platformName()}\n\n{text}"
    )


class CrashReporter(QObject):
    """Shows each bug once, and not too many of them."""

    def __init__(self, window: QWidget, redact: Callable[[str], str] = str) -> None:
        super().__init__(window)
        self._window = window
        self._redact = redact
        self._seen: set[tuple[str, str, int]] = set()

    @Slot(object)
    def show_bug(self, error: BaseException) -> None:
        """Tell about `error`, unless the same was told before."""
        place = _place_of(error)
        if place in self._seen or len(self._seen) >= MOST_DIALOGS:
            return
        self._seen.add(place)
        dialog = CrashDialog(report_of(error, self._redact), self._window)
        dialog.show()


def _place_of(error: BaseException) -> tuple[str, str, int]:
    """Type, file and line: two bugs of one place are one bug."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return type(error).__name__, last.filename if last else "", (last.lineno or 0) if last else 0


class CrashDialog(QDialog):
    """Shown with `show()`: the window behind stays usable."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setWindowTitle(self.tr("Something went wrong"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_4)
        column.addWidget(Label(self.tr("This is a bug in the app"), Text.TITLE))
        column.addWidget(
            Label(
                self.tr(
                    "Your drafts are saved on this computer, and a launch that was cut off goes on "
                    "without doing anything twice. You can keep working; if something looks odd, "
                    "close the app and open it again."
                ),
                wrap=True,
            )
        )
        text = QPlainTextEdit(report)
        text.setObjectName("crash_report")
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setAccessibleName(self.tr("Report"))
        column.addWidget(text, 1)
        column.addWidget(
            Hint(
                self.tr(
                    "Keys and addresses were taken out of this report. Nothing is sent by itself: "
                    "copy it if you want to tell us."
                )
            )
        )
        self._report = report
        self._copy = SecondaryButton(self.tr("Copy report"), "copy")
        self._copy.setObjectName("copy_report")
        self._copy.clicked.connect(self._copy_report)
        close = PrimaryButton(self.tr("Keep working"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(680, 460)
        close.setFocus()

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText(self.tr("Copied"))
