"""`help`: examples first; never an error."""

from collections.abc import Mapping

from bot.model.card import Card, Line, Section, code, line
from bot.model.command import Access, Command, CommandCall, Option, Reply
from handlers.context import Context
from handlers.parse import nearest_value

COMMAND = Command(
    name="help",
    summary="What I do, and how to ask for it",
    options=(Option(name="topic", summary="A command to explain", rest=True),),
    examples=("help", "help latest"),
)


async def answer(call: CommandCall, arguments: Mapping[str, str], context: Context) -> Reply:
    """Explain one command, or list them with an example each."""
    names = {command.name.replace(" ", "-"): command for command in context.commands}
    topic = nearest_value(arguments.get("topic", ""), names) if arguments.get("topic") else None
    return Reply(card=_explained(names[topic]) if topic else _listed(context, admin=call.is_admin))


def _listed(context: Context, *, admin: bool) -> Card:
    def rows(access: Access) -> tuple[Line, ...]:
        chosen = [c for c in context.commands if c.access is access]
        return tuple(line(code(c.examples[0] if c.examples else c.name), f"  {c.summary}") for c in chosen)

    sections = [Section(title="Ask", lines=rows(Access.EVERYONE))]
    if rows(Access.ADMIN):
        title = "Change this channel" if admin else "Change this channel (admins)"
        sections.append(Section(title=title, lines=rows(Access.ADMIN)))
    return Card(
        title="I post one alert per AI-infrastructure deal, and keep a ledger of who said what.",
        sections=tuple(sections),
        footer=line("Answers are for your eyes only. ", code("help <command>"), " explains one."),
    )


def _explained(command: Command) -> Card:
    options = tuple(
        line(
            code(option.name),
            f"  {option.summary}",
            f" ({', '.join(option.choices)})" if option.choices else "",
            "" if option.required else ", optional",
        )
        for option in command.options
    )
    examples = tuple(line(code(example)) for example in command.examples)
    sections = [Section(title="Examples", lines=examples)]
    if options:
        sections.append(Section(title="Options", lines=options))
    who = "Everybody can use it." if command.access is Access.EVERYONE else "Admins can use it."
    return Card(title=f"{command.name}: {command.summary[0].lower()}{command.summary[1:]}", sections=tuple(sections), footer=line(who))
