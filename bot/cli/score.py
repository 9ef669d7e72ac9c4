"""Scoring the reading on labelled news: `python -m bot.cli.score [CORPUS] [--mistakes FILE] [--resamples N]`.

Prints the figures of `tools/score.py`, which lies beside the corpus, twice: with the weights as shipped (learned from all of the corpus where
that is the one they were learned from), and with weights learned without each item's event. The second is the honest one. Beside each
stand its counts and the middle 90 of 100 values when events are drawn anew; the mistakes go to a file, each with the reasons given.
"""

import argparse
import asyncio
import importlib.util
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.catalogue import load_catalogue
from bot.cli.classify import prediction
from bot.cli.items import entry_from_item
from bot.cli.learn import Teacher, cross_validated
from bot.cli.replay import play
from bot.model.catalogue import Catalogue
from bot.model.reading import Reading
from bot.pipeline.read import NewsReader

Rows = list[dict[str, Any]]
CORPUS = Path("../shared/corpus/dev.jsonl")
MISTAKES = Path("build/score-mistakes.txt")
_SEED = 20260101
_FIGURES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("storylines F1", "classify", ("storylines", "f1")),
    ("storylines macro F1 (8 items or more)", "classify", ("storylines_macro_f1",)),
    ("primary storyline right", "classify", ("primary_accuracy",)),
    ("worth an alert F1", "classify", ("alert", "f1")),
    ("value, power: recall", "classify", ("claims_by_group", "value,power", "recall")),
    ("value, power: precision", "classify", ("claims_by_group", "value,power", "precision")),
    ("site, date, units: recall", "classify", ("claims_by_group", "site,date,units", "recall")),
    ("site, date, units: precision", "classify", ("claims_by_group", "site,date,units", "precision")),
    ("status, option: recall", "classify", ("claims_by_group", "status,option", "recall")),
    ("status, option: precision", "classify", ("claims_by_group", "status,option", "precision")),
    ("claims at the wrong door", "classify", ("claims_misattributed",)),
    ("replay: events missed", "replay", ("events_missed",)),
    ("replay: announced at the first report", "replay", ("announced_at_first_report",)),
    ("replay: alerts per announced event", "replay", ("posts_per_announced_event",)),
    ("replay: replies per announced event", "replay", ("thread_updates_per_announced_event",)),
    ("replay: posts that are noise", "replay", ("noise",)),
    ("clustering B-cubed F1", "replay", ("clustering_bcubed", "f1")),
    ("clustering B-cubed precision", "replay", ("clustering_bcubed", "precision")),
)


def load_scorer(path: Path) -> ModuleType:
    """Return the corpus' own scorer as a module."""
    spec = importlib.util.spec_from_file_location("corpus_score", path)
    assert spec is not None and spec.loader is not None  # noqa: PT018, S101  a file ending in .py has both
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(scorer: ModuleType, gold: Rows, predicted: Rows, actions: Rows) -> dict[str, Any]:
    """Return both parts of the score."""
    return {"classify": scorer.score_classify(gold, predicted)[0], "replay": scorer.score_replay(gold, actions)[0]}


def redrawn(gold: Rows, predicted: Rows, actions: Rows, chance: random.Random) -> tuple[Rows, Rows, Rows]:
    """Return the rows with events drawn anew, as many as there are; items without an event are events of their own.

    An event drawn twice counts as two: its second copy has names of its own, and so have its stories.
    """
    groups: dict[str, list[str]] = {}
    for row in gold:
        groups.setdefault(row["event"] or row["id"], []).append(row["id"])
    by_gold, by_guess, by_action = ({row["id"]: row for row in rows} for rows in (gold, predicted, actions))
    drawn: tuple[Rows, Rows, Rows] = ([], [], [])
    times: Counter[str] = Counter()
    for name in chance.choices(list(groups), k=len(groups)):
        times[name] += 1
        number = times[name]
        for key in groups[name]:
            new, row, act = f"{key}#{number}", by_gold[key], by_action[key]
            drawn[0].append(row | {"id": new, "event": row["event"] and f"{row['event']}#{number}"})
            drawn[1].append(by_guess[key] | {"id": new})
            drawn[2].append(act | {"id": new, "story": act["story"] and f"{act['story']}#{number}"})
    return drawn


def at(score: Mapping[str, Any], part: str, path: Sequence[str]) -> float:
    """Return one figure of a score."""
    value: Any = score[part]
    for key in path:
        value = value[key]
    return float(value)


def counted(score: Mapping[str, Any], part: str, path: Sequence[str]) -> str:
    """Return what a ratio is a ratio of: predicted and true ones, or items."""
    inner: Any = score[part].get(path[0])
    while isinstance(inner, dict) and "actual" not in inner and len(path) > 1:
        path = path[1:]
        inner = inner.get(path[0])
    if isinstance(inner, dict) and "actual" in inner:
        return f"{inner['predicted']} told, {inner['actual']} true"
    return f"{score[part]['events']} events" if part == "replay" else f"{score[part]['items']} items"


def table(scorer: ModuleType, gold: Rows, columns: Mapping[str, tuple[Rows, Rows]], resamples: int) -> list[str]:
    """Return the table as lines: each figure, its counts, and per column its value and interval."""
    heads = "".join(f"{name:>26}" for name in columns)
    lines = [f"{'figure':40}{'counts':>24}{heads}"]
    whole = {name: figures(scorer, gold, *rows) for name, rows in columns.items()}
    chance = random.Random(_SEED)
    drawn = {name: [figures(scorer, *redrawn(gold, *rows, chance)) for _ in range(resamples)] for name, rows in columns.items()}
    for label, part, path in _FIGURES:
        cells = ""
        for name, score in whole.items():
            values = sorted(at(one, part, path) for one in drawn[name])
            spread = f"[{values[len(values) // 20]:.3f}, {values[-1 - len(values) // 20]:.3f}]" if values else ""
            cells += f"{f'{at(score, part, path):.3f} {spread}':>26}"
        lines.append(f"{label:40}{counted(next(iter(whole.values())), part, path):>24}{cells}")
    return lines


def mistakes(scorer: ModuleType, gold: Rows, readings: Sequence[Reading], actions: Rows) -> list[str]:
    """Return each item that was read wrong, with what was wanted and the reasons that were given."""
    told = {reading.entry.id: reading for reading in readings}
    lines = [f"missed: {row[0]}" for row in scorer.score_replay(gold, actions)[1] if row[1] == "missed"]
    for row in gold:
        reading, neutral = told[row["id"]], set(row["mentions"] or [])
        got, wanted = {m.storyline for m in reading.matches if m.role.value == "about"}, set(row["storylines"])
        if row.get("borderline") or (
            wanted == got - (neutral - wanted) and reading.alert == row["is_deal"] and reading.primary == row["primary"]
        ):
            continue
        lines += [
            f"{row['id']}  {row['title']}",
            f"  wanted {sorted(wanted)}, first {row['primary']}, alert {row['is_deal']}",
            f"  got    {sorted(got)}, first {reading.primary}, alert {reading.alert}",
            *(f"  {reason}" for reason in reading.why),
        ]
    return lines


def main(write: Callable[[str], object] = print) -> int:
    """Score the corpus that the command line names; 0 also where there is none, with a sentence that says so."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--scorer", type=Path, help="score.py; by default tools/score.py beside the corpus' folder")
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--mistakes", type=Path, default=MISTAKES)
    parser.add_argument("--resamples", type=int, default=100)
    options = parser.parse_args()
    path = options.scorer or options.corpus.parent.parent / "tools" / "score.py"
    for needed in (options.corpus, path):
        if not needed.is_file():
            write(f"Nothing to score: {needed} is not there; name a labelled corpus, and its scorer with --scorer.")
            return 0
    scorer, catalogue = load_scorer(path), load_catalogue(options.config)
    gold: Rows = [json.loads(line) for line in options.corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    reader, teacher = NewsReader(catalogue), Teacher(catalogue)
    shipped = [reader.read(entry_from_item(row, catalogue)) for row in gold]
    left_out = cross_validated(teacher, catalogue, [teacher.read(row) for row in gold])
    columns = {"shipped weights": _rows(shipped, catalogue), "without the item's event": _rows(left_out, catalogue)}
    for line in table(scorer, gold, columns, options.resamples):
        write(line)
    lines = mistakes(scorer, gold, left_out, columns["without the item's event"][1])
    options.mistakes.parent.mkdir(parents=True, exist_ok=True)
    options.mistakes.write_text("\n".join(lines) + "\n", encoding="utf-8")
    write(f"{len(gold)} labelled items of {options.corpus}; in brackets the middle 90% by event. Mistakes: {options.mistakes}")
    return 0


def _rows(readings: Sequence[Reading], catalogue: Catalogue) -> tuple[Rows, Rows]:
    """Return the predictions and the actions of readings."""
    actions, _ = asyncio.run(play(readings, catalogue))
    return [prediction(reading) for reading in readings], [{"id": a.id, "action": a.action, "story": a.story} for a in actions]


if __name__ == "__main__":
    sys.exit(main())
