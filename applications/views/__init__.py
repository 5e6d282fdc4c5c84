"""Pages about mappings, applications, decisions and appeals."""
