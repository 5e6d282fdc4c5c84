"""Arrears and evictions (restanser og utkastelser), seen early. Its models come with the ledger."""
