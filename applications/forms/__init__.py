"""What is asked for about mappings, applications, decisions and appeals."""
