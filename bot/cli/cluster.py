"""`cluster`: which items report one event, on any news; one line an item, in file order."""

import json
from pathlib import Path
from typing import Any

from bot.cli.items import moment, read_items
from bot.model.ids import stable_id
from bot.pipeline.grouping import Item, group


def cluster(file: Path | None) -> int:
    """Print `{"id", "story"}` for each item of a file or of standard input; dates help where there are any."""
    rows = read_items(file)
    groups = group([_item(row) for row in rows])
    for row in rows:
        print(json.dumps({"id": row["id"], "story": stable_id("s", groups[str(row["id"])])}, ensure_ascii=False))
    return 0


def _item(row: dict[str, Any]) -> Item:
    return Item(
        id=str(row["id"]), title=row.get("title") or "", text=row.get("text") or "", seen=moment(row.get("seen") or row.get("published"))
    )
