"""The Slack app's manifest, made from the declared commands and from what the adapter really calls and hears.

Fields and lengths: docs.slack.dev/reference/app-manifest and the type `Manifest` of @slack/web-api.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.model.command import Access, Command
from bot.platforms.slack.commands import WHY_SHORTCUT

ROOT: Final = "/deals"
SCOPES: Final[Mapping[str, str]] = {
    "commands": "slash commands and the message shortcut; without it nothing answers",
    "chat:write": "alerts, edits, thread replies, private answers in threads; without it no alerts",
    "channels:history": "whether a doubtful send arrived, in public channels; without it one may double",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages",
    "channels:read": "being invited into or taken out of public channels, and their names; without it ids instead of names",
    "groups:read": "the same of private channels",
    "users:read": "who is an admin, and their language; without it only the admins of the settings",
    "files:write": "exports and pictures; without it text only",
    "im:write": "files and digests by direct message; without it none",
}
"""Every bot scope that is asked for, and what for."""
METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "auth_test": (),
    "apps_connections_open": (),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "users_info": ("users:read",),
    "users_conversations": ("channels:read", "groups:read"),
    "views_open": (),
    "views_push": (),
    "views_update": (),
    "views_publish": (),
    "files_upload_v2": ("files:write",),
}
"""Every method of the Web API that the adapter calls, and the bot scopes it needs; a test compares both with the code."""
EVENT_SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "member_joined_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_left": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
}
"""Every event that the adapter listens to, and the scopes it needs: docs.slack.dev/reference/events."""
_DESCRIPTION: Final = "One alert per AI-infrastructure deal, with a ledger of who said what"
_LONG: Final = (
    "dealwire follows deals around AI infrastructure: who builds, sells, finances and houses the machines. It reads news feeds, tells one "
    "event once however often it is published, counts the coverage, edits its alert when more is known, and answers in the thread only when a fact changes. "
    "Every figure stands with the words that carry it and the source that printed them; where sources disagree, both are shown."
)


def manifest(commands: tuple[Command, ...]) -> dict[str, Any]:
    """Return the manifest as Slack's “From a manifest” dialogue takes it, in JSON's types."""
    return {
        "display_information": {
            "name": "dealwire",
            "description": _DESCRIPTION,
            "long_description": _LONG,
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "dealwire", "always_online": True},
            "shortcuts": [
                {
                    "type": "message",
                    "name": "Why this alert?",
                    "callback_id": WHY_SHORTCUT,
                    "description": "What decided that this channel was told",
                },
            ],
            "slash_commands": [
                {
                    "command": ROOT,
                    "description": _DESCRIPTION,
                    "usage_hint": usage_hint(commands),
                    "should_escape": False,
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENT_SCOPES)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def usage_hint(commands: tuple[Command, ...]) -> str:
    """Return what Slack shows behind the typed command: the reading ones first, as many as its 1,000 characters take."""
    ordered = sorted(commands, key=lambda command: command.access is Access.ADMIN)
    hint = ""
    for command in ordered:
        options = " ".join(f"<{option.name}>" if option.required else f"[{option.name}]" for option in command.options)
        longer = " | ".join(filter(None, (hint, f"{command.name} {options}".strip())))
        if len(longer) > 1000:
            break
        hint = longer
    return hint
