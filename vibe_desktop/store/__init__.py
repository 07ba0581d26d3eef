"""Everything kept on this computer: the SQLite database, one repository a noun, and the vault for secrets."""
