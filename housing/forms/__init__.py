"""Forms of the base app, one file per subject."""
