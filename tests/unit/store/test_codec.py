"""The codec between dataclasses and JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.alert import Alert, Destination, Subscription
from bot.model.audit import AuditLine
from bot.model.card import Card
from bot.model.codec import codec, pack, unpack
from bot.model.deal import Deal
from bot.model.delivery import CannotCheck, Delivery, LookBack, NotFound, Order, RetryLater, Sent
from bot.model.document import Document
from bot.model.entry import Entry
from bot.model.feed import Feed, FeedState
from bot.model.reading import Reading
from bot.model.story import Story, StoryChange

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=3, minutes=30))]))
WORDS = st.text(st.characters(), max_size=20)
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(str, WORDS)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
FACTS = (
    Alert,
    AuditLine,
    Card,
    Deal,
    Delivery,
    Destination,
    Document,
    Entry,
    Feed,
    FeedState,
    Order,
    Reading,
    Story,
    StoryChange,
    Subscription,
)


@given(st.one_of(*map(st.from_type, FACTS)))
def test_every_fact_survives(fact):
    """What is packed comes back equal, as ASCII JSON, whatever its words, moments and nesting."""
    packed = pack(fact)

    assert packed.isascii()
    assert unpack(type(fact), packed) == fact


@given(st.from_type(Sent | NotFound | CannotCheck | RetryLater))
def test_unions_of_facts_keep_their_kind(found):
    """A union remembers which of its members it was."""
    assert unpack(LookBack, pack(found, LookBack)) == found


@dataclass(frozen=True)
class Odd:
    """Shapes that the model does not use yet."""

    pair: tuple[int, str]
    table: Mapping[str, tuple[datetime, ...]]
    either: int | str | None
    group: frozenset[str] = frozenset()
    extra: str = "default"


@given(st.from_type(Odd))
def test_odd_shapes_survive(odd):
    """Pairs, mappings, simple unions and sets come back as they were."""
    assert unpack(Odd, pack(odd)) == odd


def test_defaults_are_left_out():
    """A field at its default takes no room, and a row written before a field existed reads with its default."""
    packed = pack(Odd(pair=(1, "a"), table={}, either=None))

    assert json.loads(packed) == {"pair": [1, "a"], "table": {}, "either": None}


def test_moments_without_a_zone_are_refused():
    """A naive moment is a bug and is not stored."""
    with pytest.raises(ValueError, match="no time zone"):
        pack(FeedState(feed_id="f", next_poll_at=datetime(2026, 1, 1)))  # noqa: DTZ001  the point of the test


@pytest.mark.parametrize("kind", [bytes, object, list[str]])
def test_shapes_without_a_json_form_are_named(kind):
    """A type that cannot be stored is told when it is first used."""
    with pytest.raises(TypeError, match="no JSON form"):
        codec(kind)
