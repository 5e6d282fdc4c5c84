"""Pages of the base app, one file per subject."""
