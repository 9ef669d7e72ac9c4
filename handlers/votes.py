"""`votes`: what readers said of alerts, for the admins."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta

from bot.model.card import Button, Card, Section, bold, code, line
from bot.model.command import Access, Command, CommandCall, Reply
from bot.model.ruling import Ruling, RulingKind
from bot.model.story import Story
from bot.ports import Tables
from handlers.context import Context
from handlers.correcting import named
from handlers.desk_words import tenants

KEPT = timedelta(days=60)
MOST = 10

COMMAND = Command(name="votes", summary="What readers said of alerts that were not useful", access=Access.ADMIN, examples=("votes",))


async def answer(call: CommandCall, _arguments: Mapping[str, str], context: Context) -> Reply:
    """List the events that readers found fault with, the most votes first, with what an admin can do about it."""
    since = context.clock.now() - KEPT

    def work(tables: Tables) -> list[tuple[Story, list[Ruling]]]:
        by_story: defaultdict[str, list[Ruling]] = defaultdict(list)
        for vote in tables.rulings.of(call.tenant, (RulingKind.VOTE,)):
            if vote.at >= since:
                by_story[vote.value].append(vote)
        most = sorted(by_story.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST]
        return [(story, votes) for story_id, votes in most if (story := tables.stories.get(story_id, tenants(call))) is not None]

    found = await context.store.read(work)
    if not found:
        return Reply(
            card=Card(
                title="No reader has found fault with an alert.", body=(line("Readers vote by ", code("Not useful"), " under an alert."),)
            )
        )
    sections = tuple(
        Section(
            title=story.headline,
            lines=(
                line(bold(f"{len(votes)} vote{'s' if len(votes) != 1 else ''}: "), _reasons(votes), " · ", code(f"show {named(story)}")),
                line(f"By {', '.join(vote.who for vote in votes[:5])}"),
            ),
        )
        for story, votes in found
    )
    top = found[0][0]
    return Reply(
        card=Card(
            title="What readers found not useful",
            sections=sections,
            buttons=(Button(label="Act on the first", command="feedback", argument=named(top)),),
            footer=line("To act on one: ", code("feedback <event>"), " or ", code("retract <event>")),
        )
    )


def _reasons(votes: list[Ruling]) -> str:
    counted = Counter(vote.reason.replace("-", " ") for vote in votes)
    return ", ".join(f"{reason} ({count})" if count > 1 else reason for reason, count in counted.most_common())
