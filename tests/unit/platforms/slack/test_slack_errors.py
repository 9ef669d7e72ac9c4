"""What Slack's answers mean for a send: a doubt is never taken for a refusal, nor a refusal for a doubt."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.model.delivery import Reach, Refusal, Rejected, RetryLater, Uncertain
from bot.platforms.slack.errors import judge, wait_of


def refused(code: str, status: int = 200, **headers: str) -> SlackApiError:
    data = {"ok": False, "error": code} if code else {}
    response = AsyncSlackResponse(client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers, status_code=status)
    return SlackApiError("refused", response)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("channel_not_found", Refusal.DESTINATION_GONE),
        ("is_archived", Refusal.DESTINATION_GONE),
        ("not_in_channel", Refusal.DESTINATION_GONE),
        ("missing_scope", Refusal.DESTINATION_GONE),
        ("slack_connect_file_upload_sharing_blocked", Refusal.DESTINATION_GONE),
        ("token_revoked", Refusal.TENANT_GONE),
        ("account_inactive", Refusal.TENANT_GONE),
        ("invalid_auth", Refusal.TENANT_GONE),
        ("msg_too_long", Refusal.BAD_PAYLOAD),
        ("msg_blocks_too_long", Refusal.BAD_PAYLOAD),
        ("invalid_blocks", Refusal.BAD_PAYLOAD),
        ("no_text", Refusal.BAD_PAYLOAD),
        ("message_not_found", Refusal.MESSAGE_GONE),
        ("thread_not_found", Refusal.MESSAGE_GONE),
        ("edit_window_closed", Refusal.EDIT_CLOSED),
    ],
)
def test_a_refusal_is_final_and_says_why(code: str, refusal: Refusal) -> None:
    """A named refusal posted nothing and will not change by repeating."""
    verdict = judge(refused(code))

    assert isinstance(verdict, Rejected)
    assert verdict.refusal is refusal
    assert code in verdict.reason


@pytest.mark.parametrize("error", [refused("internal_error"), refused("fatal_error"), refused("", 500), refused("", 503), refused("", 200)])
def test_an_inner_failure_may_have_posted(error: SlackApiError) -> None:
    """Slack says of inner errors that part of the work may be done; a 200 without an answer tells as little."""
    assert isinstance(judge(error), Uncertain)


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError(104, "reset"), TimeoutError(), aiohttp.SocketTimeoutError()]
)
def test_a_connection_that_ends_is_a_doubt(error: Exception) -> None:
    """Once a request was under way nobody knows how far it came."""
    assert isinstance(judge(error), Uncertain)


def test_a_connection_that_never_stood_is_no_doubt() -> None:
    """Connecting timed out: nothing was sent, and the whole platform waits."""
    verdict = judge(aiohttp.ConnectionTimeoutError())

    assert isinstance(verdict, RetryLater)
    assert verdict.reach is Reach.PLATFORM


def test_an_unknown_refusal_is_tried_again() -> None:
    """A code that Slack invents tomorrow loses no alert."""
    assert isinstance(judge(refused("brand_new_error")), RetryLater)


@pytest.mark.parametrize(
    "error", [refused("ratelimited", 429, **{"retry-after": "30"}), refused("rate_limited", 200, **{"Retry-After": "30"})]
)
def test_both_spellings_of_a_rate_limit_are_obeyed(error: SlackApiError) -> None:
    """Slack lists both codes; the wait is the header's, however that is spelt."""
    assert judge(error) == RetryLater(reason=f"Slack asks to wait ({error.response['error']})", after=30.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("30", 30), ("0", 0), ("", None), ("abc", None), ("-5", None), ("nan", None), ("inf", None), ("1000000000", 3600)],
)
def test_a_wait_is_bounded(value: str, seconds: float | None) -> None:
    """No Retry-After can stop us for more than an hour, or at all when it is no number of seconds."""
    assert wait_of(value) == seconds
