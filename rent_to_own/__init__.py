"""Rent to own (leie til eie): from tenant to owner. Its models come with the pipeline."""
