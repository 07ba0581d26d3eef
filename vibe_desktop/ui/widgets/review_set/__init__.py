"""Every mail to every lead: what looks odd first, approved in one decision."""
