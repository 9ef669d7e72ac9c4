"""The audit log: who changed what, when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One change, in words."""

    tenant: str
    at: datetime
    who: str
    what: str
    """`subscribe openai-foxconn in #deals`."""
    undo: str = ""
    """The command line that takes it back; empty where nothing does."""
    destination_id: str = ""
