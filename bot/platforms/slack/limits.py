"""Slack's limits, each with its source; lengths in UTF-16 units, which never count less than Slack does.

Sources: docs.slack.dev, pages named after the figure; `measured` where only an issue thread knows.
"""

from bot.model.delivery import Pace

BLOCKS = 50
"""Blocks a message: reference/block-kit/blocks."""
SECTION_TEXT = 3000
"""reference/block-kit/blocks/section-block."""
CONTEXT_ELEMENTS = 10
"""reference/block-kit/blocks/context-block."""
CONTEXT_TEXT = 3000
"""A text object anywhere: reference/block-kit/composition-objects/text-object."""
ACTIONS = 25
"""reference/block-kit/blocks/actions-block; five look right in a row."""
BUTTON_LABEL = 75
"""reference/block-kit/block-elements/button-element."""
BUTTON_VALUE = 2000
"""The same page."""
BUTTON_URL = 3000
"""The same page."""
IDENTIFIER = 255
"""`block_id`, `action_id`: the same page."""
MESSAGE_TOTAL = 13_200
"""All blocks' text together, or `msg_blocks_too_long`: measured, slackapi/bolt-js#2509."""
TEXT = 4000
"""`text` reads best up to here: methods/chat.postMessage."""
TEXT_WHOLE = 3000
"""Longer texts were split and doubled: slackapi/bolt-python#764."""
HOME_BLOCKS = 100
"""Blocks in a modal or App Home: reference/block-kit/blocks."""
MODAL_TITLE = 24
"""reference/views/modal-views."""
OPTION_TEXT = 75
"""reference/block-kit/composition-objects/option-object."""
OPTION_VALUE = 150
"""The same page."""
OPTIONS = 100
"""reference/block-kit/block-elements/select-menu-element."""
PRIVATE_METADATA = 3000
"""reference/views/modal-views."""

ACKNOWLEDGE_SECONDS = 3.0
"""interactivity/handling-user-interaction."""
RESPONSE_URL_USES = 5
"""In 30 minutes: the same page."""
HISTORY_PAGE = 200
"""Messages a page asked for; Slack may give fewer (15 to apps sold outside its marketplace): methods/conversations.history."""

PACE = Pace(per_destination=1.0, per_workspace=5.0, per_platform=50.0, burst=1.0, crowd=200.0, seconds=60.0)
"""One message a second and channel, several hundred a minute and workspace: methods/chat.postMessage.
A token serves one workspace, so the platform's own bound is never reached."""


def width(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
