"""What Discord refuses in a message or a command, from the limits in the data file; and what a message would notify or show."""

import re
import tomllib
from pathlib import Path
from typing import Any

LIMITS = tomllib.loads((Path(__file__).parent / "limits_discord.toml").read_text())
MENTIONS = {
    "everyone": re.compile(r"@(everyone|here)"),
    "users": re.compile(r"<@!?(\d+)>"),
    "roles": re.compile(r"<@&(\d+)>"),
}
ENTITIES = re.compile(
    r"@everyone|@here|<@[!&]?\d+>|<#\d+>|</[^>:]+:\d+>|<t:-?\d+(:[a-zA-Z])?>|<a?:\w+:\d+>|<id:\w+>|<(?:https?|mailto|tel|sms):[^>\s]+>"
    r"|discord\.gg/\w+|discord(?:app)?\.com/invite/\w+"
)
BUTTON_LINK = 5


def units(text: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_errors(body: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with a message's body, by path; empty where it is legal."""
    errors: dict[str, str] = {}

    def text(path: str, value: Any, most: int, *, least: int = 0) -> int:
        if value is None:
            return 0
        if not isinstance(value, str):
            errors[path] = "must be a string"
            return 0
        try:
            value.encode()
        except UnicodeEncodeError:
            errors[path] = "holds a lone surrogate"
        if units(value) > most:
            errors[path] = f"must be {most} or fewer in length"
        if len(value.strip()) < least:
            errors[path] = "is required"
        return units(value)

    text("content", body.get("content"), LIMITS["message"]["content"])
    embeds = body.get("embeds") or []
    if len(embeds) > LIMITS["message"]["embeds"]:
        errors["embeds"] = "too many"
    limits, total = LIMITS["embed"], 0
    for number, embed in enumerate(embeds):
        at = f"embeds.{number}"
        total += text(f"{at}.title", embed.get("title"), limits["title"])
        total += text(f"{at}.description", embed.get("description"), limits["description"])
        if embed.get("footer"):
            total += text(f"{at}.footer.text", embed["footer"].get("text"), limits["footer"], least=1)
        if embed.get("author"):
            total += text(f"{at}.author.name", embed["author"].get("name"), limits["author"], least=1)
        fields = embed.get("fields") or []
        if len(fields) > limits["fields"]:
            errors[f"{at}.fields"] = "too many"
        for place, field in enumerate(fields):
            total += text(f"{at}.fields.{place}.name", field.get("name"), limits["field_name"], least=1)
            total += text(f"{at}.fields.{place}.value", field.get("value"), limits["field_value"], least=1)
        if embed.get("url") is not None and not re.match(r"https?://[^\s]+$", embed["url"]):
            errors[f"{at}.url"] = "not a well formed URL"
    if total > limits["sum"]:
        errors["embeds"] = f"the sum of {total} exceeds {limits['sum']}"
    _component_errors(body.get("components") or [], errors)
    if not (body.get("content") or "").strip() and not embeds and not body.get("attachments"):
        errors["content"] = "cannot send an empty message"
    if body.get("nonce") is not None and units(str(body["nonce"])) > LIMITS["message"]["nonce"]:
        errors["nonce"] = "too long"
    return errors


def _component_errors(rows: list[Any], errors: dict[str, str]) -> None:
    if len(rows) > LIMITS["message"]["components"]:
        errors["components"] = "too many rows"
    seen: set[str] = set()
    for place, row in enumerate(rows):
        at = f"components.{place}"
        parts = row.get("components") or []
        if row.get("type") != 1 or not 1 <= len(parts) <= LIMITS["component"]["row"]:
            errors[at] = "must be a row of 1 to 5"
        for number, part in enumerate(parts):
            if part.get("type") != 2:
                continue
            if not 1 <= units(part.get("label") or "") <= LIMITS["component"]["label"]:
                errors[f"{at}.{number}.label"] = "must be 1 to 80"
            if part.get("style") == BUTTON_LINK:
                if (
                    "custom_id" in part
                    or not re.match(r"(https?|discord)://\S+$", part.get("url") or "")
                    or units(part["url"]) > LIMITS["component"]["url"]
                ):
                    errors[f"{at}.{number}.url"] = "must be a URL of at most 512"
                continue
            name = part.get("custom_id") or ""
            if not 1 <= units(name) <= LIMITS["component"]["custom_id"]:
                errors[f"{at}.{number}.custom_id"] = "must be 1 to 100"
            if name in seen:
                errors[f"{at}.{number}.custom_id"] = "duplicated"
            seen.add(name)


def command_errors(command: dict[str, Any]) -> list[str]:
    """Return what is wrong with one command of a registration."""
    limits, wrong, characters = LIMITS["command"], [], 0
    chat = command.get("type", 1) == 1

    def walk(node: dict[str, Any], depth: int) -> None:
        nonlocal characters
        characters += units(node["name"]) + units(node.get("description", ""))
        pattern = r"[-_'\w]{1,32}" if chat else r".{1,32}"
        if not re.fullmatch(pattern, node["name"]) or (chat and node["name"] != node["name"].lower()):
            wrong.append(f"name {node['name']!r}")
        if chat and not 1 <= units(node.get("description", "")) <= limits["description"]:
            wrong.append(f"description of {node['name']}")
        options = node.get("options") or []
        if len(options) > limits["options"]:
            wrong.append(f"options of {node['name']}")
        if len({option["name"] for option in options}) != len(options):
            wrong.append(f"duplicate options of {node['name']}")
        required = [bool(option.get("required")) for option in options if option["type"] not in (1, 2)]
        if required != sorted(required, reverse=True):
            wrong.append(f"required options of {node['name']} must come first")
        if any(option["type"] in (1, 2) for option in options) and any(option["type"] not in (1, 2) for option in options):
            wrong.append(f"{node['name']} mixes subcommands and options")
        if depth > 2:
            wrong.append(f"{node['name']} is nested too deeply")
        choices = node.get("choices") or []
        if len(choices) > limits["choices"] or (choices and node.get("autocomplete")):
            wrong.append(f"choices of {node['name']}")
        for choice in choices:
            characters += units(choice["name"]) + units(str(choice["value"]))
            if not 1 <= units(choice["name"]) <= limits["choice_name"]:
                wrong.append(f"choice {choice['name']!r}")
        for option in options:
            walk(option, depth + (1 if option["type"] in (1, 2) else 0))

    walk(command, 0)
    if characters > limits["characters"]:
        wrong.append(f"{characters} characters")
    return wrong


def notified(body: dict[str, Any]) -> int:
    """Return how many people, roles or channels a message's content notifies under its allowed mentions."""
    content = body.get("content") or ""
    allowed = body.get("allowed_mentions")
    kinds = set(MENTIONS) if allowed is None else set(allowed.get("parse") or [])
    return sum(len(MENTIONS[kind].findall(content)) for kind in kinds)


def visible(message: dict[str, Any]) -> str:
    """Return a message's words as a reader sees them."""
    texts = [shown(message.get("content") or "")]
    for embed in message.get("embeds") or []:
        texts += [(embed.get("author") or {}).get("name", ""), shown(embed.get("title") or ""), shown(embed.get("description") or "")]
        for field in embed.get("fields") or []:
            texts += [shown(field["name"]), shown(field["value"])]
        texts.append((embed.get("footer") or {}).get("text", ""))
    return "\n".join(filter(None, texts)).replace("\u200b", "")


def shown(markdown: str) -> str:
    """Return what Discord's Markdown shows: links by their text, marks gone, escapes resolved."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1])
        return f"\ue000{len(held) - 1}\ue001"

    text = re.sub(r"\\([^0-9A-Za-z\s])", hold, re.sub(r"^-# ", "", markdown, flags=re.MULTILINE))
    text = re.sub(r"\[([^\[\]]+)\]\(<?https?://[^\s()<>]+>?\)", r"\1", text)
    text = re.sub(r"\*\*|~~|(?<!\w)\*|\*(?!\w)|`", "", text)
    return re.sub(r"\ue000(\d+)\ue001", lambda match: held[int(match[1])], text)


def entities(markdown: str) -> list[str]:
    """Return every entity that Discord would find in a text, however it is escaped."""
    return [match[0] for match in ENTITIES.finditer(markdown)]
