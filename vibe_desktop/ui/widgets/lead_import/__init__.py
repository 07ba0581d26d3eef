"""Import a lead file: choose, match the columns, see what would happen, import.

panel = LeadImportPanel(context, campaign_id)
panel.imported.connect(...)    # Emits the `ImportReport`
panel.open(path)               # as if the founder had dropped the file
"""

from vibe_desktop.ui.widgets.lead_import.panel import LeadImportPanel

__all__ = ["LeadImportPanel"]
