"""What the emulated Discord says of the application itself: who it is, its commands, its rights in a server."""

from typing import TYPE_CHECKING

from aiohttp import web

from tests.emulators.discord_checks import command_errors
from tests.emulators.discord_faults import answer, refusal
from tests.emulators.discord_world import APP, BODY, BOT, guild_object, member_object, user_object

if TYPE_CHECKING:
    from tests.emulators.discord import Discord


class Application:
    """Handlers over one world."""

    def __init__(self, owner: "Discord") -> None:
        self.owner = owner
        self.world = owner.world

    def routes(self) -> list[web.RouteDef]:
        """Return the routes under /api/v10."""
        base = "/api/v10"
        return [
            web.get(f"{base}/users/@me", self._me),
            web.get(f"{base}/oauth2/applications/@me", self._application),
            web.get(f"{base}/applications/@me", self._application),
            web.get(f"{base}/applications/{{app}}/commands", self._commands),
            web.put(f"{base}/applications/{{app}}/commands", self._put_commands),
            web.post(f"{base}/applications/{{app}}/commands", self._post_command),
            web.put(f"{base}/applications/{{app}}/guilds/{{guild}}/commands", self._put_commands),
            web.get(f"{base}/applications/{{app}}/guilds/{{guild}}/commands/permissions", self._grants),
            web.get(f"{base}/guilds/{{guild}}", self._guild),
            web.get(f"{base}/guilds/{{guild}}/members/{{user}}", self._member),
        ]

    async def _me(self, _request: web.Request) -> web.Response:
        return answer(user_object(BOT) | {"verified": True, "mfa_enabled": False, "locale": "en-US", "email": None, "flags": 0})

    async def _application(self, _request: web.Request) -> web.Response:
        return answer(
            {
                "id": APP,
                "name": "dealwire",
                "icon": None,
                "description": "",
                "bot_public": False,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "owner": user_object("1", "operator"),
                "team": None,
                "summary": "",
                "flags": 0,
            }
        )

    def _scope(self, request: web.Request) -> str:
        return request.match_info.get("guild", "")

    async def _commands(self, request: web.Request) -> web.Response:
        return answer(self.world.commands.get(self._scope(request), []))

    async def _put_commands(self, request: web.Request) -> web.Response:
        wrong = [problem for command in request[BODY] for problem in command_errors(command)]
        names = [(command.get("type", 1), command["name"]) for command in request[BODY]]
        if len(set(names)) != len(names):
            wrong.append("duplicate names")
        if wrong:
            return refusal(400, 50035, "Invalid Form Body", wrong)
        kept = [command | {"id": str(800 + number), "application_id": APP, "version": "1"} for number, command in enumerate(request[BODY])]
        self.world.commands[self._scope(request)] = kept
        return answer(kept)

    async def _post_command(self, request: web.Request) -> web.Response:
        command = request[BODY]
        if wrong := command_errors(command):
            return refusal(400, 50035, "Invalid Form Body", wrong)
        have = [c for c in self.world.commands.get("", []) if (c.get("type", 1), c["name"]) != (command.get("type", 1), command["name"])]
        made = command | {"id": str(800 + len(have)), "application_id": APP, "version": "1"}
        self.world.commands[""] = [*have, made]
        return answer(made, 201)

    async def _grants(self, request: web.Request) -> web.Response:
        return answer(self.world.grants.get(self._scope(request), []))

    async def _guild(self, request: web.Request) -> web.Response:
        guild = self._scope(request)
        return answer(guild_object(self.world, guild)) if guild in self.world.guilds else refusal(404, 10004, "Unknown Guild")

    async def _member(self, request: web.Request) -> web.Response:
        if self._scope(request) not in self.world.guilds or request.match_info["user"] != BOT:
            return refusal(404, 10007, "Unknown Member")
        return answer(member_object(BOT, 0, []))
