"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

COUNTERS = (
    "sent",
    "contacted",
    "opened",
    "clicked",
    "replied",
    "auto_replied",
    "bounced",
    "unsubscribed",
)


def upgrade() -> None:
    """Make all tables."""
    _people_and_campaigns()
    _pages_and_copy()
    _variants()
    _leads()
    _launches()
    _results()
    _house()


def downgrade() -> None:
    """Drop all tables."""
    for name in (
        "outbound_hosts",
        "settings",
        "variant_analytics",
        "daily_analytics",
        "launch_journal",
        "launch_leads",
        "launches",
        "suppressions",
        "leads",
        "variant_approvals",
        "variant_revisions",
        "variants",
        "copy_runs",
        "pages",
        "lead_lists",
        "email_accounts",
        "campaigns",
        "users",
    ):
        op.drop_table(name)


def _people_and_campaigns() -> None:
    op.create_table(
        "users",
        _required("id"),
        _text("user_id", "local"),
        _text("email"),
        _text("name"),
        _text("plan", "local"),
        _required("created_at"),
        _text("company"),
        _text("postal_address"),
        _key("users", "id"),
        _unique("users", "user_id"),
    )
    op.create_table(
        "campaigns",
        _required("id"),
        _text("user_id", "local"),
        _text("campaign_id"),
        _text("url"),
        _text("target_audience"),
        _text("copy_variants", "[]"),
        _text("status", "draft"),
        _count("sent"),
        _count("opened"),
        _count("clicked"),
        _count("replied"),
        _rate("open_rate", "opened"),
        _rate("click_rate", "clicked"),
        _rate("reply_rate", "replied"),
        _required("created_at"),
        _required("updated_at"),
        _text("name"),
        _text("setup", "{}"),
        _count("contacted"),
        _count("auto_replied"),
        _count("bounced"),
        _count("unsubscribed"),
        sa.Column("analytics_as_of", sa.Text, nullable=True),
        _key("campaigns", "id"),
    )
    _index("campaigns", "created_at")
    _index("campaigns", "campaign_id")
    op.create_table(
        "lead_lists",
        _required("id"),
        _text("user_id", "local"),
        sa.Column("campaign_id", sa.Text, nullable=True),
        _text("leads", "[]"),
        _count("total_leads"),
        _required("created_at"),
        _text("name"),
        _text("source"),
        _key("lead_lists", "id"),
        _points("lead_lists", "campaign_id", "campaigns", "SET NULL"),
    )
    _index("lead_lists", "campaign_id")
    op.create_table(
        "email_accounts",
        _required("id"),
        _text("user_id", "local"),
        _required("email"),
        _text("status"),
        _flag("warmup_enabled"),
        _required("created_at"),
        _text("first_name"),
        _text("last_name"),
        _text("warmup_status"),
        sa.Column("warmup_score", sa.Integer, nullable=True),
        sa.Column("daily_limit", sa.Integer, nullable=True),
        _flag("setup_pending"),
        sa.Column("refreshed_at", sa.Text, nullable=True),
        _key("email_accounts", "id"),
        _unique("email_accounts", "email"),
    )


def _pages_and_copy() -> None:
    op.create_table(
        "pages",
        _required("id"),
        _required("campaign_id"),
        _text("url"),
        _text("title"),
        _text("description"),
        _text("text"),
        _text("facts", "[]"),
        _text("content_hash"),
        _required("fetched_at"),
        _key("pages", "id"),
        _points("pages", "campaign_id", "campaigns"),
    )
    _index("pages", "campaign_id", "fetched_at")
    op.create_table(
        "copy_runs",
        _required("id"),
        _required("campaign_id"),
        _text("page_hash"),
        _text("writer"),
        _text("model"),
        _text("prompt"),
        _text("raw_answer"),
        _text("request_id"),
        _count("prompt_tokens"),
        _count("completion_tokens"),
        sa.Column("cost_usd", sa.Float, nullable=True),
        _text("outcome"),
        _required("created_at"),
        _key("copy_runs", "id"),
        _points("copy_runs", "campaign_id", "campaigns"),
    )
    _index("copy_runs", "campaign_id", "created_at")


def _variants() -> None:
    op.create_table(
        "variants",
        _required("id"),
        _required("campaign_id"),
        _text("angle"),
        sa.Column("step", sa.Integer, nullable=False, server_default=sa.text("1")),
        _count("position"),
        _key("variants", "id"),
        _points("variants", "campaign_id", "campaigns"),
        _unique("variants", "campaign_id", "step", "position"),
        sa.CheckConstraint(
            "angle IN ('problem', 'benefit', 'question')", name=op.f("ck_variants_angle")
        ),
    )
    op.create_table(
        "variant_revisions",
        _required("id"),
        _required("variant_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("subject"),
        _text("body"),
        _text("author"),
        _text("claims", "[]"),
        _required("created_at"),
        _key("variant_revisions", "id"),
        _points("variant_revisions", "variant_id", "variants"),
        _unique("variant_revisions", "variant_id", "number"),
    )
    op.create_table(
        "variant_approvals",
        _required("id"),
        _required("variant_id"),
        _required("revision_id"),
        _text("content_hash"),
        _required("approved_at"),
        sa.Column("withdrawn_at", sa.Text, nullable=True),
        _key("variant_approvals", "id"),
        _points("variant_approvals", "variant_id", "variants"),
        _points("variant_approvals", "revision_id", "variant_revisions"),
    )
    _index("variant_approvals", "variant_id", "approved_at")


def _leads() -> None:
    op.create_table(
        "leads",
        sa.Column("row", sa.Integer, nullable=False),
        _required("id"),
        _required("list_id"),
        _required("email"),
        _text("first_name"),
        _text("last_name"),
        _text("company_name"),
        _text("job_title"),
        _text("website"),
        _text("phone"),
        _text("personalization"),
        _text("custom", "{}"),
        _required("created_at"),
        _key("leads", "row"),
        _points("leads", "list_id", "lead_lists"),
        _unique("leads", "id"),
        _unique("leads", "list_id", "email"),
    )
    _index("leads", "email")
    op.create_table(
        "suppressions",
        _required("id"),
        _required("value"),
        _flag("is_domain"),
        _text("reason"),
        _required("created_at"),
        _key("suppressions", "id"),
        _unique("suppressions", "value"),
    )


def _launches() -> None:
    op.create_table(
        "launches",
        _required("id"),
        _required("campaign_id"),
        _required("token"),
        _text("plan"),
        _text("state"),
        _text("instantly_campaign_id"),
        _text("instantly_lead_list_id"),
        _count("uploaded"),
        _text("reason"),
        _required("created_at"),
        _required("updated_at"),
        _key("launches", "id"),
        _points("launches", "campaign_id", "campaigns"),
        _unique("launches", "token"),
    )
    _index("launches", "campaign_id", "created_at")
    op.create_table(
        "launch_leads",
        _required("launch_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _required("email"),
        _text("payload"),
        _text("outcome"),
        _key("launch_leads", "launch_id", "number"),
        _points("launch_leads", "launch_id", "launches"),
    )
    _index("launch_leads", "launch_id", "outcome")
    op.create_table(
        "launch_journal",
        _required("id"),
        _required("launch_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("operation"),
        _text("kind"),
        _text("detail", "{}"),
        _required("at"),
        _key("launch_journal", "id"),
        _points("launch_journal", "launch_id", "launches"),
        _unique("launch_journal", "launch_id", "number"),
    )


def _results() -> None:
    op.create_table(
        "daily_analytics",
        _required("campaign_id"),
        sa.Column("day", sa.Date, nullable=False),
        *(_count(name) for name in COUNTERS),
        _key("daily_analytics", "campaign_id", "day"),
        _points("daily_analytics", "campaign_id", "campaigns"),
    )
    op.create_table(
        "variant_analytics",
        _required("campaign_id"),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        *(_count(name) for name in COUNTERS),
        _key("variant_analytics", "campaign_id", "step", "position"),
        _points("variant_analytics", "campaign_id", "campaigns"),
    )


def _house() -> None:
    op.create_table("settings", _required("key"), _required("value"), _key("settings", "key"))
    op.create_table(
        "outbound_hosts",
        _required("host"),
        _text("purpose"),
        _count("requests"),
        _required("first_at"),
        _required("last_at"),
        _key("outbound_hosts", "host"),
    )


def _required(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _rate(name: str, numerator: str) -> sa.Column[float]:
    formula = f"CAST({numerator} AS REAL) / NULLIF(contacted, 0)"
    return sa.Column(name, sa.Float, sa.Computed(formula, persisted=False))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _points(
    table: str, column: str, target: str, when_gone: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete=when_gone,
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
