"""What became of an item in a channel: exactly one outcome of the closed list, in a reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.model.alert import Act, Alert, Destination, Mode, Subscription
from bot.model.delivery import Delivery, DeliveryState
from bot.model.reading import Genre, Reading, Role
from bot.model.ruling import RulingKind
from bot.model.story import Likeness, Outcome, Story, StoryState
from bot.ports import Tables
from bot.text.digest_days import next_slot
from bot.text.phrases import moment_words
from handlers.times import moment_in

_OF_STATE = {
    DeliveryState.PENDING: Outcome.PENDING,
    DeliveryState.SENDING: Outcome.PENDING,
    DeliveryState.UNCERTAIN: Outcome.UNCERTAIN,
    DeliveryState.PARKED: Outcome.UNDELIVERABLE,
    DeliveryState.DEAD: Outcome.UNDELIVERABLE,
    DeliveryState.DIGESTED: Outcome.DIGESTED,
    DeliveryState.EXPIRED: Outcome.TOO_OLD,
    DeliveryState.CANCELLED: Outcome.MUTED,
}
_WORDS = {
    Outcome.ALERTED: "This channel was alerted with it.",
    Outcome.PENDING: "An alert is on its way to this channel.",
    Outcome.UNCERTAIN: "An alert was sent, but the platform did not confirm it; I am checking before I send again.",
    Outcome.UNDELIVERABLE: "An alert could not be delivered to this channel.",
    Outcome.DIGESTED: "It goes into this channel's next digest.",
    Outcome.RETRACTED: "The alert was retracted.",
    Outcome.JOINED: "It reports an event that was told already, so it only raised the count of sources.",
    Outcome.BELOW_FLOOR: "This channel does not ask for it.",
    Outcome.OTHER_LANGUAGE: "This channel waits for a report in its language.",
    Outcome.MENTION_ONLY: "It only mentions a deal in passing.",
    Outcome.RECAP: "It tells an old deal again.",
    Outcome.NOT_A_DEAL: "It is not news of an AI-infrastructure deal.",
    Outcome.SEEN_BEFORE: "The same page came before from another feed.",
    Outcome.LEARNING: "It was there when I first saw the feed; what a feed shows at first is learned silently.",
    Outcome.TOO_OLD: "It was too old to be told when it could have been.",
    Outcome.MUTED: "This channel is muted.",
    Outcome.QUIET_HOURS: "It came in this channel's quiet hours and waits for their end.",
    Outcome.RATE_CAPPED: "Too many alerts came at once; the rest wait for the digest.",
    Outcome.FEED_ERROR: "The feed that carries this site could not be read.",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One outcome, and what decided it."""

    outcome: Outcome
    because: str = ""
    story: Story | None = None
    says: str = ""
    """Instead of the outcome's usual sentence."""

    @property
    def words(self) -> str:
        """The outcome as a sentence, with what decided it."""
        return f"{self.says or _WORDS[self.outcome]} {self.because}".strip()


Silence = Callable[[Subscription, Story, datetime], Outcome | None]


def outcome_of(tables: Tables, reading: Reading, destination: Destination, now: datetime, silence: Silence) -> Verdict:
    """Decide what became of an entry in a channel, from rows alone."""
    entry = reading.entry
    if tables.entries.is_learned(entry.id):
        return Verdict(outcome=Outcome.LEARNING)
    story = tables.stories.story_of(entry.id)
    if ruled := _ruled_out(tables, reading, story, destination):
        return ruled
    if story is None:
        return _untold(reading)
    if story.state is StoryState.RETRACTED:
        return Verdict(outcome=Outcome.RETRACTED, story=story)
    alert = next((a for a in tables.alerts.of_story(story.id) if a.tenant == destination.tenant), None)
    post = _post(tables, alert, destination) if alert else None
    if post is None:
        return _not_for_here(tables, reading, story, destination, now, silence)
    if post.state is not DeliveryState.SENT:
        return _unsent(tables, post, story, destination, now)
    member = next((m for m in tables.stories.members(story.id) if m.entry.id == entry.id), None)
    if member and member.likeness is Likeness.SAME_PAGE:
        return Verdict(outcome=Outcome.SEEN_BEFORE, story=story)
    if member and member.likeness is not Likeness.FIRST and entry.id != story.lead_entry:
        same = "Its text is a copy of another report's." if member.likeness is Likeness.COPY else ""
        return Verdict(outcome=Outcome.JOINED, because=same, story=story)
    return Verdict(outcome=Outcome.ALERTED, story=story)


def _unsent(tables: Tables, post: Delivery, story: Story, destination: Destination, now: datetime) -> Verdict:
    """Say what became of a post that is no message here."""
    if post.state is DeliveryState.DIGESTED:
        return _digested(tables, post, story, destination, now)
    if post.state is DeliveryState.PENDING and post.attempts == 0 and post.next_at > now and (held := _quiet(tables, post, story)):
        return held
    return Verdict(outcome=_OF_STATE.get(post.state, Outcome.PENDING), because=_reason(post), story=story)


def _digested(tables: Tables, post: Delivery, story: Story, destination: Destination, now: datetime) -> Verdict:
    """Say which digest told a story, or when the next one will."""
    capped = post.reason == "rate capped"
    outcome = Outcome.RATE_CAPPED if capped else Outcome.DIGESTED
    told = tables.digests.told_of(destination.id, story.id)
    if told is not None and told.alert_id:
        much = "Too many alerts came at once, so a digest told it" if capped else "A digest told it"
        return Verdict(outcome=outcome, says=f"{much}, made {moment_words(told.at, now)}.", story=story)
    if told is not None:
        return Verdict(
            outcome=outcome,
            says="It was to go into a digest, and no longer stood, or was no longer asked for, when that was made.",
            story=story,
        )
    subscription = tables.places.subscription_of(destination.id)
    if subscription is None or subscription.mode is Mode.LIVE:
        return Verdict(outcome=outcome, says="" if capped else f"It goes into one message with others ({post.reason}).", story=story)
    slot = next_slot(subscription, now)
    when = f"That comes {moment_in(slot.at, subscription.zone)}." if slot else ""
    return Verdict(outcome=outcome, because=when, story=story)


def _quiet(tables: Tables, post: Delivery, story: Story) -> Verdict | None:
    """Say that a post waits for the end of the channel's quiet hours, if it does."""
    subscription = tables.places.subscription_of(post.destination_id)
    if subscription is None or not subscription.quiet:
        return None
    until = f"They end {moment_in(post.next_at, subscription.zone)}."
    return Verdict(outcome=Outcome.QUIET_HOURS, because=until, story=story) if post.next_at > post.created_at else None


def _ruled_out(tables: Tables, reading: Reading, story: Story | None, destination: Destination) -> Verdict | None:
    """Say that the workspace muted the item's publisher or struck its event through, if it did."""
    host = reading.entry.host
    for ruling in tables.rulings.of(destination.tenant, (RulingKind.MUTED_SOURCE,)):
        if host == ruling.key or host.endswith(f".{ruling.key}"):
            why = f" ({ruling.reason})" if ruling.reason else ""
            says = f"This workspace muted {ruling.key}, by {ruling.who}{why}: its items count for nothing here."
            return Verdict(outcome=Outcome.MUTED, says=says, story=story)
    hidden = tables.rulings.get(destination.tenant, RulingKind.HIDDEN_EVENT, story.id) if story else None
    if hidden is None:
        return None
    says = "It was merged into another event here" if hidden.value else "It was retracted here"
    return Verdict(outcome=Outcome.RETRACTED, says=f"{says}, by {hidden.who}: {hidden.reason}.", story=story)


def _untold(reading: Reading) -> Verdict:
    if reading.genre is Genre.RECAP:
        return Verdict(outcome=Outcome.RECAP)
    if reading.matches and all(match.role is Role.MENTION for match in reading.matches):
        return Verdict(outcome=Outcome.MENTION_ONLY)
    return Verdict(outcome=Outcome.NOT_A_DEAL)


def _post(tables: Tables, alert: Alert, destination: Destination) -> Delivery | None:
    rows = tables.deliveries.of_alert(alert.id)
    return next((row for row in rows if row.destination_id == destination.id and row.act is Act.POST), None)


def _reason(post: Delivery) -> str:
    return f"({post.reason[:120]})" if post.reason else ""


def _not_for_here(tables: Tables, reading: Reading, story: Story, destination: Destination, now: datetime, silence: Silence) -> Verdict:
    subscription = tables.places.subscription_of(destination.id)
    if not story.alertable:
        return Verdict(outcome=_untold(reading).outcome, story=story)
    if subscription is None:
        return Verdict(outcome=Outcome.BELOW_FLOOR, because="It follows nothing yet.", story=story)
    if "*" not in subscription.storylines and not set(subscription.storylines) & set(story.storylines):
        because = f"It follows {', '.join(subscription.storylines)}; this is {story.storyline}."
        return Verdict(outcome=Outcome.BELOW_FLOOR, because=because, story=story)
    outcome = silence(subscription, story, now) or Outcome.TOO_OLD
    because = ""
    if outcome is Outcome.BELOW_FLOOR:
        because = f"It asks for {subscription.min_status.value} and above; this is {story.status.value}."
    elif outcome is Outcome.MUTED and subscription.muted_until is not None:
        because = f"It is muted until {moment_words(subscription.muted_until, now)}."
    return Verdict(outcome=outcome, because=because, story=story)
