"""Learning the weights from a labelled corpus: `python -m bot.cli.learn CORPUS [--write] [--predictions OUT]`.

`--predictions` writes what weights learned without an item's event say of it (ten folds, no event split), for the scorer.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalogue import load_catalogue
from bot.cli.classify import prediction
from bot.cli.items import entry_from_item
from bot.model.catalogue import Catalogue
from bot.model.entry import Entry
from bot.model.reading import Reading
from bot.model.storyline import CATCH_ALL
from bot.pipeline import priors
from bot.pipeline.catchall import CatchAll
from bot.pipeline.classify import settles, titled_of
from bot.pipeline.features import Subject, storyline_features, total
from bot.pipeline.genre import genre_features
from bot.pipeline.read import NewsReader
from bot.pipeline.subjects import SubjectIndex
from bot.pipeline.weights import Weights, weights_toml
from bot.text.document import read_document
from bot.text.gazetteer import Gazetteer, fold
from bot.text.language import detect
from bot.text.learning import fit, folds
from bot.text.scan import Line, scan
from bot.text.words import lexicon

Examples = list[tuple[dict[str, float], bool]]
WEIGHTS = Path(__file__).parents[1] / "text" / "data" / "weights.toml"


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """A labelled item, read."""

    entry: Entry
    row: dict[str, Any]
    lines: tuple[Line, ...]
    subjects: tuple[Subject, ...]
    titled: tuple[Subject, ...]


class Teacher:
    """Learns weights from labelled items by one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._gazetteer = Gazetteer(catalogue.companies)
        self._index = SubjectIndex(catalogue.storylines, catalogue.companies)
        self._catch_all = CatchAll(self._index.subjects, catalogue.companies)

    def read(self, row: dict[str, Any]) -> Labelled:
        """Return a labelled item, read."""
        entry = entry_from_item(row, self._catalogue)
        document = read_document(entry.title, entry.text, detect(f"{entry.title}\n{entry.text}", entry.lang), self._gazetteer)
        lines = scan(document, lexicon())
        named = tuple(sorted({company for line in lines for company in line.companies}))
        subjects = self._index.candidates(named, fold(f"{entry.title}\n{entry.text}"))
        return Labelled(
            entry=entry,
            row=row,
            lines=lines,
            subjects=subjects,
            titled=titled_of(subjects, lines),
        )

    def learn(self, items: Sequence[Labelled]) -> Weights:
        """Return weights; items that two readers would label differently, and mentions, teach nothing."""
        clear = [item for item in items if not item.row.get("borderline")]
        storyline: Examples = []
        for item in clear:
            for subject in item.subjects:
                if subject.id not in (item.row["mentions"] or []):
                    storyline.append((self._features(item, subject), subject.id in item.row["storylines"]))
        first = fit(storyline, ridge=2.0, prior=priors.STORYLINE)
        unbound: Examples = []
        news: Examples = []
        for item in clear:
            about = [s.id for s in item.subjects if total(first, self._features(item, s)) > 0]
            found = self._catch_all.look(item.lines, item.titled, item.subjects, settled=settles(about, item.subjects, item.lines[0]))
            if CATCH_ALL not in (item.row["mentions"] or []):
                unbound.append((found.features, CATCH_ALL in item.row["storylines"]))
            if item.row["storylines"]:
                told = [self._features(item, s) for s in item.subjects if s.id in item.row["storylines"]]
                told += [found.features] if CATCH_ALL in item.row["storylines"] else []
                news.append((genre_features(item.lines, told), bool(item.row["is_deal"])))
        return Weights(storyline=first, unbound=fit(unbound, ridge=2.0, prior=priors.UNBOUND), news=fit(news, ridge=2.0, prior=priors.NEWS))

    def _features(self, item: Labelled, subject: Subject) -> dict[str, float]:
        return storyline_features(subject, item.lines, sum(other is not subject for other in item.titled))


def cross_validated(teacher: Teacher, catalogue: Catalogue, items: Sequence[Labelled], count: int = 10) -> list[Reading]:
    """Return a reading of each item by weights that were learned without its event."""
    result: dict[int, Reading] = {}
    for part in folds([item.row["event"] or item.row["id"] for item in items], count):
        left_out = set(part)
        reader = NewsReader(catalogue, teacher.learn([item for index, item in enumerate(items) if index not in left_out]))
        for index in part:
            result[index] = reader.read(items[index].entry)
    return [result[index] for index in range(len(items))]


def main() -> None:
    """Learn from the corpus that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--write", action="store_true", help="keep the weights")
    parser.add_argument("--predictions", type=Path, help="write cross-validated predictions here")
    options = parser.parse_args()
    catalogue = load_catalogue(options.config)
    teacher = Teacher(catalogue)
    items = [teacher.read(json.loads(line)) for line in options.corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    weights = teacher.learn(items)
    head = f"Learned from {len(items)} labelled items by `python -m bot.cli.learn CORPUS --write`; see bot/pipeline/priors.py.\nA positive term speaks for, a negative one against; each is a feature of bot/pipeline/features.py, catchall.py or genre.py."
    if options.write:
        WEIGHTS.parent.mkdir(exist_ok=True)
        WEIGHTS.write_text(weights_toml(weights, head), encoding="utf-8")
    else:
        print(weights_toml(weights, head))
    if options.predictions:
        lines = [json.dumps(prediction(reading), ensure_ascii=False) for reading in cross_validated(teacher, catalogue, items)]
        options.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
