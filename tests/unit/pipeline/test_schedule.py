"""When a feed is polled again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.feed import FeedState, Fetched, FetchFailed, FetchProblem, NotModified, ParsedFeed, ParseFailed, Schedule
from bot.pipeline.schedule import after_poll, confirmed_move, is_unchanged

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
BOUNDS = Schedule()
BODY = Fetched(body=b"<rss/>", url="https://news.example/feed.xml", etag='"a"', last_modified="Tue, 10 Mar 2026 10:00:00 GMT")
STATE = FeedState(feed_id="f1", next_poll_at=NOW, learned_at=NOW - timedelta(days=9), last_item_at=NOW - timedelta(hours=1))


def poll(state=STATE, result=BODY, parsed=None, *, now=NOW, random=0.0, new_items=0):
    parsed = ParsedFeed() if parsed is None and isinstance(result, Fetched) else parsed
    return after_poll(state, result, parsed, now=now, bounds=BOUNDS, random=lambda: random, new_items=new_items)


def wait(state):
    return (state.next_poll_at - NOW).total_seconds()


def test_remembers_what_makes_the_next_poll_cheap():
    """Validators, the body's and the items' hashes are kept, and the first sight is dated."""
    state = poll(FeedState(feed_id="f1", next_poll_at=NOW, failures=3), parsed=ParsedFeed(item_hashes=("x", "y")))

    assert (state.etag, state.last_modified, state.item_hashes, state.learned_at, state.failures) == (
        '"a"',
        BODY.last_modified,
        "x y",
        NOW,
        0,
    )
    assert is_unchanged(state, BODY)
    assert not is_unchanged(state, Fetched(body=b"<rss></rss>", url=BODY.url))


def test_a_busy_feed_is_polled_more_often_and_a_silent_one_less():
    """The interval follows the feed's rhythm between two minutes and a day."""
    busy = silent = STATE
    now = NOW
    for _ in range(20):
        now += timedelta(minutes=2)
        busy = poll(busy, now=now, new_items=3)
    for day in range(100):
        silent = poll(silent, NotModified(), now=NOW + timedelta(days=day))

    assert busy.interval == BOUNDS.shortest
    assert silent.interval == BOUNDS.longest


@pytest.mark.parametrize(
    ("result", "parsed", "seconds"),
    [
        (NotModified(max_age=3_600.0), None, 3_600),
        (BODY, ParsedFeed(ttl=7_200.0), 7_200),
        (NotModified(max_age=1e9), None, 86_400),
        (FetchFailed(problem=FetchProblem.SERVER_ERROR, retry_after=5_000.0), None, 5_000),
        (FetchFailed(problem=FetchProblem.SERVER_ERROR, retry_after=86_400.0), None, 86_400),
        (FetchFailed(problem=FetchProblem.RATE_LIMITED), None, 900),
        (FetchFailed(problem=FetchProblem.TIMEOUT), None, 240),
    ],
)
def test_no_earlier_than_asked(result, parsed, seconds):
    """Time to live, Cache-Control and Retry-After are obeyed, a day at most."""
    assert wait(poll(result=result, parsed=parsed)) == seconds


def test_jitter_only_delays():
    """Feeds that were due together spread, none comes earlier than asked."""
    assert wait(poll(result=NotModified(max_age=3_600.0), random=1.0)) == 3_960


def test_failures_wait_longer_and_longer():
    """Each failure in a row doubles the wait up to a day; what was learned stays; a success ends it."""
    state = STATE
    waits = []
    for _ in range(14):
        state = poll(state, FetchFailed(problem=FetchProblem.UNREACHABLE))
        waits.append(wait(state))

    assert waits[:3] == [240, 480, 960]
    assert waits[-1] == 86_400
    assert (state.failures, state.problem, state.learned_at) == (14, FetchProblem.UNREACHABLE, STATE.learned_at)
    assert (poll(state).failures, poll(state).problem) == (0, None)


def test_gone_is_parked():
    """410 ends polling until somebody asks."""
    assert poll(result=FetchFailed(problem=FetchProblem.GONE, status=410)).parked


def test_an_empty_body_is_a_failure():
    """A body without anything keeps validators and memory as they were, so that the next one is read in full."""
    state = poll(parsed=ParseFailed(problem=FetchProblem.EMPTY))

    assert (state.problem, state.etag, state.body_hash, state.failures) == (FetchProblem.EMPTY, None, None, 1)


def test_a_move_is_believed_after_three_polls_in_a_row():
    """One odd answer does not change a feed's address."""
    there = NotModified(moved_to="https://news.example/new.xml")
    twice = poll(poll(result=there), there)

    assert confirmed_move(twice) is None
    assert confirmed_move(poll(twice, there)) == "https://news.example/new.xml"
    assert confirmed_move(poll(poll(twice, NotModified()), there)) is None
    assert poll(twice, NotModified(moved_to="https://elsewhere.example/")).moved_times == 1
