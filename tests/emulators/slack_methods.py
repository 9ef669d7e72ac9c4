"""The Web API's methods: arguments in, Slack's answer out. A refusal is raised as `RefusedError`."""

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.emulators.slack_checks import check_message, check_view, count_mentions
from tests.emulators.slack_state import Answer, Channel, Message

if TYPE_CHECKING:
    from tests.emulators.slack import SlackEmulator

Arguments = dict[str, Any]


class RefusedError(Exception):
    """`ok: false` with an error code, and what goes with it."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.answer = {"ok": False, "error": code, **more}


def need(slack: "SlackEmulator", *scopes: str) -> None:
    """Refuse unless one of the scopes was granted."""
    if not slack.space.scopes & set(scopes):
        raise RefusedError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(slack.space.scopes)))


def conversation(slack: "SlackEmulator", arguments: Arguments) -> Channel:
    """Return the conversation that the arguments name."""
    channel = slack.space.channels.get(str(arguments.get("channel", "")))
    if channel is None:
        raise RefusedError("channel_not_found")
    return channel


def kind(channel: Channel) -> str:
    """Return the family of scopes that a conversation belongs to."""
    return "im" if channel.im else "groups" if channel.private else "channels"


def post_message(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "chat:write")
    channel = conversation(slack, arguments)
    if channel.archived:
        raise RefusedError("is_archived")
    if not channel.member:
        raise RefusedError("channel_not_found" if channel.private else "not_in_channel")
    if problem := check_message(arguments):
        raise RefusedError(problem)
    message = slack.store(channel, arguments)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def update(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "chat:write")
    channel = conversation(slack, arguments)
    message = channel.find(str(arguments.get("ts", "")))
    if message is None:
        raise RefusedError("message_not_found")
    if channel.archived:
        raise RefusedError("is_inactive")
    if message.author != slack.space.bot_user:
        raise RefusedError("cant_update_message")
    if problem := check_message(arguments):
        raise RefusedError(problem)
    message.edits.append(message.arguments)
    kept = {k: v for k, v in message.arguments.items() if k == "metadata" or (k == "blocks" and "blocks" not in arguments)}
    message.arguments = kept | arguments
    slack.space.mentions += count_mentions(arguments)
    slack.write_journal("chat.update", message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": arguments.get("text", "")}


def delete(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "chat:write")
    channel = conversation(slack, arguments)
    message = channel.find(str(arguments.get("ts", "")))
    if message is None:
        raise RefusedError("message_not_found")
    channel.messages.remove(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "chat:write")
    channel = conversation(slack, arguments)
    if not channel.member:
        raise RefusedError("not_in_channel")
    if problem := check_message(arguments):
        raise RefusedError(problem)
    slack.space.mentions += count_mentions(arguments)
    slack.tell(str(arguments.get("user", "")), channel.id, Answer(private=True, arguments=arguments, via="ephemeral"))
    return {"ok": True, "message_ts": slack.new_ts()}


def _page(slack: "SlackEmulator", arguments: Arguments, messages: list[Message]) -> Arguments:
    """Return one page of messages, newest first, as far as history shows them yet."""
    now = slack.moment()
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    inclusive = str(arguments.get("inclusive", "0")).lower() in {"1", "true"}
    chosen = [
        m
        for m in sorted(messages, key=lambda m: m.ts, reverse=True)
        if m.visible_at <= now and (oldest < float(m.ts) < latest or (inclusive and float(m.ts) in {oldest, latest}))
    ]
    start = int(str(arguments.get("cursor") or "c0")[1:])
    size = min(int(arguments.get("limit") or 100), slack.page)
    with_metadata = str(arguments.get("include_all_metadata", "0")).lower() in {"1", "true"}
    more = start + size < len(chosen)
    return {
        "ok": True,
        "messages": [m.as_json(with_metadata=with_metadata) for m in chosen[start : start + size]],
        "has_more": more,
        "response_metadata": {"next_cursor": f"c{start + size}" if more else ""},
    }


def history(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    channel = conversation(slack, arguments)
    need(slack, f"{kind(channel)}:history")
    if not channel.member:
        raise RefusedError("not_in_channel")
    return _page(slack, arguments, [m for m in channel.messages if not m.thread_ts or m.thread_ts == m.ts or m.broadcast])


def replies(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    channel = conversation(slack, arguments)
    need(slack, f"{kind(channel)}:history")
    root = str(arguments.get("ts", ""))
    if channel.find(root) is None:
        raise RefusedError("thread_not_found")
    return _page(slack, arguments, [m for m in channel.messages if root in {m.ts, m.thread_ts}])


def _describe(channel: Channel) -> Arguments:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_archived": channel.archived,
        "is_member": channel.member,
        "is_private": channel.private,
        "is_im": channel.im,
    }


def info(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    channel = conversation(slack, arguments)
    need(slack, f"{kind(channel)}:read")
    return {"ok": True, "channel": _describe(channel)}


def listing(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "channels:read", "groups:read")
    known = [c for c in slack.space.channels.values() if not c.private or c.member]
    return {"ok": True, "channels": [_describe(c) for c in known if not c.im], "response_metadata": {"next_cursor": ""}}


def conversations_of(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    """A person is in every channel but those that `space.outside` names for them."""
    need(slack, "channels:read", "groups:read")
    user = arguments.get("user")
    outside = slack.space.outside.get(str(user), set()) if user else set()
    known = [c for c in slack.space.channels.values() if not c.im and not c.archived and c.id not in outside and (user or c.member)]
    return {"ok": True, "channels": [_describe(c) for c in known], "response_metadata": {"next_cursor": ""}}


def open_conversation(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "im:write")
    user = str(arguments.get("users", ""))
    channel = slack.space.channels.setdefault(f"D{user}", Channel(f"D{user}", user, im=True))
    return {"ok": True, "channel": {"id": channel.id}}


def user_info(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "users:read")
    user = str(arguments.get("user", ""))
    if not user.startswith(("U", "W")):
        raise RefusedError("user_not_found")
    usual = {"id": user, "team_id": slack.space.team, "name": user.lower(), "is_admin": False, "is_owner": False, "tz": "Europe/Berlin"}
    return {"ok": True, "user": usual | {"locale": "en-US"} | slack.space.users.get(user, {})}


def auth_test(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    space = slack.space
    url = "https://emulated.slack.example/"
    return {
        "ok": True,
        "url": url,
        "team": "Emulated",
        "user": "dealwire",
        "team_id": space.team,
        "user_id": space.bot_user,
        "bot_id": space.bot_id,
    }


def open_view(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    slack.use_trigger(str(arguments.get("trigger_id", "")))
    view = arguments.get("view") or {}
    if problem := check_view(view):
        raise RefusedError(problem)
    made = view | {"id": f"V{len(slack.space.views)}", "team_id": slack.space.team, "hash": slack.new_ts()}
    slack.space.views.append(made)
    return {"ok": True, "view": made}


def update_view(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    view = arguments.get("view") or {}
    if problem := check_view(view):
        raise RefusedError(problem)
    found = next((number for number, v in enumerate(slack.space.views) if v["id"] == arguments.get("view_id")), None)
    if found is None:
        raise RefusedError("not_found")
    slack.space.views[found] = slack.space.views[found] | view
    return {"ok": True, "view": slack.space.views[found]}


def publish_view(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    view = arguments.get("view") or {}
    if problem := check_view(view):
        raise RefusedError(problem)
    slack.space.homes[str(arguments.get("user_id", ""))] = view
    return {"ok": True, "view": view}


_file_number = itertools.count(1)


def upload_url(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "files:write")
    if not arguments.get("filename") or int(arguments.get("length") or 0) <= 0:
        raise RefusedError("invalid_arguments")
    file_id = f"F{next(_file_number)}"
    slack.space.files.append({"id": file_id, **arguments, "content": None, "channel": None})
    return {"ok": True, "file_id": file_id, "upload_url": f"{slack.url}/upload/{file_id}"}


def complete_upload(slack: "SlackEmulator", arguments: Arguments) -> Arguments:
    need(slack, "files:write")
    done = []
    for given in arguments.get("files") or []:
        found = next((f for f in slack.space.files if f["id"] == given.get("id")), None)
        if found is None or found["content"] is None:
            raise RefusedError("file_not_found")
        found |= {"channel": arguments.get("channel_id"), "title": given.get("title"), "thread_ts": arguments.get("thread_ts")}
        found["initial_comment"] = arguments.get("initial_comment")
        done.append({"id": found["id"], "title": found["title"]})
    return {"ok": True, "files": done}


METHODS: dict[str, Callable[["SlackEmulator", Arguments], Arguments]] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.list": listing,
    "conversations.open": open_conversation,
    "users.info": user_info,
    "users.conversations": conversations_of,
    "views.open": open_view,
    "views.push": open_view,
    "views.update": update_view,
    "views.publish": publish_view,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete_upload,
}
