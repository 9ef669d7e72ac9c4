"""What Slack's answers mean for a send: sent, later, perhaps, never. Pure; codes from docs.slack.dev/reference/methods.

`chat.postMessage` has no idempotency key, so a refusal must be told from a doubt: whatever may have posted is `Uncertain`.
"""

import math
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.model.delivery import Reach, Refusal, Rejected, RetryLater, Uncertain

FAILURES: Final = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError, AttributeError)
"""What a call of the SDK raises for what Slack or the network does; AttributeError is how it takes a 200 with plain text."""
LONGEST_WAIT: Final = 3600.0
"""Seconds: a longer Retry-After is cut to it."""

RATE: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
DOUBTFUL: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "update_failed"})
"""`internal_error` and `fatal_error`: "some aspect of the operation may have succeeded" (methods/chat.postMessage)."""
TENANT_GONE: Final = frozenset(
    {
        "token_revoked",
        "token_expired",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
        "app_uninstalled",
    },
)
DESTINATION_GONE: Final = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "is_inactive",
        "user_not_found",
        "cannot_dm_bot",
        "messages_tab_disabled",
        "access_denied",
        "no_permission",
        "missing_scope",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "channel_type_not_supported",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "team_not_found",
    },
)
MESSAGE_GONE: Final = frozenset({"message_not_found", "thread_not_found", "invalid_thread_ts", "invalid_ts", "cannot_reply_to_message"})
EDIT_CLOSED: Final = frozenset({"edit_window_closed", "cant_update_message"})
BAD_PAYLOAD: Final = frozenset(
    {
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "too_many_attachments",
        "block_mismatch",
        "no_text",
        "markdown_text_conflict",
        "invalid_arguments",
        "invalid_arg_name",
        "invalid_array_arg",
        "invalid_charset",
        "invalid_form_data",
        "invalid_json",
        "json_not_object",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "metadata_must_be_sent_from_app",
    },
)
_REFUSALS: Final = (
    (TENANT_GONE, Refusal.TENANT_GONE),
    (DESTINATION_GONE, Refusal.DESTINATION_GONE),
    (MESSAGE_GONE, Refusal.MESSAGE_GONE),
    (EDIT_CLOSED, Refusal.EDIT_CLOSED),
    (BAD_PAYLOAD, Refusal.BAD_PAYLOAD),
)


def judge(error: Exception) -> RetryLater | Uncertain | Rejected:
    """Return what an exception of slack_sdk or aiohttp during a send means; a doubt where nothing is certain."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return RetryLater(reason=f"Slack could not be reached ({type(error).__name__})", reach=Reach.PLATFORM)
    if not isinstance(error, SlackApiError):
        return Uncertain(reason=f"the connection to Slack ended before its answer ({type(error).__name__})")
    status, code, headers = status_of(error), code_of(error), headers_of(error)
    if status == 429 or code in RATE:
        return RetryLater(reason=f"Slack asks to wait ({code or status})", after=wait_of(headers.get("Retry-After", "")))
    if status >= 500 or code in DOUBTFUL:
        return Uncertain(reason=f"Slack failed ({code or status})")
    for codes, refusal in _REFUSALS:
        if code in codes:
            return Rejected(refusal=refusal, reason=_words(code, error))
    if code.startswith("slack_connect_"):
        return Rejected(refusal=Refusal.DESTINATION_GONE, reason=code)
    if not code and status == 200:
        return Uncertain(reason="Slack answered with something that is no answer")
    # Refused for a reason that this version does not know: nothing was posted, and backing off loses nothing.
    return RetryLater(reason=f"Slack refused ({code or status})")


def code_of(error: Exception) -> str:
    """Return Slack's error code, or nothing."""
    data = getattr(getattr(error, "response", None), "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) else ""


def status_of(error: SlackApiError) -> int:
    """Return the HTTP status; the SDK hands over its own response or, for unreadable bodies, aiohttp's."""
    response = error.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return status if isinstance(status, int) else 200


def headers_of(error: SlackApiError) -> dict[str, str]:
    """Return the response's headers under their canonical names."""
    headers = getattr(error.response, "headers", None) or {}
    return {str(name).title(): str(value) for name, value in headers.items()}


def wait_of(value: str) -> float | None:
    """Return a Retry-After in seconds, between 0 and an hour; None where it is missing or no number of seconds."""
    try:
        seconds = float(value)
    except ValueError:
        return None
    if not math.isfinite(seconds) or seconds < 0:
        return None
    return min(seconds, LONGEST_WAIT)


def _words(code: str, error: SlackApiError) -> str:
    if code == "missing_scope":
        data = error.response.data
        needed = data.get("needed", "") if isinstance(data, dict) else ""
        return f"missing_scope: the app lacks {needed or 'a permission'}; reinstall it from the manifest"
    if code == "not_in_channel":
        return "not_in_channel: invite the app into the channel"
    return code
