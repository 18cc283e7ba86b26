"""What import-linter cannot see: keys, migrations, addresses and templates also point downward only."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.urls import get_resolver

from femida.platform.objects.types import object_types
from tests.architecture.house import RANK, ROOT, rank_of_label, room_configs, room_of_file


def relations():
    """Every foreign key and one-to-one of the house's own models."""
    for config in room_configs():
        for model in config.get_models():
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and not field.auto_created:
                    yield config, model, field


def test_the_house_is_not_empty():
    assert len(list(relations())) > 20


def test_foreign_keys_point_downward():
    wrong = []
    for config, model, field in relations():
        target = rank_of_label(field.related_model._meta.app_label)
        if target is not None and target > RANK[config.name]:
            wrong.append(f"{model.__name__}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []


def test_foreign_keys_leave_no_name_behind():
    """`related_name="+"`: a lower room must not grow attributes of the rooms above it."""
    wrong = [
        f"{model.__name__}.{field.name}"
        for _config, model, field in relations()
        if field.remote_field.related_name not in ("+",) and not field.remote_field.hidden
    ]
    assert wrong == []


def test_migrations_depend_downward():
    loader = MigrationLoader(None)
    wrong = []
    for (label, name), migration in loader.disk_migrations.items():
        own = rank_of_label(label) if label in apps.app_configs else None
        if own is None:
            continue
        for needed_label, _needed in migration.dependencies:
            if needed_label == "__setting__":
                continue
            needed = rank_of_label(needed_label)
            if needed is not None and needed > own:
                wrong.append(f"{label}.{name} needs {needed_label}")
    assert wrong == []


def namespaces() -> dict[str, str]:
    """URL namespace -> room that answers it (generic screens belong to the described type's room)."""
    found = {}
    for pattern in get_resolver().url_patterns:
        namespace = getattr(pattern, "namespace", None)
        if namespace is None:
            continue
        for object_type in object_types:
            if object_type.slug == namespace:
                found[namespace] = object_type.model._meta.app_config.name
        if namespace not in found:
            module = getattr(pattern, "urlconf_module", None)
            name = getattr(module, "__name__", "")
            rooms = [room for room in RANK if name.startswith(f"{room}.")]
            if rooms:
                found[namespace] = max(rooms, key=len)
    return found


ADDRESS = re.compile(
    r"""(?:reverse|reverse_lazy|resolve_url|redirect)\(\s*["']([\w-]+):|\{%\s*url\s+["']([\w-]+):"""
)
TEMPLATE = re.compile(r"""\{%\s*(?:extends|include)\s+["']([\w-]+)/""")


def sources():
    """Python and template files of the rooms."""
    for config in room_configs():
        folder = ROOT / config.name.replace(".", "/")
        for path in (*folder.rglob("*.py"), *folder.rglob("*.html")):
            if "migrations" not in path.parts:
                yield path


def test_addresses_point_downward():
    owners = namespaces()
    wrong = []
    for path in sources():
        own = RANK[room_of_file(path) or ""]
        for match in ADDRESS.finditer(path.read_text()):
            owner = owners.get(match[1] or match[2])
            if owner is not None and RANK[owner] > own:
                wrong.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert wrong == []


def test_templates_include_downward():
    folders = {}
    for config in room_configs():
        for folder in (ROOT / config.name.replace(".", "/") / "templates").glob("*"):
            folders.setdefault(folder.name, config.name)
    wrong = []
    for path in sources():
        if path.suffix != ".html":
            continue
        own = RANK[room_of_file(path) or ""]
        for match in TEMPLATE.finditer(path.read_text()):
            owner = folders.get(match[1])
            if owner is not None and RANK[owner] > own:
                wrong.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert wrong == []


@pytest.mark.parametrize("line", ['{% extends "a/b.html" %}', "{% include 'a/c.html' %}"])
def test_the_template_pattern_sees(line):
    assert TEMPLATE.search(line)[1] == "a"


@pytest.mark.parametrize("line", ['reverse("leads:card")', '{% url "leads:card" 5 %}', "redirect('leads:x')"])
def test_the_address_pattern_sees(line):
    match = ADDRESS.search(line)
    assert (match[1] or match[2]) == "leads"
