"""Modals made from a command's declaration, and what was filled in. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.model.card import Card
from bot.model.command import Command, Completion, Option, OptionKind
from bot.platforms.slack import limits
from bot.platforms.slack.mrkdwn import plain, unformatted
from bot.platforms.slack.render import Block, render

CALLBACK: Final = "form"
_SUGGESTED: Final = frozenset({OptionKind.STORYLINE, OptionKind.EVENT, OptionKind.ZONE})


def form(command: Command, *, channel: str, channel_name: str = "") -> Block:
    """Return a modal with one input for each option of a command, meant for a channel."""
    where = f" in #{channel_name}" if channel_name else ""
    intro = plain(f"{command.summary}{where}.", 500)
    return _modal(
        command.name,
        [{"type": "section", "text": {"type": "mrkdwn", "text": intro}}, *(_input(option) for option in command.options)],
        remembers={"channel": channel, "command": command.name},
        submit=True,
    )


def working(name: str, *, channel: str) -> Block:
    """Return what a modal shows while its answer is made."""
    return shown(name, Card(title="One moment…"), channel=channel)


def shown(name: str, card: Card, *, channel: str) -> Block:
    """Return an answer as a modal that only closes; its buttons still know the channel."""
    return _modal(name, list(render(card).blocks), remembers={"channel": channel}, submit=False)


def filled_in(view: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that somebody filled in, by name; several choices are one line of words."""
    found: dict[str, str] = {}
    for inputs in ((view.get("state") or {}).get("values") or {}).values():
        for name, element in inputs.items():
            several = element.get("selected_options")
            one = (element.get("selected_option") or {}).get("value") if several is None else " ".join(o["value"] for o in several)
            value = element.get("value") if one is None else one
            if isinstance(value, str) and value.strip():
                found[name] = value.strip()
    return found


def suggestions(completions: Sequence[Completion], typed: str) -> list[Block]:
    """Return completions as a select's options; what was typed can be taken as it is, because the desk checks it anyway."""
    offered = [c for c in completions if 0 < limits.width(c.value) <= limits.OPTION_VALUE]
    own = typed.strip()
    if own and limits.width(own) <= limits.OPTION_VALUE and own.lower() not in {c.value.lower() for c in offered}:
        offered.append(Completion(label=own, value=own))
    return [_option(c.label or c.value, c.value) for c in offered[: limits.OPTIONS] if unformatted(c.label or c.value, limits.OPTION_TEXT)]


def _input(option: Option) -> Block:
    return {
        "type": "input",
        "block_id": option.name,
        "optional": not option.required,
        "label": _plain(option.summary.replace("`", "“", 1).replace("`", "”", 1), limits.OPTION_TEXT),
        "element": {"action_id": option.name, **_element(option)},
    }


def _element(option: Option) -> Block:
    if option.kind in _SUGGESTED:
        kind = "multi_external_select" if option.rest else "external_select"
        return {"type": kind, "min_query_length": 0, "placeholder": _plain("Type to search", limits.OPTION_TEXT)}
    if option.kind is OptionKind.CHOICE and option.choices:
        return {"type": "static_select", "options": [_option(choice, choice) for choice in option.choices[: limits.OPTIONS]]}
    return {"type": "plain_text_input", "max_length": 3000}


def _modal(name: str, blocks: list[Block], *, remembers: Mapping[str, str], submit: bool) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _plain(name, limits.MODAL_TITLE),
        "close": _plain("Cancel" if submit else "Close", limits.MODAL_TITLE),
        "private_metadata": json.dumps(dict(remembers))[: limits.PRIVATE_METADATA],
        "blocks": blocks[: limits.HOME_BLOCKS],
    }
    return view | ({"submit": _plain("Do it", limits.MODAL_TITLE)} if submit else {})


def _option(label: str, value: str) -> Block:
    return {"text": _plain(label, limits.OPTION_TEXT), "value": value}


def _plain(text: str, room: int) -> Block:
    return {"type": "plain_text", "text": unformatted(text, room), "emoji": False}
