"""Further pages, runs that can be replayed, follow-ups, rejections and sign-offs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ANGLES = "angle IN ('problem', 'benefit', 'question')"
_MORE_ANGLES = "angle IN ('problem', 'benefit', 'question', 'follow_up')"


def upgrade() -> None:
    """Add what grounded copy needs; every row stays."""
    _add("pages", _text("links", "[]"), _text("skipped", "[]"))
    _add(
        "copy_runs",
        _text("kind", "draft"),
        _text("request"),
        _text("result"),
        _count("cached_tokens"),
        _count("reasoning_tokens"),
    )
    op.create_index("ix_copy_runs_created_at", "copy_runs", ["created_at"])
    _change_angles(_MORE_ANGLES)
    _add("variant_approvals", _text("decision", "approved"), _text("evidence", "{}"))
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("variant_id", sa.Text, nullable=False),
        _text("rule"),
        _text("words"),
        sa.Column("signed_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_offs"),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["variants.id"],
            name="fk_sign_offs_variant_id_variants",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "variant_id", "rule", "words", name="uq_sign_offs_variant_id_rule_words"
        ),
    )


def downgrade() -> None:
    """Go back; follow-ups and sign-offs are lost, rejections become withdrawn decisions."""
    op.drop_table("sign_offs")
    op.execute("DELETE FROM variant_approvals WHERE decision <> 'approved'")
    op.execute(
        "DELETE FROM variant_approvals WHERE variant_id IN"
        " (SELECT id FROM variants WHERE angle = 'follow_up')"
    )
    op.execute(
        "DELETE FROM variant_revisions WHERE variant_id IN"
        " (SELECT id FROM variants WHERE angle = 'follow_up')"
    )
    op.execute("DELETE FROM variants WHERE angle = 'follow_up'")
    _drop("variant_approvals", "decision", "evidence")
    _change_angles(_ANGLES)
    op.drop_index("ix_copy_runs_created_at", "copy_runs")
    _drop("copy_runs", "kind", "request", "result", "cached_tokens", "reasoning_tokens")
    _drop("pages", "links", "skipped")


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


def _add(table: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    for column in columns:
        op.add_column(table, column)


def _drop(table: str, *columns: str) -> None:
    for column in columns:
        op.drop_column(table, column)


def _change_angles(condition: str) -> None:
    """Which angles a variant may have: SQLite takes that only with the table made anew."""
    with op.batch_alter_table("variants", recreate="always") as batch:
        batch.drop_constraint("ck_variants_angle", type_="check")
        batch.create_check_constraint("ck_variants_angle", condition)
