"""Slack's judgement of a payload, from the limits of `limits_slack.toml`: an error code, or None."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_FILE = tomllib.loads((Path(__file__).parent / "limits_slack.toml").read_text())
LIMITS = {f"{group}.{name}": entry["value"] for group, entries in _FILE.items() for name, entry in entries.items()}
MESSAGE_BLOCKS = {"section", "context", "actions", "header", "divider", "image", "rich_text", "markdown", "context_actions", "table"}
VIEW_BLOCKS = MESSAGE_BLOCKS | {"input", "alert"}
ELEMENTS = {"button", "static_select", "external_select", "channels_select", "conversations_select", "users_select", "overflow"}
INPUTS = ELEMENTS | {"plain_text_input", "multi_static_select", "multi_external_select", "checkboxes", "radio_buttons", "timepicker"}
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MENTION = re.compile(r"<(?:!(?:channel|here|everyone|subteam\^)|@[UW]|#C)")


def check_message(arguments: dict[str, Any]) -> str | None:
    """Judge the arguments of chat.postMessage, chat.update, chat.postEphemeral or a response address."""
    text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
    if not isinstance(blocks, list):
        return "invalid_blocks_format"
    if not text.strip() and not blocks and not arguments.get("attachments"):
        return "no_text"
    if len(text) > LIMITS["message.text"]:
        return "msg_too_long"
    if ILLEGAL.search(text):
        return "invalid_charset"
    return check_blocks(blocks, MESSAGE_BLOCKS, LIMITS["message.blocks"]) or _check_metadata(arguments.get("metadata"))


def check_view(view: dict[str, Any]) -> str | None:
    """Judge a modal or an App Home."""
    if view.get("type") not in {"modal", "home"}:
        return "invalid_arguments"
    if view["type"] == "modal" and not 0 < len(_text(view.get("title"))) <= LIMITS["view.title"]:
        return "invalid_arguments"
    if len(view.get("private_metadata") or "") > LIMITS["view.private_metadata"]:
        return "invalid_arguments"
    blocks = view.get("blocks") or []
    if any(block.get("type") == "input" for block in blocks) and not view.get("submit"):
        return "invalid_arguments"
    return check_blocks(blocks, VIEW_BLOCKS, LIMITS["view.blocks"])


def check_blocks(blocks: list[dict[str, Any]], kinds: set[str], most: int) -> str | None:
    """Judge blocks one by one, then their number and size together."""
    if len(blocks) > most:
        return "invalid_blocks"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) != len(names) or any(len(name) > LIMITS["block.identifier"] for name in names):
        return "invalid_blocks"
    if any(not isinstance(block, dict) or block.get("type") not in kinds or not _legal(block) for block in blocks):
        return "invalid_blocks"
    total = sum(len(text["text"]) for block in blocks for text in texts(block))
    return "msg_blocks_too_long" if total > LIMITS["message.blocks_total"] else None


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every text object below a node."""
    if isinstance(node, dict):
        if node.get("type") in {"mrkdwn", "plain_text"} and isinstance(node.get("text"), str):
            yield node
        else:
            for value in node.values():
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def _legal(block: dict[str, Any]) -> bool:
    if not all(0 < len(text["text"]) <= LIMITS["block.text_object"] and not ILLEGAL.search(text["text"]) for text in texts(block)):
        return False
    kind = block["type"]
    if kind == "section":
        fields = block.get("fields") or []
        enough = bool(_text(block.get("text")) or fields) and len(_text(block.get("text"))) <= LIMITS["block.section_text"]
        fits = len(fields) <= LIMITS["block.section_fields"] and all(len(_text(f)) <= LIMITS["block.field_text"] for f in fields)
        return enough and fits and ("accessory" not in block or _element(block["accessory"]))
    if kind == "context":
        elements = block.get("elements") or []
        return 0 < len(elements) <= LIMITS["block.context_elements"] and all(
            e.get("type") in {"mrkdwn", "plain_text", "image"} for e in elements
        )
    if kind == "actions":
        elements = block.get("elements") or []
        ids = [e.get("action_id") for e in elements]
        return 0 < len(elements) <= LIMITS["block.actions_elements"] and len(set(ids)) == len(ids) and all(map(_element, elements))
    if kind == "header":
        text = block.get("text") or {}
        return text.get("type") == "plain_text" and 0 < len(_text(text)) <= LIMITS["block.header_text"]
    if kind == "image":
        source = bool(block.get("slack_file")) or 0 < len(block.get("image_url") or "") <= LIMITS["block.image_url"]
        return source and 0 < len(block.get("alt_text") or "") <= LIMITS["block.image_alt"]
    if kind == "input":
        label = block.get("label") or {}
        return label.get("type") == "plain_text" and len(_text(label)) <= LIMITS["element.label"] and _element(block.get("element"), INPUTS)
    return True


def _element(element: Any, kinds: set[str] = ELEMENTS) -> bool:
    if (
        not isinstance(element, dict)
        or element.get("type") not in kinds
        or len(element.get("action_id") or "x") > LIMITS["block.identifier"]
    ):
        return False
    if element["type"] == "button":
        label, url = element.get("text") or {}, element.get("url")
        named = label.get("type") == "plain_text" and 0 < len(_text(label)) <= LIMITS["element.button_label"]
        linked = url is None or (url.startswith(("http://", "https://")) and len(url) <= LIMITS["element.button_url"])
        return named and linked and len(element.get("value") or "") <= LIMITS["element.button_value"]
    options = element.get("options") or []
    fits = all(
        0 < len(_text(o.get("text"))) <= LIMITS["element.option_text"] and 0 < len(o.get("value") or "") <= LIMITS["element.option_value"]
        for o in options
    )
    return fits and len(options) <= LIMITS["element.options"] and len(_text(element.get("placeholder"))) <= LIMITS["element.placeholder"]


def _check_metadata(metadata: Any) -> str | None:
    if not metadata:
        return None
    if (
        not isinstance(metadata, dict)
        or not isinstance(metadata.get("event_type"), str)
        or not isinstance(metadata.get("event_payload"), dict)
    ):
        return "invalid_metadata_format"
    return "metadata_too_large" if len(str(metadata)) > LIMITS["message.metadata"] else None


def _text(node: Any) -> str:
    return node.get("text") or "" if isinstance(node, dict) else ""


def count_mentions(arguments: dict[str, Any]) -> int:
    """Count who or what a message would notify: escaped marks are words, and plain text objects mention nobody."""
    said = [arguments.get("text") or "", *(t["text"] for t in texts(arguments.get("blocks") or []) if t["type"] == "mrkdwn")]
    found = sum(len(MENTION.findall(text)) for text in said)
    if arguments.get("link_names") in {True, "1", "true"} or arguments.get("parse") == "full":
        found += sum(text.count("@") for text in said)
    return found


_STYLE = re.compile(r"(?<![\w\u2060])[*_~`]|[*_~`](?![\w\u2060])")


def shown(arguments: dict[str, Any]) -> str:
    """Return a message's words as a reader sees them: the blocks', or the text where there are none."""
    found = [t["text"] if t["type"] == "plain_text" else read(t["text"]) for t in texts(arguments.get("blocks") or [])]
    return "\n".join(found) if found else read(arguments.get("text") or "")


def read(mrkdwn: str) -> str:
    """Return mrkdwn as read: links as their labels, entities decoded, styles gone."""
    text = re.sub(r"<(?:[^|>]*\|)?([^>]*)>", r"\1", mrkdwn)
    text = _STYLE.sub("", text).replace("\u2060", "")
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_struck(arguments: dict[str, Any]) -> bool:
    """Tell whether anything is struck through."""
    said = [arguments.get("text") or "", *(t["text"] for t in texts(arguments.get("blocks") or []))]
    return any(re.search(r"(?<![\w\u2060])~[^~\n]+~(?![\w\u2060])", text) for text in said)
