"""Norwegian dates and numbers in every language the program speaks (setting FORMAT_MODULE_PATH)."""
