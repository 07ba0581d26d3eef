"""The tables of the local database, as SQLAlchemy Core metadata.

`users`, `campaigns`, `lead_lists` and `email_accounts` keep the names and columns of the web
system this app grew out of, so that a Supabase project made for it still fits. Columns below the
line "kept here only" are ours. Ids are UUIDs made on this computer, times are UTC in ISO 8601
text with a trailing "Z". Rates are computed by SQLite from the counters, never written.

A change here needs a migration: `vibe_desktop/store/database/migrations`. A test holds the two
together. It is long because foreign keys are declared between tables of one place.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LOCAL_USER = "local"
"""The value of every `user_id` until the founder signs in to a Supabase project of their own."""


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True)


def _user() -> Column[str]:
    return Column("user_id", Text, nullable=False, server_default=LOCAL_USER)


def _campaign(*, nullable: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(
        "campaign_id",
        Text,
        ForeignKey("campaigns.id", ondelete="CASCADE"),
        nullable=nullable,
        primary_key=primary_key,
    )


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


def _time(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _rate(name: str, numerator: str, denominator: str) -> Column[float]:
    return Column(
        name,
        Float,
        Computed(f"CAST({numerator} AS REAL) / NULLIF({denominator}, 0)", persisted=False),
    )


users = Table(
    "users",
    metadata,
    _id(),
    Column("user_id", Text, nullable=False, unique=True, server_default=LOCAL_USER),
    _text("email"),
    _text("name"),
    _text("plan", "local"),
    _time("created_at"),
    # kept here only
    _text("company"),
    _text("postal_address"),
)

campaigns = Table(
    "campaigns",
    metadata,
    _id(),
    _user(),
    _text("campaign_id"),  # the id at Instantly, as in the web system; "" before the launch
    _text("url"),
    _text("target_audience"),
    _text("copy_variants", "[]"),  # JSON of the current variants, for the web system's sake
    _text("status", "draft"),
    _count("sent"),
    _count("opened"),
    _count("clicked"),
    _count("replied"),
    _rate("open_rate", "opened", "contacted"),
    _rate("click_rate", "clicked", "contacted"),
    _rate("reply_rate", "replied", "contacted"),
    _time("created_at"),
    _time("updated_at"),
    # kept here only
    _text("name"),
    _text("setup", "{}"),  # JSON of CampaignSetup
    _count("contacted"),
    _count("auto_replied"),
    _count("bounced"),
    _count("unsubscribed"),
    _time("analytics_as_of", nullable=True),
    Index(None, "created_at"),
    Index(None, "campaign_id"),
)

lead_lists = Table(
    "lead_lists",
    metadata,
    _id(),
    _user(),
    Column("campaign_id", Text, ForeignKey("campaigns.id", ondelete="SET NULL"), nullable=True),
    _text("leads", "[]"),  # the web system kept leads here as JSON; ours are rows of `leads`
    _count("total_leads"),
    _time("created_at"),
    # kept here only
    _text("name"),
    _text("source"),
    # What `leads` refer to: a million rows with a UUID each would be twice the file. Never reused.
    Column("number", Integer, nullable=False, unique=True),
    Index(None, "campaign_id"),
)

email_accounts = Table(
    "email_accounts",
    metadata,
    _id(),
    _user(),
    Column("email", Text, nullable=False, unique=True),
    _text("status"),
    _flag("warmup_enabled"),
    _time("created_at"),
    # kept here only
    _text("first_name"),
    _text("last_name"),
    _text("warmup_status"),
    Column("warmup_score", Integer, nullable=True),
    Column("daily_limit", Integer, nullable=True),
    _flag("setup_pending"),
    _time("refreshed_at", nullable=True),
    _text("provider"),  # "google", "microsoft", ... as `domain.mailboxes.Provider`
    Column("sending_gap", Integer, nullable=True),  # minutes between two mails
    _text("status_message"),  # Instantly's own words about its trouble
)

domain_checks = Table(
    "domain_checks",
    metadata,
    Column("domain", Text, primary_key=True),
    _flag("mx"),
    _flag("spf"),
    _flag("dkim"),
    _flag("dmarc"),
    _time("checked_at"),
)

pages = Table(
    "pages",
    metadata,
    _id(),
    _campaign(),
    _text("url"),
    _text("title"),
    _text("description"),
    _text("text"),
    _text("facts", "[]"),  # JSON list of Fact
    _text("content_hash"),
    _time("fetched_at"),
    _text("links", "[]"),  # JSON list of PageLink
    _text("skipped", "[]"),  # JSON list of sentences
    Index(None, "campaign_id", "fetched_at"),
)

copy_runs = Table(
    "copy_runs",
    metadata,
    _id(),
    _campaign(),
    _text("page_hash"),
    _text("writer"),  # "openai" or "offline"
    _text("model"),
    _text("prompt"),
    _text("raw_answer"),
    _text("request_id"),
    _count("prompt_tokens"),
    _count("completion_tokens"),
    Column("cost_usd", Float, nullable=True),
    _text("outcome"),  # "ok" or the code of the trouble
    _time("created_at"),
    _text("kind", "draft"),
    _text("request"),  # JSON of all that the writer was given
    _text("result"),  # JSON of what was made of the answer
    _count("cached_tokens"),
    _count("reasoning_tokens"),
    Index(None, "campaign_id", "created_at"),
    Index(None, "created_at"),
)

variants = Table(
    "variants",
    metadata,
    _id(),
    _campaign(),
    _text("angle"),
    Column("step", Integer, nullable=False, server_default=text("1")),
    _count("position"),
    UniqueConstraint("campaign_id", "step", "position"),
    CheckConstraint("angle IN ('problem', 'benefit', 'question', 'follow_up')", name="angle"),
)

variant_revisions = Table(
    "variant_revisions",
    metadata,
    _id(),
    Column("variant_id", Text, ForeignKey("variants.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    _text("subject"),
    _text("body"),
    _text("author"),
    _text("claims", "[]"),  # JSON list of Claim
    _time("created_at"),
    UniqueConstraint("variant_id", "number"),
)

variant_approvals = Table(
    "variant_approvals",
    metadata,
    _id(),
    Column("variant_id", Text, ForeignKey("variants.id", ondelete="CASCADE"), nullable=False),
    Column(
        "revision_id", Text, ForeignKey("variant_revisions.id", ondelete="CASCADE"), nullable=False
    ),
    _text("content_hash"),
    _time("approved_at"),
    _time("withdrawn_at", nullable=True),
    _text("decision", "approved"),  # or "rejected"; then the other columns say of what and when
    _text("evidence", "{}"),  # JSON: what was looked at when all mails were approved in one go
    Index(None, "variant_id", "approved_at"),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    _id(),
    Column("variant_id", Text, ForeignKey("variants.id", ondelete="CASCADE"), nullable=False),
    _text("rule"),
    _text("words"),
    _time("signed_at"),
    UniqueConstraint("variant_id", "rule", "words"),
)

leads = Table(
    "leads",
    metadata,
    # In order of import: what lists are paged by. AUTOINCREMENT: an undone deletion gives rows
    # their old numbers back.
    Column("row", Integer, primary_key=True),
    Column(
        "list_number",
        Integer,
        ForeignKey("lead_lists.number", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("email", Text, nullable=False),
    _text("first_name"),
    _text("last_name"),
    _text("company_name"),
    _text("job_title"),
    _text("website"),
    _text("phone"),
    _text("personalization"),
    _text("custom", "{}"),  # JSON object, variable name to text
    _text("country"),  # ISO 3166-1 alpha-2, "" while unknown
    _count("flags"),  # bits of `domain.leads.LeadFlag`
    _flag("suppressed"),  # what `suppressions` says of the address, kept with the row
    Index("uq_leads_email_list_number", "email", "list_number", unique=True),
    Index(None, "list_number"),
    # Few rows are in it: for counting the suppressed of a list, and for setting them free.
    Index("ix_leads_suppressed", "list_number", sqlite_where=text("suppressed")),
    sqlite_autoincrement=True,
)
"""Full-text search and the indexes that the screen sorts by are made beside it, in the background:
`store/lead_search.py`."""

lead_tags = Table(
    "lead_tags",
    metadata,
    Column("tag", Text, primary_key=True),
    Column("row", Integer, ForeignKey("leads.row", ondelete="CASCADE"), primary_key=True),
    Index(None, "row"),
    sqlite_with_rowid=False,
)

lead_operations = Table(
    "lead_operations",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("kind"),  # `domain.lead_operations.OperationKind`
    _text("detail", "{}"),  # JSON: what undoing it needs beside `lead_undo`
    _count("leads"),
    _time("at"),
    _time("undone_at", nullable=True),
    sqlite_autoincrement=True,
)

lead_undo = Table(
    "lead_undo",
    metadata,
    Column(
        "operation",
        Integer,
        ForeignKey("lead_operations.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("row", Integer, primary_key=True),
    _text("before", "{}"),  # JSON of the row, or of the part of it, as it was
    sqlite_with_rowid=False,
)

column_mappings = Table(
    "column_mappings",
    metadata,
    Column("signature", Text, primary_key=True),  # of the column names of a lead file
    _text("targets", "[]"),  # JSON list of ColumnTarget
    _time("used_at"),
)

verifications = Table(
    "verifications",
    metadata,
    Column("email", Text, primary_key=True),
    _text("status"),  # `domain.verifications.VerificationStatus`
    Column("credits_used", Float, nullable=True),
    _time("checked_at"),
)

enrichments = Table(
    "enrichments",
    metadata,
    _id(),
    Column("campaign_id", Text, ForeignKey("campaigns.id", ondelete="SET NULL"), nullable=True),
    Column("token", Text, nullable=False, unique=True),
    _text("filters", "{}"),  # JSON of PeopleFilters
    _count("wanted"),
    _text("state"),  # `domain.supersearch.EnrichmentState`
    _text("instantly_list_id"),
    Column("list_id", Text, ForeignKey("lead_lists.id", ondelete="SET NULL"), nullable=True),
    _count("found"),
    _text("reason"),
    _time("created_at"),
    _time("updated_at"),
)

suppressions = Table(
    "suppressions",
    metadata,
    _id(),
    # An address or a domain, lower case; after an erasure request the salted hash of an address.
    Column("value", Text, nullable=False, unique=True),
    _flag("is_domain"),
    _flag("is_hash"),
    _text("reason"),
    _time("created_at"),
    _time("blocked_at", nullable=True),  # since when it is known to be on Instantly's block list
)

launches = Table(
    "launches",
    metadata,
    _id(),
    _campaign(),
    Column("token", Text, nullable=False, unique=True),
    _text("plan"),  # JSON of LaunchPlan
    _text("state"),
    _text("instantly_campaign_id"),
    _text("instantly_lead_list_id"),
    _count("uploaded"),
    _text("reason"),
    _time("created_at"),
    _time("updated_at"),
    Index(None, "campaign_id", "created_at"),
)

launch_leads = Table(
    "launch_leads",
    metadata,
    Column("launch_id", Text, ForeignKey("launches.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 0, 1, 2, ...: batches are cut by it
    Column("email", Text, nullable=False),
    _text("payload"),  # JSON of the lead as it is sent, fixed at approval
    _text("outcome"),  # "rejected: ...", else "" (or "added", from earlier versions)
    Index(None, "launch_id", "outcome"),
)

country_bases = Table(
    "country_bases",
    metadata,
    _id(),
    _campaign(),
    _text("country"),  # ISO 3166-1 alpha-2
    _text("basis"),  # in the founder's words: why these people may be written to
    _count("lead_count"),
    _text("rule"),  # `domain.compliance`: which rule asked for it
    _time("recorded_at"),
    Index(None, "campaign_id", "recorded_at"),
)

campaign_edits = Table(
    "campaign_edits",
    metadata,
    _id(),
    _campaign(),
    _text("scope"),  # `domain.campaign_edits.EditScope`
    _text("state"),  # `domain.campaign_edits.EditState`
    _text("detail", "{}"),  # JSON: what resuming it needs
    _text("new_campaign_id"),
    _text("reason"),
    _time("created_at"),
    _time("updated_at"),
    Index(None, "campaign_id", "created_at"),
)

launch_journal = Table(
    "launch_journal",
    metadata,
    _id(),
    Column("launch_id", Text, ForeignKey("launches.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    _text("operation"),
    _text("kind"),  # "intent" or "result"
    _text("detail", "{}"),
    _time("at"),
    UniqueConstraint("launch_id", "number"),
)


def _counters() -> list[Column[int]]:
    return [
        _count(name)
        for name in (
            "sent",
            "contacted",
            "opened",
            "clicked",
            "replied",
            "auto_replied",
            "bounced",
            "unsubscribed",
        )
    ]


daily_analytics = Table(
    "daily_analytics",
    metadata,
    _campaign(primary_key=True),
    Column("day", Date, primary_key=True),
    *_counters(),
)

variant_analytics = Table(
    "variant_analytics",
    metadata,
    _campaign(primary_key=True),
    # -1 for what Instantly could not attribute
    Column("step", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    *_counters(),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

outbound_hosts = Table(
    "outbound_hosts",
    metadata,
    Column("host", Text, primary_key=True),
    _text("purpose"),
    _count("requests"),
    _time("first_at"),
    _time("last_at"),
)
