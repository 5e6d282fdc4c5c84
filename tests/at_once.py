"""Runs the same thing from many real database connections at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from housing.database import Refused


def at_once(act, things, *, threads):
    """``act(thing)`` for each, ``threads`` at a time, all started together. Answers how many did, and the refusals."""
    start = Barrier(threads, timeout=60)

    def run(share):
        done, refused = 0, []
        start.wait()
        try:
            for thing in share:
                try:
                    act(thing)
                except Refused as refusal:
                    refused.append(str(refusal))
                else:
                    done += 1
        finally:
            connection.close()
        return done, refused

    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(run, [things[number::threads] for number in range(threads)]))
    return sum(done for done, _refused in answers), [text for _done, refused in answers for text in refused]
