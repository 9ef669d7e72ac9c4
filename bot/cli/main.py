"""All commands of the command line, declared; what each does is imported only when it runs, so that `check` starts no SDK."""

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import ConfigurationError, DealwireError, SchemaVersionError

FAILED, MISUSED = 1, 2
ConfigOption = Annotated[Path | None, typer.Option("--config", help="Folder of dealwire.toml, feeds.toml and storylines/.")]
FileArgument = Annotated[Path | None, typer.Argument(help="JSON lines; standard input where it is left out.")]

cli = typer.Typer(
    name="dealwire",
    help="One alert per AI-infrastructure deal, in Slack and Discord.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
feeds_cli = typer.Typer(help="Try a feed.", no_args_is_help=True)
manifest_cli = typer.Typer(help="Print a platform's app manifest.", no_args_is_help=True)
invite_cli = typer.Typer(help="Print a platform's invite.", no_args_is_help=True)
sync_cli = typer.Typer(help="Register the commands with a platform.", no_args_is_help=True)
for name, group in (("feeds", feeds_cli), ("manifest", manifest_cli), ("invite", invite_cli), ("sync", sync_cli)):
    cli.add_typer(group, name=name)


def run() -> int:
    """Run the command line; return its exit code: 2 for usage or configuration, 1 for failure. Errors go to standard error."""
    # No other installed package gets to see the settings through a plugin; looking for such plugins is a tenth of what `check` costs.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        return int(cli(standalone_mode=False) or 0)
    except typer.Abort:
        return 130
    except (ConfigurationError, SchemaVersionError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    except DealwireError as error:
        print(error, file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        return FAILED
    except Exception as error:
        if error.__class__.__module__.partition(".")[0] in {"click", "typer"}:  # a usage error
            error.show()  # type: ignore[attr-defined]
            return MISUSED
        raise


def _end_at_sigterm() -> None:
    """Let SIGTERM end the process with 0 while there is nothing to drain: what comes after takes a second to import.

    At once, as a kill would: an exception raised in a signal handler is lost where it falls into a callback of the import machinery.
    """
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))


@cli.command("run")
def run_bot(config: ConfigOption = None) -> int:
    """Run everything that is configured, until SIGTERM."""
    _end_at_sigterm()
    from bot.cli.run import run_until_stopped

    return run_until_stopped(config)


@cli.command()
def worker(config: ConfigOption = None) -> int:
    """Poll and read for the bots on one PostgreSQL, beside other workers, until SIGTERM."""
    _end_at_sigterm()
    from bot.cli.worker import work_until_stopped

    return work_until_stopped(config)


@cli.command()
def demo(
    newsroom: Annotated[Path | None, typer.Option(help="Folder of another newsroom.")] = None,
    config: ConfigOption = None,
) -> int:
    """Play the sample newsroom: real feeds on loopback in, alerts in this terminal, then a prompt."""
    from bot.demo.play import play

    return play(newsroom, config)


@cli.command()
def check(config: ConfigOption = None) -> int:
    """Read all configuration and print every problem with file and line."""
    from bot.cli.check import check_configuration

    return check_configuration(config)


@cli.command()
def classify(file: FileArgument = None, config: ConfigOption = None) -> int:
    """Say what each item is about and what it claims (JSON lines in and out)."""
    from bot.cli.classify import classify as classify_items

    return classify_items(file, config)


@cli.command()
def replay(
    file: Annotated[Path, typer.Argument(help="JSON lines in order of `seen`.")],
    ledger: Annotated[Path | None, typer.Option(help="Write the ledger here as JSON.")] = None,
    corrections: Annotated[
        Path | None, typer.Option(help='JSON lines that regroup: {"at": …, "split": item} or {"at": …, "merge": item, "into": item}.')
    ] = None,
    config: ConfigOption = None,
) -> int:
    """Play items through the whole pipeline on a fresh in-memory store; print what would be done with each."""
    from bot.cli.replay import replay as replay_items

    return replay_items(file, ledger, config, corrections)


@cli.command()
def cluster(file: FileArgument = None) -> int:
    """Group items that report one event, on any news."""
    from bot.cli.cluster import cluster as cluster_items

    return cluster_items(file)


@cli.command()
def facts(
    storyline: str,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    config: ConfigOption = None,
) -> int:
    """Print a storyline's ledger: deals, fields, supporting and contradicting claims with quotes and links."""
    from bot.cli.facts import facts as print_facts

    return print_facts(storyline, as_json=json, config=config)


@cli.command()
def migrate(config: ConfigOption = None) -> int:
    """Bring the database to this version's schema."""
    from bot.cli.migrate import migrate as migrate_database

    return migrate_database(config)


@cli.command()
def backup(file: Path, config: ConfigOption = None) -> int:
    """Write a consistent copy of the database, also while the bot runs."""
    from bot.cli.backup import backup as write_backup

    return write_backup(file, config)


@cli.command()
def restore(file: Path, config: ConfigOption = None) -> int:
    """Put a backup in place; it opens in hold mode and posts nothing until `release`."""
    from bot.cli.backup import restore as restore_backup

    return restore_backup(file, config)


@cli.command()
def release(config: ConfigOption = None) -> int:
    """Leave the hold mode of a restored backup."""
    from bot.cli.backup import release as release_hold

    return release_hold(config)


@cli.command()
def backfill(
    count: Annotated[int, typer.Argument(help="How many events, 1 to 5.")] = 3,
    feed: Annotated[str | None, typer.Option("--feed", help="The address of one feed; all where it is left out.")] = None,
    config: ConfigOption = None,
) -> int:
    """Post the newest events that the feeds showed at first sight and nobody was told of."""
    from bot.cli.backfill import backfill_learned

    return backfill_learned(count, feed, config)


@feeds_cli.command("test")
def feeds_test(url: str, config: ConfigOption = None) -> int:
    """Fetch a feed once and say what it is."""
    import asyncio

    from bot.cli.feeds import feeds_test as test_feed
    from bot.settings import load_settings

    settings = load_settings(config)
    return asyncio.run(test_feed(url, contact=settings.contact, allow=settings.fetch_allow))


@cli.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    feeds: Annotated[bool, typer.Option(help="Try every feed as well.")] = True,
    config: ConfigOption = None,
) -> int:
    """Try tokens, scopes, channels, database and feeds; say what works and what to do."""
    from bot.cli.doctor import doctor as examine

    return examine(config, as_json=json, feeds=feeds)


@cli.command()
def why(url: str, config: ConfigOption = None) -> int:
    """Say what became of an item in each channel, with reasons."""
    from bot.cli.why import why as explain

    return explain(url, config)


@cli.command()
def export(
    storyline: Annotated[str | None, typer.Argument(help="One storyline; all where it is left out.")] = None,
    form: Annotated[str, typer.Option("--format", help="json or csv.")] = "json",
    config: ConfigOption = None,
) -> int:
    """Print the ledger as JSON or CSV."""
    from bot.cli.export import export as print_ledger

    return print_ledger(storyline, form=form, config=config)


@manifest_cli.command("slack")
def manifest_slack() -> int:
    """Print the Slack app manifest, made from the commands' declarations."""
    from bot.cli.platforms import manifest_slack as print_manifest

    return print_manifest()


@invite_cli.command("discord")
def invite_discord(config: ConfigOption = None) -> int:
    """Print the address that adds the bot to a server with the least permissions."""
    from bot.cli.platforms import invite_discord as print_invite

    return print_invite(config)


@sync_cli.command("discord")
def sync_discord(config: ConfigOption = None) -> int:
    """Register the commands with Discord, and again only when they changed."""
    from bot.cli.platforms import sync_discord as register

    return register(config)


def _group() -> None:
    """Keep a group a group, although it has one command."""


for group in (feeds_cli, manifest_cli, invite_cli, sync_cli):
    group.callback()(_group)
