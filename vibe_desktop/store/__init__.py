"""Everything kept on this computer: the database, a repository a noun, the vault for secrets."""
