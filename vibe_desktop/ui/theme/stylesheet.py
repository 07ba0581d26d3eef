"""The one style sheet, made from roles and tokens. Widgets never set a style of their own."""

from vibe_desktop.ui.theme.resources import resource
from vibe_desktop.ui.theme.roles import Roles, Tone
from vibe_desktop.ui.theme.tokens import (
    RADIUS_L,
    RADIUS_M,
    RADIUS_S,
    RAIL_WIDTH,
    SIDEBAR_WIDTH,
    TYPE_SCALE,
)


def style_sheet(roles: Roles, points: float) -> str:
    """The sheet for a theme; `points` is the size of body text."""
    return "\n".join(
        (
            _text(roles, points),
            _surfaces(roles),
            _buttons(roles, points),
            _inputs(roles),
            _lists(roles, points),
            _small_parts(roles, points),
        )
    )


def _mark(name: str) -> str:
    return resource(f"themes/{name}.svg").as_posix()


def _text(roles: Roles, points: float) -> str:
    steps = "".join(
        f'QLabel[text_role="{step.value}"]{{font-size:{points * factor:.1f}pt;'
        f"font-weight:{weight};}}"
        for step, (factor, weight) in TYPE_SCALE.items()
    )
    tones = "".join(f'QLabel[tone="{tone.value}"]{{color:{roles.tone(tone)[0]};}}' for tone in Tone)
    return f"{steps}{tones}QLabel:disabled{{color:{roles.disabled};}}"


def _surfaces(roles: Roles) -> str:
    notices = "".join(
        f'Panel[tone="{tone.value}"]{{background:{ground};border:1px solid '
        f"{_mix(ink, ground)};border-radius:{RADIUS_M}px;}}"
        for tone, (ink, ground) in ((tone, roles.tone(tone)) for tone in Tone)
    )
    return f"""
Card{{background:{roles.raised};border:1px solid {roles.border};border-radius:{RADIUS_L}px;}}
Card[flat="true"]{{background:{roles.sunken};border-color:{roles.sunken};}}
{notices}
#sidebar{{background:{roles.sunken};border:none;border-right:1px solid {roles.border};
min-width:{SIDEBAR_WIDTH}px;max-width:{SIDEBAR_WIDTH}px;}}
#sidebar[narrow="true"]{{min-width:{RAIL_WIDTH}px;max-width:{RAIL_WIDTH}px;}}
#sidebar[narrow="true"] QPushButton{{padding:7px 10px;}}
#sandbox_banner{{background:{roles.info_ground};border:none;
border-bottom:1px solid {roles.border};}}
#status_strip{{background:{roles.sunken};border:none;border-top:1px solid {roles.border};}}
#wizard_footer{{background:{roles.surface};border:none;border-top:1px solid {roles.border};}}
QTextBrowser[sheet="true"]{{background:transparent;border:none;padding:0px;}}
QFrame[popup="true"]{{background:{roles.raised};border:1px solid {roles.border};}}
QFrame[upright="true"]{{background:{roles.border};border:none;max-width:1px;min-width:1px;}}
QFrame[line="true"]{{background:{roles.border};border:none;max-height:1px;min-height:1px;}}
QScrollArea,QScrollArea>QWidget>QWidget#page_content{{background:transparent;border:none;}}
QToolTip{{background:{roles.raised};color:{roles.text};border:1px solid {roles.border};
padding:4px 6px;}}
QMenuBar{{background:{roles.sunken};border-bottom:1px solid {roles.border};padding:2px 4px;}}
QMenuBar::item{{padding:4px 8px;border-radius:{RADIUS_S}px;background:transparent;}}
QMenuBar::item:selected{{background:{roles.hover};}}
QMenu{{background:{roles.raised};border:1px solid {roles.border};padding:4px;}}
QMenu::item{{padding:6px 24px 6px 12px;border-radius:{RADIUS_S}px;}}
QMenu::item:selected{{background:{roles.selected};color:{roles.text};}}
QMenu::item:disabled{{color:{roles.disabled};}}
QMenu::separator{{height:1px;background:{roles.border};margin:4px 8px;}}
QMenu::icon{{padding-left:8px;}}
"""


def _buttons(roles: Roles, points: float) -> str:
    return f"""
QPushButton{{background:{roles.raised};color:{roles.text};border:1px solid {roles.edge};
border-radius:{RADIUS_M}px;padding:6px 14px;min-height:18px;}}
QPushButton:hover{{background:{roles.hover};}}
QPushButton:pressed{{background:{roles.selected};}}
QPushButton:disabled{{color:{roles.disabled};border-color:{roles.border};
background:transparent;}}
QPushButton[kind="primary"]{{background:{roles.accent};color:{roles.on_accent};
border-color:{roles.accent};font-weight:600;}}
QPushButton[kind="primary"]:hover{{background:{roles.accent_hover};
border-color:{roles.accent_hover};}}
QPushButton[kind="primary"]:disabled{{background:{roles.hover};color:{roles.disabled};
border-color:{roles.hover};}}
QPushButton[kind="danger"]{{color:{roles.danger};border-color:{roles.danger};}}
QPushButton[kind="danger"]:hover{{background:{roles.danger_ground};}}
QPushButton[kind="danger"]:disabled{{color:{roles.disabled};border-color:{roles.border};}}
QPushButton[kind="quiet"]{{background:transparent;border-color:transparent;color:{roles.link};
padding:6px 8px;}}
QPushButton[kind="quiet"]:hover{{background:{roles.hover};}}
QPushButton[kind="quiet"]:disabled{{color:{roles.disabled};}}
QPushButton[kind="icon"]{{background:transparent;border-color:transparent;padding:5px;
min-width:18px;}}
QPushButton[kind="icon"]:hover,QPushButton[kind="icon"]:checked{{background:{roles.hover};}}
QPushButton[kind="nav"]{{background:transparent;border-color:transparent;color:{roles.muted};
text-align:left;padding:7px 10px;}}
QPushButton[kind="nav"]:hover{{background:{roles.hover};color:{roles.text};}}
QPushButton[kind="nav"]:checked{{background:{roles.selected};color:{roles.text};
font-weight:600;}}
QPushButton[kind="toggle"]{{color:{roles.muted};}}
QPushButton[kind="toggle"]{{padding:6px 10px;}}
QPushButton[kind="toggle"]:checked{{background:{roles.selected};border-color:{roles.accent};
color:{roles.link};}}
QPushButton[kind="chip"]{{color:{roles.muted};padding:3px 10px;min-height:16px;
border-color:{roles.border};border-radius:12px;font-size:{points * 0.92:.1f}pt;}}
QPushButton[kind="chip"][menu="true"]{{padding-right:24px;}}
QPushButton[kind="chip"][on="true"]{{background:{roles.selected};border-color:{roles.accent};
color:{roles.link};}}
QPushButton[kind="link"]{{background:transparent;border:none;color:{roles.link};
padding:3px 6px 3px 0px;min-height:0px;text-align:left;}}
QPushButton[kind="link"]:disabled{{color:{roles.disabled};}}
QPushButton[kind="link"]:hover{{text-decoration:underline;}}
QPushButton[small="true"]{{padding:3px 10px;min-height:14px;font-size:{points * 0.92:.1f}pt;}}
QPushButton[kind="link"][small="true"]{{padding:0px;min-height:0px;}}
QPushButton[kind="icon"][small="true"]{{padding:2px;}}
QPushButton::menu-indicator{{image:url({_mark("chevron-down")});width:12px;height:12px;
subcontrol-position:right center;right:8px;}}
QPushButton[menu="true"]{{padding-right:26px;}}
"""


def _inputs(roles: Roles) -> str:
    editors = "QLineEdit,QPlainTextEdit,QTextEdit,QComboBox,QAbstractSpinBox"
    focused = ",".join(f"{name}:focus" for name in editors.split(","))
    refused = ",".join(f'{name}[refused="true"]' for name in editors.split(","))
    return f"""
{editors}{{background:{roles.raised};color:{roles.text};border:1px solid {roles.edge};
border-radius:{RADIUS_M}px;padding:6px 9px;min-height:18px;
selection-background-color:{roles.accent};
selection-color:{roles.on_accent};}}
{focused}{{border:2px solid {roles.focus};padding:5px 8px;}}
QComboBox QLineEdit:focus,QAbstractSpinBox QLineEdit:focus{{border:none;padding:0px;}}
{refused}{{border-color:{roles.danger};}}
QLineEdit:disabled,QPlainTextEdit:disabled,QTextEdit:disabled,QComboBox:disabled,
QAbstractSpinBox:disabled{{background:{roles.sunken};color:{roles.disabled};
border-color:{roles.border};}}
SearchEdit{{padding-left:1px;}}
SearchEdit:focus{{padding-left:0px;}}
QLineEdit:read-only{{background:{roles.sunken};}}
QComboBox QLineEdit,QAbstractSpinBox QLineEdit{{border:none;padding:0px;min-height:0px;
background:transparent;}}
QComboBox{{padding-right:26px;}}
QComboBox::drop-down,QDateEdit::drop-down{{border:none;width:24px;
subcontrol-position:right center;}}
QComboBox::down-arrow,QDateEdit::down-arrow{{image:url({_mark("chevron-down")});width:14px;
height:14px;}}
QComboBox QAbstractItemView{{background:{roles.raised};border:1px solid {roles.border};
selection-background-color:{roles.selected};selection-color:{roles.text};padding:4px;
outline:none;}}
QAbstractSpinBox::up-button,QAbstractSpinBox::down-button{{border:none;width:20px;
background:transparent;}}
QAbstractSpinBox::up-arrow{{image:url({_mark("chevron-up")});width:11px;height:11px;}}
QAbstractSpinBox::down-arrow{{image:url({_mark("chevron-down")});width:11px;height:11px;}}
QCheckBox,QRadioButton{{spacing:8px;padding:3px;border:1px solid transparent;
border-radius:{RADIUS_S}px;}}
QCheckBox:focus,QRadioButton:focus{{border-color:{roles.focus};}}
QCheckBox:disabled,QRadioButton:disabled{{color:{roles.disabled};}}
QCheckBox::indicator,QRadioButton::indicator,QAbstractItemView::indicator{{width:14px;
height:14px;border:1px solid {roles.edge};border-radius:4px;background:{roles.raised};}}
QRadioButton::indicator{{border-radius:8px;}}
QCheckBox::indicator:checked,QAbstractItemView::indicator:checked{{
background:{roles.accent};border-color:{roles.accent};image:url({_mark("check")});}}
QRadioButton::indicator:checked{{background:{roles.accent};border-color:{roles.accent};
image:url({_mark("dot")});}}
QCheckBox::indicator:disabled,QRadioButton::indicator:disabled{{border-color:{roles.border};
background:{roles.sunken};}}
QCheckBox::indicator:checked:disabled,QRadioButton::indicator:checked:disabled{{
background:{roles.edge};}}
"""


def _lists(roles: Roles, points: float) -> str:
    return f"""
QAbstractItemView{{background:{roles.raised};border:1px solid {roles.border};
border-radius:{RADIUS_M}px;selection-background-color:{roles.selected};
selection-color:{roles.text};outline:none;}}
QAbstractItemView:focus{{border:1px solid {roles.focus};}}
QTableView{{gridline-color:{roles.border};}}
QTableView::item,QTreeView::item{{padding:4px 10px;border:none;
border-bottom:1px solid {roles.border};}}
QListView::item{{padding:6px 8px;border-radius:{RADIUS_S}px;}}
QAbstractItemView::item:hover{{background:{roles.hover};}}
QAbstractItemView::item:selected{{background:{roles.selected};color:{roles.text};}}
QListView[bare="true"],QTableView[bare="true"]{{border:none;border-radius:0px;}}
QHeaderView{{background:{roles.raised};border:none;}}
QHeaderView::section{{background:{roles.raised};color:{roles.muted};border:none;
border-bottom:1px solid {roles.border};padding:8px 13px;font-weight:600;
font-size:{points * 0.92:.1f}pt;}}
QHeaderView::section:hover{{color:{roles.text};}}
QHeaderView::up-arrow{{image:url({_mark("chevron-up")});width:12px;height:12px;}}
QHeaderView::down-arrow{{image:url({_mark("chevron-down")});width:12px;height:12px;}}
QTableCornerButton::section{{background:{roles.raised};border:none;}}
"""


def _small_parts(roles: Roles, points: float) -> str:
    return f"""
QAbstractScrollArea::corner{{background:transparent;border:none;}}
QScrollBar:vertical{{background:transparent;width:12px;margin:0px;}}
QScrollBar:horizontal{{background:transparent;height:12px;margin:0px;}}
QScrollBar::handle{{background:{_mix(roles.edge, roles.surface)};border-radius:4px;margin:2px;}}
QScrollBar::handle:vertical{{min-height:32px;}}
QScrollBar::handle:horizontal{{min-width:32px;}}
QScrollBar::handle:hover{{background:{roles.edge};}}
QScrollBar::add-line,QScrollBar::sub-line{{width:0px;height:0px;}}
QScrollBar::add-page,QScrollBar::sub-page{{background:transparent;}}
QProgressBar{{background:{roles.neutral_ground};border:none;border-radius:3px;max-height:6px;
min-height:6px;}}
QProgressBar::chunk{{background:{roles.accent};border-radius:3px;}}
QSplitter::handle{{background:transparent;}}
QSplitter::handle:hover{{background:{roles.border};}}
QTabWidget::pane{{border:none;border-top:1px solid {roles.border};}}
QTabBar::tab{{background:transparent;color:{roles.muted};padding:8px 12px;border:none;
border-bottom:2px solid transparent;}}
QTabBar::tab:hover{{color:{roles.text};}}
QTabBar::tab:selected{{color:{roles.text};border-bottom-color:{roles.accent};font-weight:600;}}
QTabBar::tab:focus{{color:{roles.link};}}
QGroupBox{{border:1px solid {roles.border};border-radius:{RADIUS_M}px;margin-top:1.2em;
padding:8px;}}
QGroupBox::title{{subcontrol-origin:margin;left:10px;color:{roles.muted};
font-size:{points * 0.92:.1f}pt;}}
"""


def _mix(first: str, second: str) -> str:
    """A third of `first` in `second`, for hairlines that go with a tinted ground."""
    mixed = (
        round((int(first[at : at + 2], 16) + 2 * int(second[at : at + 2], 16)) / 3)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)
