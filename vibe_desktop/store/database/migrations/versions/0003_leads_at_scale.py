"""Leads by number of their list, operations that can be undone, hygiene, evidence, enrichments."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_FIELDS = (
    "email",
    "first_name",
    "last_name",
    "company_name",
    "job_title",
    "website",
    "phone",
    "personalization",
    "custom",
)


def upgrade() -> None:
    """Make the leads anew with small references, and the tables beside them; every row stays."""
    _number_the_lists()
    _make_leads_small()
    _lead_tables()
    _people_tables()
    with op.batch_alter_table("suppressions") as batch:
        batch.add_column(_flag("is_hash"))
        batch.add_column(sa.Column("blocked_at", sa.Text, nullable=True))
    with op.batch_alter_table("email_accounts") as batch:
        batch.add_column(_text("provider"))
        batch.add_column(sa.Column("sending_gap", sa.Integer, nullable=True))
        batch.add_column(_text("status_message"))


def downgrade() -> None:
    """Go back; tags, evidence, enrichments and what could be undone are lost."""
    for name in ("provider", "sending_gap", "status_message"):
        op.drop_column("email_accounts", name)
    op.execute("DELETE FROM suppressions WHERE is_hash")
    for name in ("is_hash", "blocked_at"):
        op.drop_column("suppressions", name)
    for name in (
        "campaign_edits",
        "country_bases",
        "domain_checks",
        "enrichments",
        "verifications",
        "column_mappings",
        "lead_undo",
        "lead_operations",
        "lead_tags",
    ):
        op.drop_table(name)
    op.execute("DROP TABLE IF EXISTS leads_text")  # the search index, with its triggers' table
    _make_leads_big()
    with op.batch_alter_table("lead_lists", recreate="always") as batch:
        batch.drop_constraint("uq_lead_lists_number", type_="unique")
        batch.drop_column("number")


def _number_the_lists() -> None:
    op.add_column("lead_lists", sa.Column("number", sa.Integer, nullable=True))
    op.execute("UPDATE lead_lists SET number = rowid")
    with op.batch_alter_table("lead_lists", recreate="always") as batch:
        batch.alter_column("number", existing_type=sa.Integer, nullable=False)
        batch.create_unique_constraint("uq_lead_lists_number", ["number"])


def _make_leads_small() -> None:
    op.drop_index("ix_leads_email", "leads")
    op.rename_table("leads", "old_leads")
    op.create_table(
        "leads",
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("list_number", sa.Integer, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        *(_text(name) for name in _FIELDS[1:-1]),
        _text("custom", "{}"),
        _text("country"),
        _count("flags"),
        _flag("suppressed"),
        sa.PrimaryKeyConstraint("row", name="pk_leads"),
        sa.ForeignKeyConstraint(
            ["list_number"],
            ["lead_lists.number"],
            name="fk_leads_list_number_lead_lists",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    fields = ", ".join(_FIELDS)
    op.execute(
        f"INSERT INTO leads (row, list_number, {fields})"  # noqa: S608 - names written above
        f" SELECT row, (SELECT number FROM lead_lists WHERE id = list_id), {fields}"
        " FROM old_leads ORDER BY row"
    )
    op.drop_table("old_leads")
    op.create_index("uq_leads_email_list_number", "leads", ["email", "list_number"], unique=True)
    op.create_index("ix_leads_list_number", "leads", ["list_number"])
    op.create_index(
        "ix_leads_suppressed", "leads", ["list_number"], sqlite_where=sa.text("suppressed")
    )
    # What an address or its domain is suppressed for was looked up in every query before.
    op.execute(
        "UPDATE leads SET suppressed = 1 WHERE email IN (SELECT value FROM suppressions)"
        " OR EXISTS (SELECT 1 FROM suppressions WHERE is_domain AND ("
        "substr(email, -length(value) - 1) = '@' || value"
        " OR substr(email, -length(value) - 1) = '.' || value))"
    )


def _make_leads_big() -> None:
    op.drop_index("uq_leads_email_list_number", "leads")
    op.drop_index("ix_leads_list_number", "leads")
    op.drop_index("ix_leads_suppressed", "leads")
    op.rename_table("leads", "old_leads")
    op.create_table(
        "leads",
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("list_id", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        *(_text(name) for name in _FIELDS[1:-1]),
        _text("custom", "{}"),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_leads"),
        sa.UniqueConstraint("id", name="uq_leads_id"),
        sa.UniqueConstraint("list_id", "email", name="uq_leads_list_id_email"),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lead_lists.id"], name="fk_leads_list_id_lead_lists", ondelete="CASCADE"
        ),
    )
    fields = ", ".join(_FIELDS)
    op.execute(
        f"INSERT INTO leads (row, id, list_id, created_at, {fields})"  # noqa: S608 - as above
        " SELECT old_leads.row,"
        " lower(substr(hex(randomblob(16)), 1, 8) || '-' || hex(randomblob(2)) || '-4' ||"
        " substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' ||"
        f" hex(randomblob(6))), lead_lists.id, lead_lists.created_at, {fields}"
        " FROM old_leads JOIN lead_lists ON lead_lists.number = old_leads.list_number"
        " ORDER BY old_leads.row"
    )
    op.drop_table("old_leads")
    op.create_index("ix_leads_email", "leads", ["email"])


def _lead_tables() -> None:
    op.create_table(
        "lead_tags",
        sa.Column("tag", sa.Text, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tag", "row", name="pk_lead_tags"),
        sa.ForeignKeyConstraint(
            ["row"], ["leads.row"], name="fk_lead_tags_row_leads", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lead_tags_row", "lead_tags", ["row"])
    op.create_table(
        "lead_operations",
        sa.Column("id", sa.Integer, nullable=False),
        _text("kind"),
        _text("detail", "{}"),
        _count("leads"),
        _time("at"),
        sa.Column("undone_at", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_lead_operations"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "lead_undo",
        sa.Column("operation", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        _text("before", "{}"),
        sa.PrimaryKeyConstraint("operation", "row", name="pk_lead_undo"),
        sa.ForeignKeyConstraint(
            ["operation"],
            ["lead_operations.id"],
            name="fk_lead_undo_operation_lead_operations",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "column_mappings",
        sa.Column("signature", sa.Text, nullable=False),
        _text("targets", "[]"),
        _time("used_at"),
        sa.PrimaryKeyConstraint("signature", name="pk_column_mappings"),
    )
    op.create_table(
        "verifications",
        sa.Column("email", sa.Text, nullable=False),
        _text("status"),
        sa.Column("credits_used", sa.Float, nullable=True),
        _time("checked_at"),
        sa.PrimaryKeyConstraint("email", name="pk_verifications"),
    )
    op.create_table(
        "enrichments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=True),
        sa.Column("token", sa.Text, nullable=False),
        _text("filters", "{}"),
        _count("wanted"),
        _text("state"),
        _text("instantly_list_id"),
        sa.Column("list_id", sa.Text, nullable=True),
        _count("found"),
        _text("reason"),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_enrichments"),
        sa.UniqueConstraint("token", name="uq_enrichments_token"),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name="fk_enrichments_campaign_id_campaigns",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["lead_lists.id"],
            name="fk_enrichments_list_id_lead_lists",
            ondelete="SET NULL",
        ),
    )


def _people_tables() -> None:
    op.create_table(
        "domain_checks",
        sa.Column("domain", sa.Text, nullable=False),
        *(_flag(name) for name in ("mx", "spf", "dkim", "dmarc")),
        _time("checked_at"),
        sa.PrimaryKeyConstraint("domain", name="pk_domain_checks"),
    )
    op.create_table(
        "country_bases",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=False),
        _text("country"),
        _text("basis"),
        _count("lead_count"),
        _text("rule"),
        _time("recorded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_country_bases"),
        _of_campaign("country_bases"),
    )
    op.create_index(
        "ix_country_bases_campaign_id_recorded_at",
        "country_bases",
        ["campaign_id", "recorded_at"],
    )
    op.create_table(
        "campaign_edits",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("campaign_id", sa.Text, nullable=False),
        _text("scope"),
        _text("state"),
        _text("detail", "{}"),
        _text("new_campaign_id"),
        _text("reason"),
        _time("created_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_edits"),
        _of_campaign("campaign_edits"),
    )
    op.create_index(
        "ix_campaign_edits_campaign_id_created_at",
        "campaign_edits",
        ["campaign_id", "created_at"],
    )


def _of_campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign_id"],
        ["campaigns.id"],
        name=f"fk_{table}_campaign_id_campaigns",
        ondelete="CASCADE",
    )


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _time(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
