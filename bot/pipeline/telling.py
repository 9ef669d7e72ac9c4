"""Writes what a story's change means for its readers: alerts, posts, edits and replies, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.alert import Act, Alert, Destination, Subscription
from bot.model.card import Card
from bot.model.catalogue import Catalogue
from bot.model.delivery import Delivery
from bot.model.feed import Grade
from bot.model.ids import SHARED
from bot.model.story import ChangeKind, FactChange, Story
from bot.pipeline.alert import Rows, act, edits, new_alert, quiet_until, replies, silence
from bot.pipeline.card import COMMANDS, Linked, alert_card, lead_entry, reply_card
from bot.ports import Tables


@dataclass(frozen=True, kw_only=True)
class Teller:
    """What telling needs beside the tables: who companies are, the time, and which buttons have commands behind them."""

    catalogue: Catalogue
    now: datetime
    commands: Sequence[tuple[str, str]] = COMMANDS


def card_of(tables: Tables, story: Story, teller: Teller, *, late: bool = False, struck: str = "") -> Card:
    """Return a story's root message from what is stored."""
    deal = tables.deals.get(story.deal_id) if story.deal_id else None
    later_ids = [change.note for change in tables.stories.changes(story.id) if change.kind is ChangeKind.FOLLOWED]
    return alert_card(
        story,
        deal,
        tables.stories.members(story.id),
        teller.catalogue,
        now=teller.now,
        earlier=_linked(tables, story.follows, story.tenant) if story.follows else None,
        later=[link for later in later_ids if (link := _linked(tables, later, story.tenant)) is not None],
        late=late,
        commands=teller.commands,
        struck=struck,
    )


def tell_opened(tables: Tables, story: Story, teller: Teller, *, late: bool) -> bool:
    """Create the alerts and posts that a story still lacks; True where somebody is told who was not before."""
    already = {alert.tenant: alert for alert in tables.alerts.of_story(story.id)}
    told = False
    card: Card | None = None
    for subscription, destination in tables.places.following(story.storylines or ((story.storyline,) if story.storyline else ())):
        if not _may_know(subscription, story, destination):
            continue
        if card is None:
            card = card_of(tables, story, teller, late=late)
        alert = already.get(subscription.tenant)
        if alert is None:
            alert = already[subscription.tenant] = _open(tables, story, card, subscription.tenant, teller)
        if silence(subscription, story, teller.now) is None:
            post = act(alert, destination, Act.POST, alert.card, teller.now, at=quiet_until(subscription, teller.now), late=late)
            told = bool(tables.deliveries.add([post])) or told
    return told


def _may_know(subscription: Subscription, story: Story, destination: Destination) -> bool:
    visible = story.tenant in (SHARED, subscription.tenant) and destination.tenant == subscription.tenant
    return visible and (story.alertable or subscription.floor == "all")


def _open(tables: Tables, story: Story, card: Card, tenant: str, teller: Teller) -> Alert:
    lead = lead_entry(story, tables.stories.members(story.id))
    primary = lead is not None and lead.grade in (Grade.PRIMARY, Grade.FILING)
    alert = new_alert(tenant, story, card, teller.now, primary=primary)
    tables.alerts.put(alert)
    return alert


def tell_changed(
    tables: Tables, story: Story, teller: Teller, *, facts: Sequence[FactChange] = (), must: bool = False, struck: str = ""
) -> bool:
    """Bring every alert of a story to its present card, and say changed facts in the threads; True where a reply is due."""
    replied = False
    for alert in tables.alerts.of_story(story.id):
        late = any(row.late for row in tables.deliveries.of_alert(alert.id) if row.act is Act.POST)
        card = card_of(tables, story, teller, late=late, struck=struck)
        if card == alert.card:
            continue
        changed = replace(alert, card=card, status=story.status, revision=alert.revision + 1)
        tables.alerts.put(changed)
        rows = tables.deliveries.of_alert(alert.id)
        if struck:
            _write(tables, _retractions(changed, rows, card, teller.now))
            continue
        _write(tables, edits(changed, rows, card, teller.now, must=must or bool(facts)))
        if facts:
            notes = replies(changed, rows, reply_card(story, facts, teller.catalogue), teller.now)
            replied = _write(tables, notes) or replied
    return replied


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
