from housing.formats.nb.formats import *  # noqa: F403  Django reads the names off this module
