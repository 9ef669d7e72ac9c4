"""Forms, App Home and sharing: the same commands, filled in, shown and passed on where lines cannot be typed."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.card import Button, Card, line
from bot.model.command import Access, Command, Completion, Option, OptionKind, Reply
from bot.platforms.slack.forms import filled_in, form, suggestions
from handlers.registry import COMMANDS
from tests.emulators.slack_checks import check_view, shown, texts
from tests.emulators.slack_state import Channel

FOLLOW = Command(
    name="subscribe",
    summary="Follow exactly these",
    access=Access.ADMIN,
    options=(
        Option(name="mode", summary="When", kind=OptionKind.CHOICE, choices=("live", "daily")),
        Option(name="zone", summary="The time zone", kind=OptionKind.ZONE),
        Option(name="note", summary="A note"),
        Option(name="storylines", summary="Storylines, or `all`", kind=OptionKind.STORYLINE, required=True, rest=True),
    ),
)


async def until(condition) -> None:
    async with asyncio.timeout(3):
        while not condition():  # noqa: ASYNC110  the answer comes over a real socket
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("command", [*COMMANDS, FOLLOW], ids=lambda c: c.name)
def test_every_command_has_a_legal_form(command: Command) -> None:
    """Any declaration makes a modal that Slack takes."""
    assert check_view(form(command, channel="C01", channel_name="deals")) is None


def test_a_form_has_an_input_for_each_option() -> None:
    """Choices are a select, what can be completed an external select, several storylines a multi-select, the rest text."""
    inputs = {b["block_id"]: (b["element"]["type"], b["optional"]) for b in form(FOLLOW, channel="C01")["blocks"] if b["type"] == "input"}

    assert inputs == {
        "mode": ("static_select", True),
        "zone": ("external_select", True),
        "note": ("plain_text_input", True),
        "storylines": ("multi_external_select", False),
    }


def test_golden_form() -> None:
    """The form of a declaration is its reviewed payload, to the letter."""
    made = json.dumps(form(FOLLOW, channel="C01", channel_name="deals"), indent=1, ensure_ascii=False) + "\n"
    path = Path(__file__).parents[3] / "data" / "golden" / "slack" / "form_subscribe.json"
    if os.environ.get("GOLDEN") == "rewrite":
        path.write_text(made, encoding="utf-8")

    assert made == path.read_text(encoding="utf-8")


def test_what_was_filled_in_is_read() -> None:
    """Text, one choice, several choices; what was left empty is left out."""
    state = {
        "values": {
            "mode": {"mode": {"type": "static_select", "selected_option": {"value": "daily"}}},
            "zone": {"zone": {"type": "external_select", "selected_option": None}},
            "note": {"note": {"type": "plain_text_input", "value": "  hello "}},
            "storylines": {"storylines": {"type": "multi_external_select", "selected_options": [{"value": "a"}, {"value": "b"}]}},
        }
    }

    assert filled_in({"state": state}) == {"mode": "daily", "note": "hello", "storylines": "a b"}


def test_suggestions_are_legal_and_take_free_text() -> None:
    """Labels are cut, values too long are left out, what was typed can be taken as it is."""
    found = suggestions([Completion(label="x" * 200, value="a"), Completion(label="long", value="v" * 151)], "typed")

    assert [option["value"] for option in found] == ["a", "typed"]
    assert all(len(option["text"]["text"]) <= 75 for option in found)
    assert suggestions([], "y" * 200) == []


async def test_a_lacking_line_offers_a_form(platform, slack, desk) -> None:
    """A command typed without its arguments is answered, with a button that opens its form; the form is answered where it stands."""
    slack.space.users["U7"] = {"is_admin": True}
    first = await (await slack.command("subscribe")).answer()
    await slack.press("C01", "1.2", "Fill in a form", blocks=first.arguments["blocks"])
    await until(lambda: slack.space.views)
    exchange = await slack.submit(
        slack.space.views[0],
        {"storylines": {"storylines": {"selected_options": [{"value": "openai-foxconn"}, {"value": "openai-nvidia"}]}}},
    )
    await until(lambda: "Ask again" in shown(slack.space.views[0]))

    assert exchange.payload["response_action"] == "update"
    assert (desk.calls[-1].name, dict(desk.calls[-1].arguments)) == ("subscribe", {"storylines": "openai-foxconn openai-nvidia"})
    assert (desk.calls[-1].channel, desk.calls[-1].is_admin) == ("C01", True)


async def test_a_slow_answer_fills_the_modal_later(platform, slack, desk, monkeypatch) -> None:
    """A submission is acknowledged within three seconds whatever the answer takes; the modal is filled when it is made."""
    monkeypatch.setattr("bot.platforms.slack.modals.QUICK", 0.05)
    desk.gate = asyncio.Event()
    slack.space.views.append(form(FOLLOW, channel="C01") | {"id": "V0"})
    exchange = await slack.submit(slack.space.views[0], {})
    before = shown(slack.space.views[0])
    desk.gate.set()
    await until(lambda: "Ask again" in shown(slack.space.views[0]))

    assert not exchange.timed_out
    assert "One moment" in before


async def test_who_may_not_is_offered_no_form(platform, slack, desk) -> None:
    """A form that would be refused is not offered."""
    answer = await (await slack.command("subscribe")).answer()

    assert "Fill in a form" not in shown(answer.arguments)


async def test_an_old_trigger_opens_nothing_and_breaks_nothing(platform, slack, clock, desk) -> None:
    """A form that comes too late is logged; the next command is answered."""
    slack.inject("views.open", "error", value="expired_trigger_id")
    first = await (await slack.command("why")).answer()
    await slack.press("C01", "1.2", "Fill in a form", blocks=first.arguments["blocks"])

    assert (await (await slack.command("latest")).answer()).private
    assert slack.space.views == []


async def test_typing_into_a_select_suggests(platform, slack, desk) -> None:
    """What somebody types reaches the desk's completion for that option of that command."""
    view = form(FOLLOW, channel="C02") | {"id": "V1"}

    options = await slack.type_into(view, "storylines", "fox")

    assert [option["value"] for option in options] == ["fox"]
    assert (desk.calls[-1].name, desk.calls[-1].channel) == ("subscribe", "C02")


async def test_slow_suggestions_are_an_empty_list_in_time(platform, slack, desk, monkeypatch) -> None:
    """Suggestions are an acknowledgement: they come within three seconds, if only as what was typed."""
    monkeypatch.setattr("bot.platforms.slack.modals.SUGGESTING", 0.1)

    async def hang(call, option, typed):
        await asyncio.Event().wait()

    desk.complete = hang
    options = await slack.type_into(form(FOLLOW, channel="C02") | {"id": "V1"}, "storylines", "fox")

    assert [option["value"] for option in options] == ["fox"]


async def open_home(slack, user: str = "U7") -> dict:
    await slack.event("app_home_opened", user=user, channel="D7", tab="home")
    await until(lambda: user in slack.space.homes)
    return slack.space.homes[user]


async def test_app_home_shows_shared_channels_only(platform, slack, desk) -> None:
    """A channel stands on the page of its members, and of nobody else."""
    slack.space.channels["C03"] = Channel("C03", "secret", private=True)
    slack.space.outside["U7"] = {"C03"}

    told = shown(await open_home(slack))

    assert "#deals" in told
    assert "#news" in told
    assert "secret" not in told
    assert "Newest events" in told
    assert "Health" in told
    assert {call.channel for call in desk.calls if call.name == "list"} == {"C01", "C02"}


async def test_app_home_is_legal_however_long_its_answers(platform, slack, desk) -> None:
    """Many channels and long answers stay within a hundred blocks."""
    for number in range(30):
        slack.space.channels[f"C1{number:02}"] = Channel(f"C1{number:02}", f"c{number}")
    desk.reply = Reply(
        card=Card(title="T", body=tuple(line("x" * 300) for _ in range(9)), buttons=(Button(label="Why", command="why", argument="s"),))
    )

    assert check_view(await open_home(slack)) is None


async def test_app_home_is_made_once_in_a_while(platform, slack, desk, clock) -> None:
    """Going back and forth does not ask everything again."""
    await open_home(slack)
    asked = len(desk.calls)
    await slack.event("app_home_opened", user="U7", channel="D7", tab="home")
    await slack.event("app_home_opened", user="U7", channel="D7", tab="messages")
    await (await slack.command("latest")).answer()

    assert len(desk.calls) == asked + 1


async def test_an_admin_changes_a_channel_from_home(platform, slack, desk) -> None:
    """App Home's button opens the form for its channel, which is remembered."""
    slack.space.users["U7"] = {"is_admin": True}
    home = await open_home(slack)

    await slack.press_in_view(home, "Change")
    await until(lambda: slack.space.views)

    assert '"channel": "C01"' in slack.space.views[0]["private_metadata"]
    assert "#deals" in shown(slack.space.views[0])


async def test_a_button_on_home_is_answered_in_a_modal(platform, slack, desk) -> None:
    """Where there is no channel to answer in, a modal opens at once and is filled."""
    desk.reply = Reply(card=Card(title="Newest", buttons=(Button(label="Why", command="why", argument="s1"),)))
    home = await open_home(slack)
    desk.reply = Reply(card=Card(title="Because"))

    await slack.press_in_view(home, "Why")
    await until(lambda: slack.space.views and "Because" in shown(slack.space.views[0]))

    assert (desk.calls[-1].name, dict(desk.calls[-1].arguments)) == ("why", {"item": "s1"})


async def test_an_answer_is_shared_when_its_reader_says_so(platform, slack, desk) -> None:
    """A shareable answer carries a button that gives it again to the channel."""
    desk.reply = replace(desk.reply, shareable=True)
    private = await (await slack.command("latest openai-foxconn 3")).answer()
    public = await (await slack.press("C01", "1.2", "Share to channel", blocks=private.arguments["blocks"])).answer()

    assert private.private
    assert not public.private
    assert desk.calls[1].text == "latest openai-foxconn 3"
    assert "Share to channel" not in [t["text"] for t in texts(public.arguments["blocks"])]


async def test_what_is_not_shareable_stays_private(platform, slack, desk) -> None:
    """An old button cannot share what its answer no longer lets be shared."""
    desk.reply = replace(desk.reply, shareable=True)
    private = await (await slack.command("latest")).answer()
    desk.reply = replace(desk.reply, shareable=False)

    again = await (await slack.press("C01", "1.2", "Share to channel", blocks=private.arguments["blocks"])).answer()

    assert again.private
