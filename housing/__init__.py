"""The project and its base: who logs in, who needs a home, the homes, who lives where, and the trace of it all.

tenancy: allocated → active → ended; allocated → cancelled
"""

from housing.celery import app as celery_app

__all__ = ["celery_app"]
