"""Platforms that escape, cut and check nothing: the twins of the real adapters under `GUARD=off:<fault>`."""

from typing import Any

import aiohttp

from bot.model.card import Card, Span
from bot.model.delivery import NotFound, Order, Pace, PlatformHealth, Refusal, Rejected, Sent
from bot.platforms.discord.render import render
from tests.emulators.discord import Discord
from tests.emulators.slack import SlackEmulator


def words(card: Card, link: str) -> str:
    """Return all words of a card as they came; `link` is a platform's own form of a link."""

    def told(span: Span) -> str:
        return link.format(text=span.text, url=span.url) if span.url else span.text

    lines = [*card.body, *card.facts, *card.notes, *(row for section in card.sections for row in section.lines), card.footer]
    title = link.format(text=card.title, url=card.title_url) if card.title_url else card.title
    buttons = [link.format(text=button.label, url=button.url) for button in card.buttons]
    return "\n".join(
        [card.chip, card.kicker, card.source_mark, title, *("".join(map(told, row)) for row in lines), *buttons, card.fallback]
    )


class Naive:
    """A platform that posts what it is given."""

    pace = Pace(per_destination=1e6, per_workspace=1e6, per_platform=1e6)
    settle_seconds = resend_safe_seconds = 0.0

    def __init__(self, name: str, url: str, token: str, link: str) -> None:
        self.name, self._url, self._token, self._link = name, url, token, link

    async def start(self, desk: Any) -> None:
        """Nothing to connect."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def send(self, order: Order) -> Sent | Rejected:
        """Post the words."""
        body = self.body(order)
        url = self._url.format(channel=order.destination.channel)
        async with aiohttp.ClientSession() as session, session.post(url, json=body, headers={"Authorization": self._token}) as answer:
            found = await answer.json(content_type=None)
        name = found.get("ts") or found.get("id")
        return Sent(ref=name) if name else Rejected(refusal=Refusal.BAD_PAYLOAD, reason=str(found)[:200])

    def body(self, order: Order) -> dict[str, Any]:
        """Return what is posted."""
        said = words(order.card, self._link).encode("utf-8", "replace").decode()
        return {"channel": order.destination.channel, "text": said, "content": said, "link_names": True}

    async def look_back(self, order: Order) -> NotFound:
        """See nothing."""
        return NotFound()

    def health(self) -> PlatformHealth:
        """Always there."""
        return PlatformHealth(name=self.name, connected=True)


class OnlyEmbeds(Naive):
    """A Discord that knows one form of a message."""

    def body(self, order: Order) -> dict[str, Any]:
        """Return the embed."""
        return render(order.card, key=order.key).payload()


def naive_slack(slack: SlackEmulator) -> Naive:
    """Return a Slack that is trusted with strangers' words."""
    return Naive("slack", f"{slack.api_base}chat.postMessage", f"Bearer {slack.space.bot_token}", "<{url}|{text}>")


def naive_discord(discord: Discord) -> Naive:
    """Return a Discord that is trusted with strangers' words."""
    return Naive(*_of(discord))


def only_embeds(discord: Discord) -> Naive:
    """Return a Discord whose messages have one form."""
    return OnlyEmbeds(*_of(discord))


def _of(discord: Discord) -> tuple[str, str, str, str]:
    return "discord", f"{discord.api_base}/channels/{{channel}}/messages", f"Bot {discord.token}", "[{text}]({url})"
