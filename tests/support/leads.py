"""Leads and what is done to them, over a database of a test."""

from vibe_desktop.services.leads import LeadService
from vibe_desktop.store.column_mappings import ColumnMappingRepository
from vibe_desktop.store.database.engine import Database
from vibe_desktop.store.lead_indexing import LeadIndex
from vibe_desktop.store.lead_lists import LeadListRepository
from vibe_desktop.store.lead_operations import LeadOperationRepository
from vibe_desktop.store.leads import LeadRepository
from vibe_desktop.store.suppressions import SuppressionRepository


def lead_service(database: Database) -> LeadService:
    """The service as the app makes it."""
    return LeadService(
        leads=LeadRepository(database),
        lists=LeadListRepository(database),
        operations=LeadOperationRepository(database),
        suppressions=SuppressionRepository(database),
        mappings=ColumnMappingRepository(database),
        index=LeadIndex(database),
    )
