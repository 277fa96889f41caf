"""A transaction on a SQLite connection that leaves its statements to us (isolation_level None)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal


@contextmanager
def transaction(
    connection: sqlite3.Connection, begin: Literal["BEGIN IMMEDIATE", "BEGIN DEFERRED"]
) -> Iterator[sqlite3.Connection]:
    """All or nothing. Within another transaction it is a part of that."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute(begin)
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # SQLite itself has already rolled back where the disk was full.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
