"""Pages of the reports (``reports``), of the making of their PDF (``runs``) and of the figures (``figures``)."""
