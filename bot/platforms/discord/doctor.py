"""What `doctor` asks Discord: the token, the commands, and in each channel every permission with what its lack costs.

Read-only and over REST alone, so it can be asked beside a running bot without an identify.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Final

import discord

from bot.errors import DealwireError
from bot.model.command import Command
from bot.model.finding import Finding
from bot.platforms.discord.commands import command_payload
from bot.platforms.discord.invite import PERMISSIONS, invite_url
from bot.platforms.discord.supervisor import explained
from bot.platforms.discord.sync import standing_names
from bot.platforms.discord.wire import Speaker, Wire, point_at

SECONDS: Final = 60.0


async def examine(*, token: str, commands: Sequence[Command], channels: Collection[str] = (), api_base: str = "") -> tuple[Finding, ...]:
    """Return what works on Discord and what does not; never raises for what Discord says. `channels` are ids."""
    point_at(api_base, "")
    client = Speaker()
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(SECONDS):
            await client.login(token.strip())
            findings.append(Finding(subject="Discord", ok=True, what=f"The token is accepted; the bot is {client.user}."))
            findings.append(await _commands(client, commands))
            for channel in channels:
                findings += await _channel(client, channel, invite_url(token))
    except (DealwireError, discord.DiscordException, OSError, TimeoutError) as error:
        problem = error if isinstance(error, DealwireError) else explained(error)
        findings.append(Finding(subject="Discord", ok=False, what=str(problem)))
    finally:
        await client.close()
    return tuple(findings)


async def _commands(client: Speaker, commands: Sequence[Command]) -> Finding:
    wanted = {command["name"] for command in command_payload(commands)}
    standing = await standing_names(Wire(client), str(client.application_id))
    missing = sorted(wanted - standing)
    if not missing:
        return Finding(subject="Discord commands", ok=True, what=f"Registered: {', '.join(sorted(wanted))}.")
    return Finding(
        subject="Discord commands",
        ok=False,
        what=f"Not registered, so nobody can use them: {', '.join(missing)}.",
        advice="Run `dealwire sync discord` once.",
    )


async def _channel(client: Speaker, channel: str, invitation: str) -> list[Finding]:
    subject = f"Discord channel {channel[:40]}"
    if not channel.isdigit():
        return [
            Finding(
                subject=subject, ok=False, what="It is no channel's id.", advice="Turn on Developer Mode, right-click the channel, Copy ID."
            )
        ]
    try:
        found = await client.fetch_channel(int(channel))
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return [Finding(subject=subject, ok=True, what="A direct message.")]
        guild = await client.fetch_guild(found.guild.id)
        me = await guild.fetch_member(client.user.id if client.user else 0)
    except discord.NotFound:
        return [Finding(subject=subject, ok=False, what="It does not exist any more.", advice="Name another channel, or unsubscribe it.")]
    except discord.Forbidden:
        return [
            Finding(
                subject=subject,
                ok=False,
                what="The bot cannot see it: no alerts there.",
                advice=f"Invite the bot ({invitation}), then the channel's settings, Permissions, add the bot, allow View Channel.",
            )
        ]
    allowed = _permissions(found, guild, me)
    findings = [
        Finding(
            subject=subject,
            ok=False,
            what=f"Missing {_spoken(name)}: it is there to {why}.",
            advice=f"Channel settings, Permissions, the bot: allow {_spoken(name)}.",
        )
        for name, why in PERMISSIONS.items()
        if not getattr(allowed, name)
    ]
    return findings or [Finding(subject=subject, ok=True, what=f"#{found.name}: every permission is there.")]


def _permissions(found: discord.abc.GuildChannel | discord.Thread, guild: discord.Guild, me: discord.Member) -> discord.Permissions:
    """Return the bot's permissions in the channel, which was fetched apart from its server's roles."""
    found.guild = guild
    return found.permissions_for(me)


def _spoken(name: str) -> str:
    return " ".join(word.capitalize() for word in name.split("_"))
