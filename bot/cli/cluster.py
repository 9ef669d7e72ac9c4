"""`cluster`: which items report one event, on any news; one line an item, in file order."""

import json
from pathlib import Path
from typing import Any

from bot.cli.items import moment, read_items
from bot.model.ids import stable_id
from bot.pipeline.grouping import Item, group


def cluster(file: Path | None) -> int:
    """Print `{"id", "story"}` for each item of a file or of standard input; dates help where there are any."""
    items = [_item(row) for row in read_items(file)]
    groups = group(items)
    for item in items:
        print(json.dumps({"id": item.id, "story": stable_id("s", groups[item.id])}, ensure_ascii=False))
    return 0


def _item(row: dict[str, Any]) -> Item:
    return Item(
        id=row["id"], title=row.get("title") or "", text=row.get("text") or "", seen=moment(row.get("seen") or row.get("published"))
    )
