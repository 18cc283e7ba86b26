"""`femida serve`: everything in one foreground process tree, and `femida stop`, which ends it."""

import contextlib
import fcntl
import os
import signal
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from femida.cli import postgres
from femida.cli.children import Child, end_orphans, run_to_end
from femida.cli.demo_logins import print_logins
from femida.cli.folders import make_data_folder
from femida.cli.invitation import print_invitation
from femida.cli.programs import UnableToRunPostgres
from femida.cli.redirecting import redirecting
from femida.cli.starting import database_up
from femida.config import environment
from femida.config.environment import Environment
from femida.platform.core.closed import CLOSED_MARK

END_WITHIN = 6.0
"""Seconds the children get to end by themselves."""

LOOK_EVERY = 0.25


class UnableToServe(Exception):
    """The system cannot be started here; the message says why and how to mend it."""


def serve(*, with_demo: bool) -> int:
    """Start everything and keep it running until a signal. Returns the exit code."""
    settings = environment.read()
    make_data_folder(settings.data)
    with _signals_as_interrupt(), _only_supervisor(settings.data), contextlib.suppress(KeyboardInterrupt):
        orphans = end_orphans(settings.data)
        if orphans:
            print(f"Ended {orphans} processes that an earlier run left behind.", flush=True)
        _check_certificate(settings)
        _check_port(settings, settings.port)
        if settings.events_port is not None:
            _check_port(settings, settings.events_port, "FEMIDA_EVENTS_PORT")
        with database_up(settings), redirecting(settings):
            _prepare(settings, with_demo=with_demo)
            _supervise(settings)
    return 0


def stop() -> int:
    """End the running `femida serve` of the data folder, and a server left without one."""
    settings = environment.read()
    number = supervisor(settings.data)
    if number is not None:
        os.kill(number, signal.SIGTERM)
        deadline = time.monotonic() + END_WITHIN + 40
        while supervisor(settings.data) is not None and time.monotonic() < deadline:
            time.sleep(0.1)
    orphans = end_orphans(settings.data) if supervisor(settings.data) is None else 0
    stopped = not settings.database_url and postgres.stop(settings.data)
    print("Stopped." if number or orphans or stopped else "Nothing was running.")
    return 0 if supervisor(settings.data) is None else 1


def supervisor(data: Path) -> int | None:
    """The process number of the living supervisor of a data folder, or None."""
    try:
        with (data / "run" / "serve.lock").open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                text = file.read().strip()
                return int(text) if text.isdecimal() else None
    except OSError:
        pass
    return None


def _prepare(settings: Environment, *, with_demo: bool) -> None:
    if run_to_end("prepare", data=settings.data) != 0:
        raise UnableToServe("The database could not be brought up to date; the reason is above.")
    if with_demo and run_to_end("demo", "--if-empty", "--quiet", data=settings.data) != 0:
        raise UnableToServe("The demonstration firm could not be loaded; the reason is above.")


def _supervise(settings: Environment) -> None:
    served = [Child("web", "web", data=settings.data)]
    if settings.events_port is not None:
        served.append(Child("events", "events", data=settings.data))
    worker = Child("worker", "worker", data=settings.data)
    announced = is_closed = False
    try:
        while True:
            if not settings.database_url and postgres.status(settings.data) is None:
                _restart_postgres(settings.data)
            was_closed, is_closed = is_closed, (settings.data / CLOSED_MARK).exists()
            if is_closed and not was_closed:
                print("The pages are closed for an upgrade; the worker rests", flush=True)
                worker.stop()
            elif was_closed and not is_closed:
                print("The upgrade is over; starting the new code", flush=True)
                for child in served:
                    child.stop()
            for child in served:
                child.tend()
            if not is_closed:
                worker.tend()
            if not announced and _answers(settings):
                announced = True
                print(f"\nFemida: {address(settings)}\n", flush=True)
                print_logins(settings.data)
                print_invitation(settings)
            time.sleep(LOOK_EVERY)
    finally:
        for child in (*served, worker):
            child.ask_to_end()
        until = time.monotonic() + END_WITHIN
        for child in (*served, worker):
            child.wait_for_end(until)


def _restart_postgres(data: Path) -> None:
    print("PostgreSQL is gone; starting it again", flush=True)
    try:
        postgres.start(data)
    except UnableToRunPostgres as error:
        # a full disk may be freed by a person: pages answer 500 meanwhile, nothing is lost
        print(f"{error}\nTrying again in 5 s", flush=True)
        time.sleep(5)


def address(settings: Environment) -> str:
    """Where a browser on this machine finds the site."""
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host  # noqa: S104
    return f"{_scheme(settings)}://{host}:{settings.port}/"


def _scheme(settings: Environment) -> str:
    return "https" if settings.tls_cert is not None else "http"


def _answers(settings: Environment) -> bool:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    name = f"[{host}]" if ":" in host else host
    # the certificate is of the site's name, and this asks the machine itself
    trusting = ssl._create_unverified_context() if settings.tls_cert is not None else None  # noqa: S323
    url = f"{_scheme(settings)}://{name}:{settings.port}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=0.5, context=trusting) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def _check_certificate(settings: Environment) -> None:
    if settings.tls_cert is None or settings.tls_key is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "reason", None) or error.strerror or error
        raise UnableToServe(
            f"The certificate {settings.tls_cert} and the key {settings.tls_key} cannot be used: {reason}."
        ) from None


def _check_port(settings: Environment, port: int, name: str = "FEMIDA_PORT") -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError as error:
            raise UnableToServe(
                f"Cannot listen on {settings.host}:{port}: {error.strerror}. Choose another port with {name}."
            ) from error


@contextlib.contextmanager
def _only_supervisor(data: Path) -> Iterator[None]:
    path = data / "run" / "serve.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnableToServe(
                f"Femida already runs on the data folder {data} (process {supervisor(data)}). "
                "Stop it with Ctrl-C there, or with `femida stop`."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _signals_as_interrupt() -> Iterator[None]:
    """The first SIGTERM or Ctrl-C interrupts; later ones do not disturb the ending."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        for late in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(late, signal.SIG_IGN)
        raise KeyboardInterrupt

    kept = {
        number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
