"""How the app looks: tokens, roles, palette, style sheet, icons. Nothing else sets a colour."""
