#!/usr/bin/env python3
"""An RPC server for the protocol in docs/protocol.md: one file, standard library only.

Why asyncio: most connections wait most of the time, and a thread for each would buy
nothing, because the interpreter runs one thread at a time. One event loop serves all of
them, so nothing here needs a lock against another thread. The price is that no piece of
work may take long: `pi` computes in slices, and the loop serves others in between.

Each connection is a protocol (the loop calls it with bytes) and one coroutine, `serve`,
which takes frames out of those bytes and starts calls. The socket is read only while
`serve` waits for bytes. While it waits for anything else (a client that does not read
its answers, too many calls in flight), it does not read from the client. That is all
there is to back-pressure.

Numbers in brackets are clauses of the protocol.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import logging
import math
import os
import re
import signal
import socket
import struct
import sys
import termios
import time
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Optional

LENGTH = struct.Struct("<I")  # [2.1]
MAX_DEPTH = 64  # [4.5]
MAX_INTEGER = 2**53 - 1  # [5.1]
LINGER_S = 1.0  # [11.2]
MAX_KEYS = 256  # [13.4]
KEY_KEPT_S = 600.0  # after the end of its call; then the key counts as new
BACKLOG = 511
# A number too large for a double. JSON has no infinity, so it is sent as this.
HUGE = 10**309
# Terms that `pi` adds before other connections are served: about 5 ms.
SLICE = 50_000

log = logging.getLogger("server")


@dataclass(frozen=True)
class Limits:
    """In seconds and bytes."""

    max_frame_bytes: int
    max_in_flight: int
    max_connections: int
    frame_timeout: float
    idle_timeout: float
    write_timeout: float
    grace: float


class RpcError(Exception):
    """An error for the client, with one of the protocol's codes."""

    def __init__(self, code: str, message: str, retryable: bool = False):
        super().__init__(message)
        self.code = code
        self.retryable = retryable

    def answer(self) -> dict:
        result = {"code": self.code, "message": str(self), "retryable": self.retryable}
        return {"out": "error", "result": result}


def invalid(message: str) -> RpcError:
    return RpcError("INVALID_ARGUMENT", message)


class FrameTooLarge(Exception):
    pass


# --- Body: bytes to a JSON object (section 4) ---


def parse_body(body: bytes) -> dict:
    """The object in a body. Raises RpcError if the body violates section 4."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise invalid(f"the body is not UTF-8 at byte {error.start}") from None
    if is_too_deep(body):  # Before json.loads, which recurses.
        raise invalid(f"the body is nested deeper than {MAX_DEPTH} levels")
    try:
        value = json.loads(
            text, parse_int=number, parse_float=number, parse_constant=refuse_constant
        )
    except ValueError as error:
        raise invalid(f"the body is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise invalid("the body is not a JSON object")
    return value


def number(text: str) -> Any:
    """Every number is a double; a whole number becomes an int, whatever its notation."""
    value = float(text)
    if math.isinf(value):
        return HUGE if value > 0 else -HUGE
    return int(value) if value.is_integer() and abs(value) <= MAX_INTEGER else value


def refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")  # NaN and Infinity, which json.loads accepts


MARKS = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)


def is_too_deep(body: bytes) -> bool:
    depth = 0
    quoted = False
    for match in MARKS.finditer(body):
        mark = match.group()
        if mark == b'"':
            quoted = not quoted
        elif not quoted and mark in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif not quoted and mark in b"]}":
            depth -= 1
    return False


# --- Request (section 5) ---


def is_integer(value: Any) -> bool:
    return type(value) is int and abs(value) <= MAX_INTEGER  # bool is a subclass of int


def is_id(value: Any) -> bool:
    return isinstance(value, str) or is_integer(value)


MEMBERS: dict[str, Callable[[Any], bool]] = {
    "id": is_id,
    "timeout_ms": is_integer,
    "idempotency_key": lambda value: isinstance(value, str),
    "oneway": lambda value: value is True,
}


def check_request(request: dict) -> None:
    if not isinstance(request.get("in"), str):
        raise invalid("the member in must be a string, the name of a method")
    for name, is_valid in MEMBERS.items():
        if name in request and not is_valid(request[name]):
            raise invalid(f"the member {name} has a wrong type or value")


# --- Methods (section 12) ---


class Methods:
    """What clients can call: by name, the name of the answer and the handler."""

    def __init__(self, with_test_methods: bool):
        self.table: dict[str, tuple[str, Callable[[Any], Awaitable[Any]]]] = {
            "ping": ("pong", self.ping),
            "pi": ("pi_r", self.pi),
        }
        if with_test_methods:
            self.table.update(
                sleep=("slept", self.sleep),
                fail=("failed", self.fail),
                blob=("blob", self.blob),
                count=("counted", self.count),
            )
        # One computation at a time: a second one would only slow down the first.
        self.computing = asyncio.Lock()
        self.counted = 0

    async def ping(self, params: Any) -> Any:
        return params

    async def pi(self, params: Any) -> float:
        if not is_integer(params) or not 0 <= params <= 10_000_000:
            raise invalid("pi takes an integer from 0 to 10000000")
        sums = []
        async with self.computing:
            for start in range(0, params + 1, SLICE):
                odd = range(2 * start + 1, 2 * min(start + SLICE, params + 1), 2)
                sums.append(math.fsum(1.0 / (k * k) for k in odd))
                await asyncio.sleep(0)
        return math.sqrt(8 * math.fsum(sums))

    async def sleep(self, params: Any) -> int:
        ms = integer_member(params, "ms", 60_000)
        await asyncio.sleep(ms / 1000)
        return ms

    async def fail(self, _params: Any) -> Any:
        raise RuntimeError("this method always fails")

    async def blob(self, params: Any) -> str:
        return "x" * integer_member(params, "bytes", 16_777_216)

    async def count(self, _params: Any) -> int:
        self.counted += 1
        return self.counted


def integer_member(params: Any, name: str, most: int) -> int:
    value = params.get(name) if isinstance(params, dict) else None
    if not is_integer(value) or not 0 <= value <= most:
        raise invalid(f"params must be an object with {name}, an integer from 0 to {most}")
    return value


# --- Idempotency keys (13.2 to 13.4) ---


@dataclass
class Keyed:
    """One run of a method under a key, and its outcome."""

    params: str
    run: asyncio.Task[dict]
    ended_at: Optional[float] = None


Handler = Callable[[str, Any], Awaitable[dict]]


class KeyTable:
    """Runs a method once per key, and keeps the answer for a while."""

    def __init__(self) -> None:
        self.runs: dict[tuple[str, str], Keyed] = {}

    async def once(self, name: str, key: str, params: Any, run: Handler) -> dict:
        """The answer of `run`, or of the earlier call with the same key."""
        text = json.dumps(params, sort_keys=True)
        keyed = self.runs.get((name, key))
        if keyed is not None and keyed.params != text:
            message = "the key was used before with other params"
            raise RpcError("FAILED_PRECONDITION", message)
        if keyed is None:
            self.forget_old()
            if len(self.runs) >= MAX_KEYS:
                message = f"the table holds {MAX_KEYS} keys"
                raise RpcError("RESOURCE_EXHAUSTED", message, retryable=True)
            keyed = Keyed(text, asyncio.create_task(run(name, params)))
            self.runs[name, key] = keyed
        answer = await keyed.run
        keyed.ended_at = keyed.ended_at or time.monotonic()
        return answer

    def forget_old(self) -> None:
        old = time.monotonic() - KEY_KEPT_S
        for name, keyed in list(self.runs.items()):
            if keyed.ended_at is not None and keyed.ended_at < old:
                del self.runs[name]


# --- Connections ---


class Connection(asyncio.Protocol):
    """One client: its bytes, its calls, its answers, its end."""

    transport: asyncio.Transport

    def __init__(self, server: Server, name: str):
        self.server = server
        self.limits = server.limits
        self.name = name
        self.inbox = bytearray()  # read, but not yet taken as frames
        self.owed = 0  # bytes of the inbox that were read before the stop signal [10.2]
        self.calls: set[asyncio.Task] = set()
        self.written = 0
        self.sent_all = True  # the kernel has every byte that was written
        self.ended = False  # the client has shut down its sending side
        self.lost = False  # the connection is gone
        self.lingering = False
        self.frame_began: Optional[float] = None
        self.active_at = time.monotonic()
        self.news = asyncio.Event()  # anything happened that serve() may wait for
        self.write_watch: Optional[asyncio.Task] = None

    # The event loop calls these.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.pause_reading()
        # pause_writing() is called whenever a byte waits, resume_writing() when none does.
        transport.set_write_buffer_limits(high=0)

    def data_received(self, data: bytes) -> None:
        if not self.lingering:
            self.inbox += data
        self.news.set()

    def eof_received(self) -> bool:
        self.ended = True
        self.news.set()
        return True  # keep our sending side open [8.1]

    def pause_writing(self) -> None:
        self.sent_all = False
        self.write_watch = asyncio.create_task(self.watch_writing())

    def resume_writing(self) -> None:
        self.sent_all = True
        self.active_at = time.monotonic()
        if self.write_watch is not None:
            self.write_watch.cancel()
        self.news.set()

    def connection_lost(self, _error: Optional[Exception]) -> None:
        self.lost = True
        if self.write_watch is not None:
            self.write_watch.cancel()
        self.news.set()

    # The coroutine of the connection.

    async def run(self) -> None:
        why = "server stopped"
        try:
            why = await self.serve()
            await self.calls_done()
            await self.close()
        finally:
            self.transport.abort()
            log.info("%s closed: %s", self.name, why)

    async def serve(self) -> str:
        """Serves calls until there will be no more. Returns the reason."""
        try:
            while True:
                await self.until_ready()
                if self.lost:
                    return "connection lost"
                frame = self.take_frame()
                if frame is not None:
                    await self.start_call(frame)
                elif self.ended:
                    return "client closed its sending side"
                elif self.server.stopping and not self.calls:
                    if not await self.finds_more():
                        return "server stopping"
                else:
                    timeout = await self.wait_for_bytes()
                    if timeout is not None:
                        return timeout
        except FrameTooLarge:
            await self.calls_done()  # requests before it are answered first [3.2]
            message = f"a frame has at most {self.limits.max_frame_bytes} bytes"
            self.send(RpcError("RESOURCE_EXHAUSTED", message).answer())
            return "frame too large"

    async def until_ready(self) -> None:
        """Waits while the client has too many calls or answers waiting [7.3, 9.3]."""
        began = time.monotonic()
        while not self.lost and not (
            self.sent_all and len(self.calls) < self.limits.max_in_flight
        ):
            await self.next_news(None)
        if self.frame_began is not None:  # This time does not count [9.1].
            self.frame_began += time.monotonic() - began

    def take_frame(self) -> Optional[bytes]:
        """The body of the next frame, if all of it is in the inbox."""
        if len(self.inbox) < LENGTH.size:
            return None
        (length,) = LENGTH.unpack_from(self.inbox)
        if length > self.limits.max_frame_bytes:
            raise FrameTooLarge
        end = LENGTH.size + length
        if len(self.inbox) < end:
            return None
        body = bytes(self.inbox[LENGTH.size : end])
        del self.inbox[:end]
        self.frame_began = None
        return body

    async def wait_for_bytes(self) -> Optional[str]:
        """Waits for bytes or other news. Returns which timeout expired, if any."""
        now = time.monotonic()
        deadline = None
        if self.inbox:
            self.frame_began = self.frame_began or now
            deadline = self.frame_began + self.limits.frame_timeout
        elif self.limits.idle_timeout and not self.calls:
            deadline = self.active_at + self.limits.idle_timeout
        if deadline is not None and now >= deadline:
            return "frame timeout" if self.inbox else "idle timeout"
        self.transport.resume_reading()
        await self.next_news(deadline)
        self.transport.pause_reading()
        return None

    async def finds_more(self) -> bool:
        """Whether the kernel still has bytes that arrived before now."""
        before = len(self.inbox)
        self.transport.resume_reading()
        for _ in range(3):  # turns of the loop: the second one checks the socket
            await asyncio.sleep(0)
        self.transport.pause_reading()
        return len(self.inbox) > before

    async def next_news(self, deadline: Optional[float]) -> None:
        self.news.clear()
        timeout = None if deadline is None else deadline - time.monotonic()
        try:
            await asyncio.wait_for(self.news.wait(), timeout)
        except asyncio.TimeoutError:
            pass

    # Calls and answers.

    async def start_call(self, body: bytes) -> None:
        came_at = self.active_at = time.monotonic()
        refuse = self.server.stopping and self.owed <= 0
        self.owed -= LENGTH.size + len(body)
        request: dict = {}
        try:
            if not body:
                raise invalid("a body has at least one byte")
            request = parse_body(body)
            check_request(request)
        except RpcError as error:
            self.answer(request, error.answer())
            return
        if refuse:
            error = RpcError("UNAVAILABLE", "the server is stopping", retryable=True)
            self.answer(request, error.answer())
            return
        call = asyncio.create_task(self.call(request, came_at))
        self.calls.add(call)
        call.add_done_callback(self.call_done)
        if "id" in request:
            await asyncio.sleep(0)  # Let the call start, and serve other connections.
        else:
            await asyncio.wait({call})  # This keeps the order [7.1].

    async def call(self, request: dict, came_at: float) -> None:
        try:
            answer = await self.run_method(request, came_at)
        except RpcError as error:
            answer = error.answer()
        self.answer(request, answer)

    async def run_method(self, request: dict, came_at: float) -> dict:
        name = request["in"]
        if name not in self.server.methods.table:
            raise RpcError("UNIMPLEMENTED", f"unknown method {name[:100]!r}")
        if "timeout_ms" in request:
            if time.monotonic() >= came_at + request["timeout_ms"] / 1000:  # [13.1]
                message = "the deadline passed before the call was started"
                raise RpcError("DEADLINE_EXCEEDED", message, retryable=True)
        params = request.get("params")
        if "idempotency_key" not in request:
            return await self.run_handler(name, params)
        key = request["idempotency_key"]
        return await self.server.keys.once(name, key, params, self.run_handler)

    async def run_handler(self, name: str, params: Any) -> dict:
        """The answer, even if the handler fails: this is also what a key records."""
        out, handler = self.server.methods.table[name]
        try:
            return {"out": out, "result": await handler(params)}
        except RpcError as error:
            return error.answer()
        except Exception:
            log.exception("%s: the handler of %s failed", self.name, name)
            return RpcError("INTERNAL", f"the handler of {name} failed").answer()

    def call_done(self, call: asyncio.Task) -> None:
        self.calls.discard(call)
        self.active_at = time.monotonic()
        self.news.set()

    async def calls_done(self) -> None:
        while self.calls and not self.lost:
            await self.next_news(None)

    def answer(self, request: dict, answer: dict) -> None:
        """Sends the answer with the request's id, unless the call is one-way."""
        if request.get("oneway") is True:
            return
        has_id = "id" in request and is_id(request["id"])  # [6.3]
        self.send({**answer, "id": request["id"]} if has_id else answer)

    def send(self, answer: dict) -> None:
        if self.lost:
            return
        body = json.dumps(answer, separators=(",", ":"), allow_nan=False).encode()
        if len(body) > self.limits.max_frame_bytes:  # [3.4]
            message = f"the answer would have {len(body)} bytes"
            error = RpcError("RESOURCE_EXHAUSTED", message).answer()
            if "id" in answer:
                error["id"] = answer["id"]
            body = json.dumps(error).encode()
        frame = LENGTH.pack(len(body)) + body
        self.written += len(frame)
        self.active_at = time.monotonic()
        self.transport.write(frame)

    # The end.

    async def watch_writing(self) -> None:
        """Closes the connection if the client reads nothing for the write timeout [9.4]."""
        taken, taken_at = -1, 0.0
        while True:
            now = time.monotonic()
            if taken != (taken := self.taken()):
                taken_at = now
            elif now - taken_at >= self.limits.write_timeout:
                log.info("%s write timeout", self.name)
                self.transport.abort()
                return
            await asyncio.sleep(self.limits.write_timeout / 8)

    def taken(self) -> int:
        """Bytes that the client has received: neither the loop nor the kernel has them."""
        queued = bytearray(4)
        fcntl.ioctl(self.transport.get_extra_info("socket"), termios.TIOCOUTQ, queued)
        (in_kernel,) = struct.unpack("i", queued)
        return self.written - self.transport.get_write_buffer_size() - in_kernel

    async def close(self) -> None:
        """Lingers: a close with unread input would reset the connection [11.1, 11.2]."""
        while not self.sent_all and not self.lost:
            await self.next_news(None)
        if self.lost:
            return
        try:
            self.transport.write_eof()
        except OSError:
            return  # the client is gone
        self.lingering = True
        self.inbox.clear()
        deadline = time.monotonic() + LINGER_S
        if not self.ended:
            self.transport.resume_reading()
        while not self.ended and not self.lost and time.monotonic() < deadline:
            await self.next_news(deadline)


# --- The server (sections 10 and 14) ---


class Server:
    def __init__(self, limits: Limits, methods: Methods):
        self.limits = limits
        self.methods = methods
        self.keys = KeyTable()
        self.stopping = False
        self.stopped = asyncio.Event()
        self.room = asyncio.Semaphore(limits.max_connections)
        self.connections: dict[asyncio.Task, Connection] = {}

    async def serve(self, listener: socket.socket) -> None:
        """Serves until a signal, then answers the calls in flight in the grace period."""
        loop = asyncio.get_running_loop()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, self.stop, signum)
        accepting = asyncio.create_task(self.accept(listener))
        print(f"listening on {address(listener.getsockname())}", flush=True)
        await self.stopped.wait()
        accepting.cancel()
        listener.close()
        if self.connections:
            await asyncio.wait(self.connections, timeout=self.limits.grace)

    def stop(self, signum: int) -> None:
        if self.stopping:
            os._exit(128 + signum)  # [10.5]
        self.stopping = True
        self.stopped.set()
        for connection in self.connections.values():
            connection.owed = len(connection.inbox)
            connection.news.set()

    async def accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self.room.acquire()
            try:
                client, peer = await loop.sock_accept(listener)
            except OSError as error:
                log.info("accept: %s", error)
                self.room.release()
                await asyncio.sleep(0.1)  # Most likely there is no free descriptor.
                continue
            connection = Connection(self, f"connection {address(peer)}")
            await loop.connect_accepted_socket(lambda: connection, client)
            log.info("%s opened", connection.name)
            task = asyncio.create_task(connection.run())
            self.connections[task] = connection
            task.add_done_callback(self.connection_done)

    def connection_done(self, task: asyncio.Task) -> None:
        del self.connections[task]
        self.room.release()


def address(name: tuple) -> str:
    host, port = name[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


# --- The command (section 14) ---


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        self.exit(2, f"{self.prog}: {message} (--help shows the flags)\n")


def integer_from(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch("[0-9]{1,10}", text) or not least <= int(text) <= most:
            message = f"expected an integer from {least} to {most}, not {text!r}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return parse


def parse_arguments() -> argparse.Namespace:
    parser = Parser(description=__doc__.split("\n")[0], allow_abbrev=False)

    def limit(flag: str, default: int, text: str, least: int = 1) -> None:
        kind = integer_from(least, 2**31 - 1)
        text += " (default: %(default)s)"
        parser.add_argument(flag, type=kind, default=default, metavar="N", help=text)

    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    port_help = "0 picks a free port (default: %(default)s)"
    parser.add_argument("--port", type=integer_from(0, 65_535), default=8080, help=port_help)
    limit("--max-frame-bytes", 4 * 1024 * 1024, "largest body of a frame")
    limit("--max-in-flight", 1_024, "calls in flight per connection")
    limit("--max-connections", 900, "open connections; others wait in the backlog")
    limit("--frame-timeout-ms", 30_000, "from a frame's first byte to its last")
    limit("--idle-timeout-ms", 0, "close an idle connection; 0 means never", least=0)
    limit("--write-timeout-ms", 30_000, "answers wait and the client reads nothing")
    limit("--grace-ms", 5_000, "from the stop signal to the exit", least=0)
    parser.add_argument("--test-methods", action="store_true", help="sleep, fail, blob, count")
    parser.add_argument("--quiet", action="store_true", help="log nothing")
    return parser.parse_args()


def listen(host: str, port: int) -> socket.socket:
    """Raises OSError if it cannot listen there."""
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    listener.setblocking(False)
    return listener


def main() -> int:
    arguments = parse_arguments()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    if arguments.quiet:
        logging.disable()
    limits = Limits(
        max_frame_bytes=arguments.max_frame_bytes,
        max_in_flight=arguments.max_in_flight,
        max_connections=arguments.max_connections,
        frame_timeout=arguments.frame_timeout_ms / 1000,
        idle_timeout=arguments.idle_timeout_ms / 1000,
        write_timeout=arguments.write_timeout_ms / 1000,
        grace=arguments.grace_ms / 1000,
    )
    try:
        listener = listen(arguments.host, arguments.port)
    except OSError as error:
        where = address((arguments.host, arguments.port))
        print(f"cannot listen on {where}: {error.strerror or error}", file=sys.stderr)
        return 2

    async def serve() -> None:
        await Server(limits, Methods(arguments.test_methods)).serve(listener)

    asyncio.run(serve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
