"""What a database's errors mean to an operator: a sentence each; everything else is a bug and stays as it is."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from bot.errors import UnavailableError

_SQLITE = {
    "SQLITE_FULL": "the disk is full; free some space, nothing was lost and reading goes on",
    "SQLITE_BUSY": "another process keeps it locked; let that process finish, or stop it",
    "SQLITE_LOCKED": "another connection keeps it locked; let it finish",
    "SQLITE_CORRUPT": "the file is damaged; restore a backup with `dealwire restore FILE`",
    "SQLITE_NOTADB": "the file is not a SQLite database, or is damaged; restore a backup with `dealwire restore FILE`",
    "SQLITE_READONLY": "it may not be written; check the owner and permissions of the file and its folder",
    "SQLITE_CANTOPEN": "it cannot be opened; check that its folder exists and may be written",
    "SQLITE_IOERR": "reading or writing the file failed; check the disk and its mount",
    "SQLITE_PERM": "it may not be opened; check the owner and permissions of the file",
    "SQLITE_AUTH": "it may not be opened; check the owner and permissions of the file",
}
_SERIAL = frozenset({"40001", "40P01"})
_REFUSED = {
    "28P01": "the password is wrong",
    "28000": "the user may not log in",
    "3D000": "there is no database of that name; create it",
    "53300": "it has no connection left; raise max_connections, or run fewer workers",
    "53100": "its disk is full; free some space",
    "57P03": "it is starting or stopping; try again in a moment",
    "42501": "the user has no right to do that; grant it the schema",
}


def sqlite_trouble(error: BaseException, place: str) -> UnavailableError | None:
    """Return the sentence for a SQLite error that an operator can act on, or None."""
    name = _sqlite_name(error)
    for known, advice in _SQLITE.items():
        if name == known or name.startswith(known + "_"):
            return UnavailableError(f"The database {place} cannot be used: {advice}.")
    return None


def wrote_in_read(error: BaseException) -> bool:
    """Tell whether work that was handed to `read` tried to write: a bug."""
    return _sqlite_name(error) == "SQLITE_READONLY" or (isinstance(error, DBAPIError) and _sqlstate(error) == "25006")


def is_locked(error: BaseException) -> bool:
    """Tell whether waiting may help."""
    return _sqlite_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _sqlite_name(error: BaseException) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(cause, "sqlite_errorname", "")) if isinstance(cause, sqlite3.Error) else ""


def postgres_trouble(error: BaseException, place: str) -> UnavailableError | None:
    """Return the sentence for a PostgreSQL error that an operator can act on, or None."""
    if not isinstance(error, DBAPIError):
        return None
    state = _sqlstate(error)
    if state in _REFUSED:
        return UnavailableError(f"The database {place} cannot be used: {_REFUSED[state]}.")
    if not is_lost(error):
        return None
    words = " ".join(str(error.orig).split())
    for state, advice in _REFUSED.items():  # before the log-in is over, libpq gives words and no state
        if _WORDS.get(state, "\0") in words:
            return UnavailableError(f"The database {place} cannot be used: {advice}.")
    return UnavailableError(f"The database {place} cannot be reached: check that PostgreSQL runs there and lets this machine in.")


_WORDS = {
    "28P01": "password authentication failed",
    "28000": "pg_hba.conf",
    "3D000": "does not exist",
    "53300": "too many clients",
    "57P03": "the database system is",
}


def is_lost(error: BaseException) -> bool:
    """Tell whether the connection is gone, or never came to be, rather than the statement wrong."""
    if not isinstance(error, DBAPIError):
        return False
    state = _sqlstate(error)
    return (
        error.connection_invalidated or state.startswith(("08", "57P")) or (not state and type(error.orig).__name__ == "OperationalError")
    )


def is_serial(error: BaseException) -> bool:
    """Tell whether the transaction lost against another one and may simply run again."""
    return isinstance(error, DBAPIError) and _sqlstate(error) in _SERIAL


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")
