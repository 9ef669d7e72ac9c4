"""Handing an answer to whoever asked: to them alone unless told otherwise, in the thread they asked in, files by direct message."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.model.command import Reply
from bot.platforms.slack.calls import Where
from bot.platforms.slack.errors import FAILURES, code_of
from bot.platforms.slack.mrkdwn import plain
from bot.platforms.slack.render import Message, render

log = structlog.get_logger("dealwire")


class Answers:
    """Gives answers; what Slack refuses is logged, because nobody is left to tell."""

    def __init__(self, client: AsyncWebClient, webhook: Callable[[str], AsyncWebhookClient]) -> None:
        self._client = client
        self._webhook = webhook

    async def give(self, where: Where, reply: Reply) -> None:
        """Answer with a card, then with its attachment if there is one."""
        message = render(reply.card)
        ways = [self._by_address, self._ephemeral] if not (where.thread and reply.private) else [self._ephemeral, self._by_address]
        for way in ways:
            problem = await way(where, message, private=reply.private)
            if not problem:
                break
            log.info("slack.answer_refused", way=way.__name__.strip("_"), problem=problem, user=where.user)
        if reply.attachment:
            await self._attach(where, reply)

    async def _by_address(self, where: Where, message: Message, *, private: bool) -> str:
        """Answer at the response address (five times in half an hour); return the problem, if any.

        An ephemeral answer there stands in the channel: only public ones may name a thread
        (docs.slack.dev/interactivity/handling-user-interaction, "Publishing responses in thread").
        """
        if not where.response_url:
            return "no response address"
        body: dict[str, Any] = {
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": False,
            "text": message.text,
            "blocks": list(message.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
            "link_names": False,
            "parse": "none",
        }
        if where.thread and not private:
            body["thread_ts"] = where.thread
        try:
            answered = await self._webhook(where.response_url).send_dict(body)
        except FAILURES as error:
            return type(error).__name__
        return "" if answered.status_code == 200 else f"{answered.status_code} {str(answered.body)[:80]}"

    async def _ephemeral(self, where: Where, message: Message, *, private: bool) -> str:  # noqa: ARG002  the other way's signature
        """Answer by an ephemeral message, which needs the app in the channel; return the problem, if any."""
        try:
            await self._client.chat_postEphemeral(
                channel=where.channel,
                user=where.user,
                text=message.text,
                blocks=list(message.blocks),
                thread_ts=where.thread or None,
                link_names=False,
                parse="none",
            )
        except FAILURES as error:
            return code_of(error) or type(error).__name__
        return ""

    async def _attach(self, where: Where, reply: Reply) -> None:
        """Upload a file: nobody but its reader can see one only in a direct message."""
        try:
            channel = where.channel
            if reply.private:
                opened = await self._client.conversations_open(users=where.user)
                channel = str((opened.get("channel") or {}).get("id") or "")
            await self._client.files_upload_v2(
                channel=channel,
                content=reply.attachment,
                filename=reply.attachment_name or "dealwire.txt",
                title=reply.attachment_name or "dealwire",
                alt_txt=reply.attachment_alt or None,
                initial_comment=plain(reply.card.title, 200),
                thread_ts=None if reply.private else where.thread or None,
                request_file_info=False,
            )
        except FAILURES as error:
            log.warning("slack.attachment_refused", error=code_of(error) or type(error).__name__, user=where.user)
            words = "The file could not be sent: the app lacks the scopes files:write and im:write; reinstall it from the manifest."
            await self._ephemeral(where, Message(text=words), private=True)
