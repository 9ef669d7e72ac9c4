"""`python -m bot` and the `dealwire` script: the command line."""

import sys

from bot.cli.main import run


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
