"""The ready files of `deploy/` speak of what there is: commands, settings, addresses, files."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.urls import resolve

from femida.cli.main import _parser
from femida.config import environment, proxies

DEPLOY = environment.ROOT / "deploy"
OF_THE_PROXY = {"FEMIDA_UPSTREAM", "FEMIDA_EVENTS"}
FILES = sorted(path for path in DEPLOY.iterdir() if path.name != "README.md")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands() -> set[str]:
    for action in _parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return set(action.choices)
    raise AssertionError("the parser has no commands")


def test_every_file_is_listed():
    listed = re.findall(r"`([\w.-]+)`", text_of(DEPLOY / "README.md"))
    assert {path.name for path in FILES} <= set(listed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_settings_are_those_of_the_product(path):
    known = text_of(environment.ROOT / "femida" / "config" / "environment.py")
    names = set(re.findall(r"\b((?:FEMIDA|DATABASE)_[A-Z_]+)\b", text_of(path))) - OF_THE_PROXY
    assert [name for name in names if f"{name}:" not in known] == []


def test_the_pattern_of_settings_sees():
    assert all("FEMIDA_" in text_of(DEPLOY / name) for name in ("femida.service", "docker-compose.yml"))


def started() -> list[tuple[str, str]]:
    """The `femida` commands that the files start."""
    found = []
    for path in DEPLOY.glob("*.service"):
        found += [(path.name, word) for word in re.findall(r"bin/femida (\w+)", text_of(path))]
    found += [
        ("Containerfile", word)
        for word in re.findall(r'^CMD \["(\w+)"\]', text_of(DEPLOY / "Containerfile"), re.M)
    ]
    return found


def test_commands_exist():
    assert len(started()) == 3
    assert [one for one in started() if one[1] not in commands()] == []


def test_the_trusted_proxy_and_the_values_are_readable_by_the_product():
    pairs = dict(re.findall(r"Environment=(\w+)=(\S+)", text_of(DEPLOY / "femida.service")))
    read = environment.read(pairs)
    assert (read.is_https, read.log, read.trusted_proxies) == (True, "json", ("127.0.0.1",))
    inside = re.findall(r"(FEMIDA_\w+): \"?([^\s\"]+)", text_of(DEPLOY / "docker-compose.yml"))
    read = environment.read({name: value for name, value in inside if name not in OF_THE_PROXY})
    subnet = re.search(r"subnet: (\S+)", text_of(DEPLOY / "docker-compose.yml"))
    assert read.trusted_proxies == (subnet[1],)


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_what_is_for_machines_stays_inside_and_events_are_not_kept_back(name):
    words = text_of(DEPLOY / name)
    for address in ("metrics", "readyz"):
        assert resolve(f"/{address}")
        assert address in words
    for address in proxies.HEALTH:
        assert address.strip("/") in words
    assert "proxy_buffering off" in words or "flush_interval -1" in words


def test_the_image_is_built_of_what_there_is():
    words = text_of(DEPLOY / "Containerfile")
    makefile = text_of(environment.ROOT / "Makefile")
    targets = re.search(r"RUN make (\S+) (\S+)", words)
    assert targets
    assert all(stamp.rpartition("/")[2] in makefile for stamp in targets.groups())
    ignored = text_of(environment.ROOT / ".containerignore").split()
    assert {"data", ".git", "node_modules"} <= set(ignored)
    assert text_of(environment.ROOT / ".dockerignore").split() == ignored
    assert f"dockerfile: deploy/{(DEPLOY / 'Containerfile').name}" in text_of(DEPLOY / "docker-compose.yml")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")
def test_nginx_takes_the_file(tmp_path):
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-subj", "/CN=crm.example.ru"],
        check=True, capture_output=True,
    )  # fmt: skip
    words = text_of(DEPLOY / "nginx.conf")
    words = words.replace("/etc/ssl/femida/fullchain.pem", str(certificate))
    words = words.replace("/etc/ssl/femida/privkey.pem", str(key))
    (tmp_path / "femida.conf").write_text(words)
    (tmp_path / "nginx.conf").write_text(
        f"events {{}}\npid {tmp_path}/pid;\nhttp {{ include {tmp_path}/femida.conf; }}\n"
    )
    answer = subprocess.run(
        ["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
