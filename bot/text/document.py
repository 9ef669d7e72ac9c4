"""Taking a text apart: sentences in zones, with the companies they name."""

from bot.model.document import Document, Mention, Sentence, Zone
from bot.text.gazetteer import Gazetteer
from bot.text.sentences import paragraphs, sentences
from bot.text.zones import asides, is_heading, is_listed, points_elsewhere

_LEAD_PARAGRAPHS = 2
_LEAD_SENTENCES = 3
_LONGEST_TEXT = 8_000
"""Characters read of one text: news is far shorter, and what stands beyond tells nothing of its subject."""
_MOST_LINES = 400
_LONGEST_TITLE = 400


def read_document(title: str, text: str, lang: str, gazetteer: Gazetteer) -> Document:
    """Return the text taken apart.

    Sentence 0 is the title. Weak names (`Azure`) stay only where the same text names their company otherwise.
    """
    body = text[:_LONGEST_TEXT]
    head = title.strip()[:_LONGEST_TITLE]
    pieces = [(head, Zone.TITLE, 0, True, False), *_pieces(body, lang, head)]
    found = [gazetteer.find(piece[0]) for piece in pieces]
    strong = {mention.company for hits in found for mention, weak in hits if not weak}
    built = []
    for ordinal, ((sentence, zone, paragraph, heading, listed), hits) in enumerate(zip(pieces, found, strict=True)):
        mentions = tuple(mention for mention, weak in hits if not weak or mention.company in strong)
        built.append(
            Sentence(ordinal=ordinal, text=sentence, zone=zone, mentions=mentions, paragraph=paragraph, heading=heading, listed=listed)
        )
    return Document(title=title, text=text, lang=lang, sentences=tuple(built))


def _pieces(text: str, lang: str, title: str) -> list[tuple[str, Zone, int, bool, bool]]:
    lines = [line for _, line in paragraphs(text)[:_MOST_LINES]]
    aside = asides(lines)
    pieces: list[tuple[str, Zone, int, bool, bool]] = []
    own_paragraphs = own_sentences = 0
    for number, (line, is_aside) in enumerate(zip(lines, aside, strict=True), start=1):
        if is_aside:
            pieces += [(sentence, Zone.ASIDE, number, False, is_listed(line)) for sentence in sentences(line, lang)]
            continue
        listed = is_listed(line)
        heading = is_heading(line) and len(lines) > 1
        runs_on = not heading or line == title
        for sentence in sentences(line, lang):
            if points_elsewhere(sentence):
                pieces.append((sentence, Zone.ASIDE, number, False, listed))
                continue
            lead = own_paragraphs < _LEAD_PARAGRAPHS and own_sentences < _LEAD_SENTENCES
            pieces.append((sentence, Zone.LEAD if lead else Zone.BODY, number, heading, listed))
            own_sentences += runs_on and line != title
        own_paragraphs += runs_on and line != title
    return pieces


def named(document: Document) -> tuple[Mention, ...]:
    """Return every company mention of the article itself, in order."""
    return tuple(mention for sentence in document.article for mention in sentence.mentions)
