"""What the environment says, read in one place.

Every variable of the product is named here, with its default, so that a stranger finds them
all without searching. Nothing in this module needs Django or touches the disk.
"""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The clone: the folder that holds `femida/`."""

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class UnableToReadEnvironment(Exception):
    """A variable has a value that means nothing; the message names it and says what is allowed."""


@dataclass(frozen=True)
class Environment:
    """The settings a person may change without touching code."""

    data: Path
    """FEMIDA_DATA: database, keys, files of the firm. Default: `data` inside the clone."""
    static: Path
    """FEMIDA_STATIC: built pictures, styles and scripts. Default: `build/static` inside the clone."""
    host: str
    """FEMIDA_HOST: the address `femida serve` listens on. Default: 127.0.0.1."""
    port: int
    """FEMIDA_PORT: its port. Default: 8000."""
    events_port: int | None
    """FEMIDA_EVENTS_PORT: behind a proxy that sends /live/ to this port, pages are answered by threads of
    their own (WSGI, about 2 ms sooner each) and events by one more process. Empty: one port for both."""
    web_processes: int
    """FEMIDA_WEB_PROCESSES: how many processes answer pages. Default: one per core, at most 4."""
    allowed_hosts: tuple[str, ...]
    """FEMIDA_ALLOWED_HOSTS: names the site answers to, comma separated, besides the loopback ones."""
    trusted_proxies: tuple[str, ...]
    """FEMIDA_TRUSTED_PROXIES: addresses or networks whose X-Forwarded-* headers are believed."""
    is_https: bool
    """FEMIDA_HTTPS: 1 when people reach the site by https only (cookies are then marked secure)."""
    is_debug: bool
    """FEMIDA_DEBUG: 1 shows errors with their values. Never on a server with real people's data."""
    language: str
    """FEMIDA_LANGUAGE: language of those who have not chosen one: ru (default) or en."""
    database_url: str
    """DATABASE_URL: any PostgreSQL 15+. Empty: the embedded server in FEMIDA_DATA."""
    database_owner_url: str
    """DATABASE_OWNER_URL: the role that owns the tables and migrates. Default: DATABASE_URL."""
    database_direct_url: str
    """DATABASE_DIRECT_URL: past PgBouncer, for listening, workers and locks. Default: DATABASE_URL."""
    soffice: str
    """FEMIDA_SOFFICE: LibreOffice for PDFs. Default: what is on PATH; "none": our own typesetting."""
    database_replica_url: str
    """DATABASE_REPLICA_URL: a streaming replica that reports read from. Empty: they read the primary."""
    replica_lag: int
    """FEMIDA_REPLICA_LAG: seconds a replica may be behind before reports read the primary. Default: 30."""
    backups: Path
    """FEMIDA_BACKUPS: where `femida upgrade` and `femida backup` without a name put their files.
    Default: `backups` inside FEMIDA_DATA; another disk is better."""
    log: str
    """FEMIDA_LOG: plain (default, for eyes) or json (one object a line, for collectors)."""
    tls_cert: Path | None
    """FEMIDA_TLS_CERT: a certificate with its chain; with FEMIDA_TLS_KEY pages are served by https."""
    tls_key: Path | None
    """FEMIDA_TLS_KEY: the private key of that certificate."""
    redirect_port: int | None
    """FEMIDA_REDIRECT_PORT: with a certificate, a plain port (80) that sends browsers on to https."""
    monitors: tuple[str, ...]
    """FEMIDA_MONITORS: addresses or networks, besides loopback, that may read /metrics and why
    /readyz is not ready."""
    metrics_token: str
    """FEMIDA_METRICS_TOKEN: whoever sends it (Authorization: Bearer …) may read them from anywhere."""
    acts_as_owner: bool
    """FEMIDA_DATABASE_ROLE=owner: this process migrates. Set by `femida migrate` for itself."""


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the environment (by default, the one of this process).

    Raises UnableToReadEnvironment when a value means nothing.
    """
    values = os.environ if variables is None else variables
    database_url = values.get("DATABASE_URL", "")
    data = _folder(values, "FEMIDA_DATA", ROOT / "data")
    tls_cert, tls_key = _tls(values)
    return Environment(
        data=data,
        static=_folder(values, "FEMIDA_STATIC", ROOT / "build" / "static"),
        host=values.get("FEMIDA_HOST") or "127.0.0.1",
        port=_number(values, "FEMIDA_PORT", 8000, highest=65535),
        events_port=_number(values, "FEMIDA_EVENTS_PORT", 0, highest=65535) or None,
        web_processes=_number(values, "FEMIDA_WEB_PROCESSES", min(4, os.cpu_count() or 1), highest=64),
        allowed_hosts=_words(values, "FEMIDA_ALLOWED_HOSTS"),
        trusted_proxies=_networks(values, "FEMIDA_TRUSTED_PROXIES"),
        is_https=_flag(values, "FEMIDA_HTTPS") or tls_cert is not None,
        is_debug=_flag(values, "FEMIDA_DEBUG"),
        language=_choice(values, "FEMIDA_LANGUAGE", ("ru", "en")),
        database_url=database_url,
        database_owner_url=values.get("DATABASE_OWNER_URL") or database_url,
        database_direct_url=values.get("DATABASE_DIRECT_URL") or database_url,
        soffice=values.get("FEMIDA_SOFFICE", "").strip(),
        database_replica_url=values.get("DATABASE_REPLICA_URL", ""),
        replica_lag=_number(values, "FEMIDA_REPLICA_LAG", 30, highest=86400),
        backups=_folder(values, "FEMIDA_BACKUPS", data / "backups"),
        log=_choice(values, "FEMIDA_LOG", ("plain", "json")),
        tls_cert=tls_cert,
        tls_key=tls_key,
        redirect_port=_number(values, "FEMIDA_REDIRECT_PORT", 0, highest=65535) or None,
        monitors=_networks(values, "FEMIDA_MONITORS"),
        metrics_token=values.get("FEMIDA_METRICS_TOKEN", "").strip(),
        acts_as_owner=values.get("FEMIDA_DATABASE_ROLE", "") == "owner",
    )


def _folder(values: Mapping[str, str], name: str, default: Path) -> Path:
    # one name for one place: two names for one data folder would start two servers on it
    return Path(values.get(name) or default).expanduser().resolve()


def _number(values: Mapping[str, str], name: str, default: int, highest: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= highest:
        raise UnableToReadEnvironment(f"{name}={text!r}: give a number from 1 to {highest}")
    return int(text)


def _flag(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").strip().lower()
    if text in ("", "0", "no", "false", "off"):
        return False
    if text in ("1", "yes", "true", "on"):
        return True
    raise UnableToReadEnvironment(f"{name}={text!r}: give 1 or 0")


def _words(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in values.get(name, "").split(",") if word.strip())


def _choice(values: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    text = values.get(name, "").strip() or allowed[0]
    if text not in allowed:
        raise UnableToReadEnvironment(f"{name}={text!r}: give {' or '.join(allowed)}")
    return text


def _networks(values: Mapping[str, str], name: str) -> tuple[str, ...]:
    words = _words(values, name)
    for word in words:
        try:
            ipaddress.ip_network(word, strict=False)
        except ValueError:
            raise UnableToReadEnvironment(
                f"{name}: {word!r} is neither an address nor a network; write 10.0.0.1 or 10.0.0.0/8"
            ) from None
    return words


def _tls(values: Mapping[str, str]) -> tuple[Path | None, Path | None]:
    """The certificate and its key: both or neither."""
    names = ("FEMIDA_TLS_CERT", "FEMIDA_TLS_KEY")
    given = [Path(values[name]).expanduser().resolve() for name in names if values.get(name)]
    if len(given) == 1:
        raise UnableToReadEnvironment("FEMIDA_TLS_CERT and FEMIDA_TLS_KEY go together: give both")
    return (given[0], given[1]) if given else (None, None)
