"""Writes what a story's change means for its readers: alerts, posts, edits and replies, in the caller's transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.alert import Act, Alert, Destination, Subscription
from bot.model.card import Card
from bot.model.catalogue import Catalogue
from bot.model.delivery import Delivery
from bot.model.feed import Grade
from bot.model.ids import SHARED
from bot.model.story import ChangeKind, FactChange, Outcome, Story
from bot.model.view import View
from bot.pipeline.alert import (
    CAP_WINDOW,
    FOR_DIGEST,
    RATE_CAPPED,
    Rows,
    act,
    edits,
    folded,
    is_capped,
    new_alert,
    quiet_until,
    replies,
    silence,
)
from bot.pipeline.card import COMMANDS, Linked, alert_card, lead_entry, reply_card
from bot.pipeline.view import see, struck_words, view_of, with_tracked
from bot.ports import Tables


@dataclass(frozen=True, kw_only=True)
class Teller:
    """What telling needs beside the tables: who companies are, the time, and which buttons have commands behind them."""

    catalogue: Catalogue
    now: datetime
    commands: Sequence[tuple[str, str]] = COMMANDS
    cap: int = 0
    """Alerts that one channel gets in ten minutes; the rest goes into one digest. 0 for any number."""


def card_of(tables: Tables, story: Story, teller: Teller, *, view: View | None = None, late: bool = False, struck: str = "") -> Card:
    """Return a story's root message from what is stored, as a workspace with this view sees it."""
    view = view or View()
    seen = see(tables, story, view, teller.catalogue)
    later_ids = [change.note for change in tables.stories.changes(story.id) if change.kind is ChangeKind.FOLLOWED]
    return alert_card(
        seen.story,
        seen.deal,
        seen.members or tables.stories.members(story.id),
        with_tracked(tables, teller.catalogue, view.tenant, seen.story.storyline),
        now=teller.now,
        earlier=_linked(tables, story.follows, story.tenant) if story.follows else None,
        later=[link for later in later_ids if (link := _linked(tables, later, story.tenant)) is not None],
        late=late,
        commands=teller.commands,
        struck=struck or struck_words(tables, seen, view),
    )


def tell_opened(
    tables: Tables,
    story: Story,
    teller: Teller,
    *,
    late: bool,
    only: Collection[str] | None = None,
    following: Sequence[str] = (),
    spoken: Collection[str] = (),
) -> bool:
    """Create the alerts and posts that a story still lacks (of the tenants in `only`); True where somebody is told who was not before.

    `following` are the storylines whose followers are told; left out, the story's own. With `spoken`, only channels that waited for a
    report in one of these languages.
    """
    already = {alert.tenant: alert for alert in tables.alerts.of_story(story.id)}
    told = False
    opening: dict[str, tuple[Story, Card] | None] = {}
    for subscription, destination in tables.places.following(
        following or story.storylines or ((story.storyline,) if story.storyline else ())
    ):
        tenant = subscription.tenant
        if destination.tenant != tenant or story.tenant not in (SHARED, tenant) or (only is not None and tenant not in only):
            continue
        if spoken and subscription.language not in spoken:
            continue
        if tenant not in opening:
            opening[tenant] = _opening(tables, story, teller, tenant, late=late)
        if (found := opening[tenant]) is None or not _may_know(subscription, found[0]):
            continue
        shown, card = found
        alert = already.get(tenant)
        if alert is None:
            alert = already[tenant] = _open(tables, shown, card, tenant, teller)
        silent = silence(subscription, shown, teller.now)
        post = act(alert, destination, Act.POST, alert.card, teller.now, at=quiet_until(subscription, teller.now), late=late)
        if silent is Outcome.DIGESTED:
            tables.deliveries.add([folded(post, teller.now, FOR_DIGEST)])
        elif silent is None and teller.cap and is_capped(_lately(tables, destination, teller), teller.cap):
            tables.deliveries.add([folded(post, teller.now, RATE_CAPPED)])
        elif silent is None:
            told = bool(tables.deliveries.add([post])) or told
    return told


def _lately(tables: Tables, destination: Destination, teller: Teller) -> tuple[Delivery, ...]:
    return tables.deliveries.of_destination(destination.id, since=teller.now - CAP_WINDOW)


def _opening(tables: Tables, story: Story, teller: Teller, tenant: str, *, late: bool) -> tuple[Story, Card] | None:
    """Return a story that a workspace has not been told of as it sees it, with its card; None where its own decisions leave nothing."""
    view = view_of(tables, tenant)
    card = card_of(tables, story, teller, view=view, late=late)
    return None if card.struck else (see(tables, story, view, teller.catalogue).story, card)


def _may_know(subscription: Subscription, story: Story) -> bool:
    return story.alertable or subscription.floor == "all"


def _open(tables: Tables, story: Story, card: Card, tenant: str, teller: Teller) -> Alert:
    lead = lead_entry(story, tables.stories.members(story.id))
    primary = lead is not None and lead.grade in (Grade.PRIMARY, Grade.FILING)
    alert = new_alert(tenant, story, card, teller.now, primary=primary)
    tables.alerts.put(alert)
    return alert


def tell_changed(
    tables: Tables,
    story: Story,
    teller: Teller,
    *,
    facts: Sequence[FactChange] = (),
    must: bool = False,
    struck: str = "",
    only: str | None = None,
) -> bool:
    """Bring every alert of a story (of one tenant) to its present card, and say changed facts in the threads; True where a reply is due.

    Where a workspace has struck the story through, its message stays so; what it was merged into is brought up to date instead.
    """
    replied = False
    for alert in tables.alerts.of_story(story.id):
        if only not in (None, alert.tenant):
            continue
        view = view_of(tables, alert.tenant)
        late = any(row.late for row in tables.deliveries.of_alert(alert.id) if row.act is Act.POST)
        card = card_of(tables, story, teller, view=view, late=late, struck=struck)
        into = view.hidden[story.id].value if story.id in view.hidden else ""
        kept = tables.stories.get(into, {SHARED, alert.tenant}) if into else None
        if kept is not None and kept.id not in view.hidden:
            tell_changed(tables, kept, teller, must=must, only=alert.tenant)
        if card == alert.card or (card.struck and alert.card.struck):
            continue
        changed = replace(alert, card=card, status=story.status, revision=alert.revision + 1)
        tables.alerts.put(changed)
        rows = tables.deliveries.of_alert(alert.id)
        if card.struck:
            _write(tables, _retractions(changed, rows, card, teller.now))
            continue
        _write(tables, edits(changed, rows, card, teller.now, must=must or bool(facts) or alert.card.struck))
        heard = [fact for fact in facts if _heard(tables, fact, view)]
        if heard:
            threaded = [row for row in rows if _in_threads(tables, row)]
            notes = replies(changed, threaded, reply_card(story, heard, teller.catalogue), teller.now)
            replied = _write(tables, notes) or replied
    return replied


def _in_threads(tables: Tables, row: Delivery) -> bool:
    """Whether the row's channel is told changed facts in threads."""
    subscription = tables.places.subscription_of(row.destination_id)
    return subscription is None or subscription.threads


def _heard(tables: Tables, fact: FactChange, view: View) -> bool:
    """Whether a changed fact comes from a publisher that counts for the workspace."""
    if not view.muted:
        return True
    reading = tables.entries.get(fact.entry_id)
    return reading is None or view.hears(reading.entry.host)


def _retractions(alert: Alert, rows: Sequence[Delivery], card: Card, now: datetime) -> Rows:
    """Return rows that strike posted messages through; a post that still waits goes out struck, for its place in the order is kept."""
    made = edits(alert, rows, card, now, must=True)
    return Rows(new=tuple(act(alert, row.destination_id, Act.RETRACT, card, now) for row in made.new), recarded=made.recarded)


def _write(tables: Tables, rows: Rows) -> bool:
    for row in rows.recarded:
        tables.deliveries.update_card(row.id, row)
    return bool(rows.new) and bool(tables.deliveries.add(rows.new))


def _linked(tables: Tables, story_id: str, tenant: str) -> Linked | None:
    story = tables.stories.get(story_id, {SHARED, tenant})
    if story is None:
        return None
    lead = tables.entries.get(story.lead_entry) if story.lead_entry else None
    return Linked(story=story, url=lead.entry.url if lead else "")
