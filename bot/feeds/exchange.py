"""One HTTP exchange over libcurl: what a server sends back, bounded while it arrives."""

import asyncio
import math
import ssl
from collections.abc import Mapping, Sequence

import certifi
import pycurl

from bot.feeds.guard import AddressGuard
from bot.feeds.transfers import Transfers
from bot.model.feed import FetchProblem

WANTED = frozenset({200, 203})
"""Statuses whose body is read. Of any other answer it is of no interest, and may never end."""
_BODILESS = 304
_STEP = 65_536
_KEPT = 15
"""Seconds after which a connection nobody used is not used again: articles of one site follow each other, its feed's next poll is minutes away."""

_PROBLEMS = {
    **dict.fromkeys(
        (pycurl.E_COULDNT_RESOLVE_HOST, pycurl.E_COULDNT_CONNECT, pycurl.E_GOT_NOTHING, pycurl.E_SEND_ERROR, pycurl.E_RECV_ERROR),
        FetchProblem.UNREACHABLE,
    ),
    **dict.fromkeys(
        (
            pycurl.E_SSL_CONNECT_ERROR,
            pycurl.E_SSL_CERTPROBLEM,
            pycurl.E_SSL_CIPHER,
            pycurl.E_PEER_FAILED_VERIFICATION,
            pycurl.E_SSL_CACERT_BADFILE,
            pycurl.E_SSL_ISSUER_ERROR,
            pycurl.E_SSL_INVALIDCERTSTATUS,
        ),
        FetchProblem.TLS,
    ),
    pycurl.E_OPERATION_TIMEDOUT: FetchProblem.TIMEOUT,
}
"""libcurl's errors that are no breach of the protocol (https://curl.se/libcurl/c/libcurl-errors.html)."""


class ExchangeError(Exception):
    """An exchange that came to nothing, in libcurl's or the guard's words."""

    def __init__(self, problem: FetchProblem, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = problem


def handle_options(user_agent: str, most_bytes: int) -> dict[int, object]:
    """Return what every handle is set to: nothing of the environment, no redirects, no protocol but HTTP, certificates verified."""
    return {
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1,
        pycurl.FOLLOWLOCATION: 0,
        pycurl.PROXY: "",
        pycurl.NOSIGNAL: 1,
        pycurl.USERAGENT: user_agent,
        pycurl.MAXFILESIZE_LARGE: most_bytes,
        pycurl.BUFFERSIZE: _STEP,
        pycurl.MAXAGE_CONN: _KEPT,
        pycurl.CAINFO: ssl.get_default_verify_paths().cafile or certifi.where(),
    }


class Exchange:
    """A libcurl handle and what it received last; used for one request after the other, on whatever connection is free."""

    def __init__(self, options: Mapping[int, object], guard: AddressGuard, most_bytes: int) -> None:
        self._guard = guard
        self._most = most_bytes
        self._head: list[bytes] = []
        self._refused: Exception | None = None
        self.status = 0
        self.body = bytearray()
        """As it was sent: packed, if it was."""
        self.too_large = False
        self._handle = pycurl.Curl()
        for option, value in options.items():
            self._handle.setopt(option, value)
        self._handle.setopt(pycurl.HEADERFUNCTION, self._take_line)
        self._handle.setopt(pycurl.WRITEFUNCTION, self._take_body)
        self._handle.setopt(pycurl.OPENSOCKETFUNCTION, self._open)

    async def get(self, connections: Transfers, url: str, headers: Sequence[str], resolved: Sequence[str], *, seconds: float) -> None:
        """Ask for the address and wait so long for the answer; `resolved` are addresses of its host, as libcurl's RESOLVE has them.

        Raises ExchangeError.
        """
        handle = self._handle
        handle.setopt(pycurl.URL, url)
        handle.setopt(pycurl.HTTPHEADER, headers)
        handle.setopt(pycurl.RESOLVE, resolved)
        # libcurl goes through all addresses it remembers at every request's end, and would keep literal ones, too, for a minute: at 5,000
        # hosts a quarter of a poll. A told one is wanted as long as the request, which may go out again where a kept connection has died.
        left = max(0.001, seconds)  # looking a name up may have taken the rest
        handle.setopt(pycurl.DNS_CACHE_TIMEOUT, math.ceil(left) + 1 if resolved else 0)
        handle.setopt(pycurl.TIMEOUT_MS, int(left * 1000))
        try:
            await connections.perform(handle)
        except pycurl.error as error:
            code, sentence = error.args
            if code == pycurl.E_FILESIZE_EXCEEDED:
                self.too_large = True
            elif code != pycurl.E_WRITE_ERROR or not self._left:
                raise ExchangeError(self._problem(code), str(self._refused or sentence)) from error

    def _problem(self, code: int) -> FetchProblem:
        problem = _PROBLEMS.get(code, FetchProblem.PROTOCOL)
        broken = self.status and problem is FetchProblem.UNREACHABLE  # a chunk of nonsense is to libcurl a failure to receive
        return FetchProblem.PROTOCOL if broken else problem

    @property
    def _left(self) -> bool:
        """Whether it was us who broke off."""
        return self.too_large or self.status not in WANTED

    def headers(self) -> dict[str, str]:
        """Return the answer's headers, names in lower case; of several with one name the first."""
        found: dict[str, str] = {}
        for line in self._head:
            name, _, value = line.decode("utf-8", "surrogateescape").partition(":")
            found.setdefault(name.strip().lower(), value.strip())
        return found

    def clear(self) -> None:
        """Forget what was received."""
        self._head.clear()
        self.body = bytearray()
        self.status, self.too_large, self._refused = 0, False, None

    def close(self) -> None:
        """Free the handle."""
        self._handle.close()

    # --- called by libcurl; 0 breaks off ---

    def _take_line(self, line: bytes) -> int | None:
        if line.startswith(b"HTTP/"):  # again after each informational answer
            code = line.split(None, 2)[1:2]
            self.status = int(code[0]) if code and code[0].isdigit() else 0
            self._head.clear()
        elif line.strip():
            self._head.append(line)
        elif self.status >= 200 and self.status != _BODILESS and self.status not in WANTED:
            return 0
        return None

    def _take_body(self, piece: bytes) -> int | None:
        self.body += piece
        if len(self.body) > self._most:
            self.too_large = True
            return 0
        return None

    def _open(self, _purpose: int, address: tuple[int, int, int, tuple[object, ...]]) -> object:
        try:
            made = self._guard.open_socket(*address)
        except Exception as error:  # noqa: BLE001  raised into C it would only be printed
            self._refused = error
            return pycurl.SOCKET_BAD
        asyncio.get_running_loop().call_soon(made.close)  # libcurl goes on with a duplicate
        return made
