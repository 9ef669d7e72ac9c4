"""Discord's limits, each with its source; the renderer keeps them, the emulator has its own copy in a data file.

Lengths count UTF-16 code units: what JavaScript calls length and what Discord's clients count. Its server counts code
points, so a text that is legal here is legal there. Sources are pages of https://docs.discord.com/developers as read in
2026-08 (`resources/message`, `components/reference`, `interactions/application-commands`, `topics/threads`, `topics/rate-limits`).
"""

from typing import Final

CONTENT: Final = 2000
"""resources/message, "Create Message", `content`."""
EMBED_TITLE: Final = 256
"""resources/message, "Embed Limits"; this and the next six."""
EMBED_DESCRIPTION: Final = 4096
EMBED_FIELDS: Final = 25
EMBED_FIELD_NAME: Final = 256
EMBED_FIELD_VALUE: Final = 1024
EMBED_FOOTER: Final = 2048
EMBED_AUTHOR: Final = 256
EMBED_SUM: Final = 6000
"""resources/message: "combined sum of characters in all title, description, field.name, field.value, footer.text, and author.name"."""
ROWS: Final = 5
"""components/reference: top-level components of a message without Components V2."""
ROW_BUTTONS: Final = 5
"""components/reference, "Action Row"."""
BUTTON_LABEL: Final = 80
"""components/reference, "Button"."""
CUSTOM_ID: Final = 100
"""components/reference, "Custom ID"."""
BUTTON_URL: Final = 512
"""components/reference, "Button"; kept for links in texts too, a longer one is shown by its host alone."""
NONCE: Final = 25
"""resources/message, "Create Message", `nonce`."""
THREAD_NAME: Final = 100
"""resources/channel, "Start Thread": 1 to 100."""
THREAD_TAGS: Final = 5
"""resources/channel, `applied_tags`."""
HISTORY_PAGE: Final = 100
"""resources/message, "Get Channel Messages", `limit`."""
COMMAND_NAME: Final = 32
"""interactions/application-commands, "Application Command Structure"; this and the next five."""
COMMAND_DESCRIPTION: Final = 100
COMMAND_OPTIONS: Final = 25
COMMAND_CHOICES: Final = 25
CHOICE_NAME: Final = 100
COMMAND_CHARACTERS: Final = 8000
"""Names, descriptions and values of a command with all its subcommands."""
COMMANDS: Final = 100
"""interactions/application-commands, "Registering a Command": chat input commands an application may have."""
CONTEXT_MENUS: Final = 15
"""change log of 2026-03-03: user and message commands each (discord.py 2.7.1 itself still stops at 5)."""
ANSWER_SECONDS: Final = 3.0
"""interactions/receiving-and-responding: an interaction must be acknowledged within 3 s."""
TOKEN_SECONDS: Final = 15 * 60.0
"""interactions/receiving-and-responding: an interaction's token lives 15 minutes."""
GLOBAL_PER_SECOND: Final = 50.0
"""topics/rate-limits, "Global Rate Limit"."""
CHANNEL_PER_SECOND: Final = 1.0
"""No document says it; 5 messages in 5 s per channel is what is widely seen, and its answer carries the true bucket."""
CHANNEL_BURST: Final = 5.0
IDENTIFY_PER_DAY: Final = 1000
"""events/gateway, "Identifying": beyond it the token is reset."""
HEARTBEAT_SECONDS: Final = 41.25
"""events/gateway, "Hello": the usual `heartbeat_interval`. A silence limit below it ends every quiet connection."""
