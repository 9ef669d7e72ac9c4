"""What listeners listen to: everything, so that nobody is left to Slack's timeout."""

import re
from typing import Final

ANYTHING: Final = re.compile(r"[\s\S]*")
