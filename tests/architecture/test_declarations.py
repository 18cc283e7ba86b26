"""Nothing without a declaration: addresses have rights, models have scopes, descriptions are true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import FieldError
from django.db.models import Index, UniqueConstraint
from django.urls import URLPattern, URLResolver, get_resolver

from femida.platform.access.rights import rights
from femida.platform.access.scoping import scopings
from femida.platform.commands.core import commands
from femida.platform.objects.types import object_types
from tests.architecture.house import ROOT, room_configs

# Pages of libraries, each with the reason why no right of ours stands on it.
FOREIGN = {
    "allauth.": "signing in and out: for people without a session, or about one's own account",
    "django.views.static": "static files while developing",
    "django.contrib.staticfiles": "static files while developing",
    "django.views.i18n": "the catalogue of words",
}


def all_patterns(resolver: URLResolver | None = None) -> Iterator[tuple[str, URLPattern]]:
    """Every address with its pattern."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry)
        else:
            yield f"{resolver.pattern}{entry.pattern}", entry


def test_every_address_declares_its_right():
    wrong = []
    for address, pattern in all_patterns():
        view = pattern.callback
        if any(view.__module__.startswith(start) for start in FOREIGN):
            continue
        if not hasattr(view, "declared_right"):
            wrong.append(f"{address} ({view.__module__}.{view.__name__})")
        elif view.declared_right is None:
            assert view.declared_reason, address
        else:
            assert view.declared_right in rights, f"{address}: {view.declared_right}"
    assert wrong == []
    assert sum(1 for _ in all_patterns()) > 10


def test_every_model_has_a_scope():
    missing = [
        model._meta.label
        for config in room_configs()
        for model in config.get_models()
        if model._meta.label_lower not in scopings
    ]
    assert missing == []


def test_every_open_model_says_why():
    for scoping in scopings:
        if hasattr(scoping, "reason"):
            assert len(scoping.reason) > 10, scoping.model


def test_commands_and_descriptions_name_declared_rights():
    assert len(list(commands)) > 20
    for command in commands:
        assert command.right in rights, command.name
    for object_type in object_types:
        assert object_type.view_right in rights, object_type.key
        if object_type.create_right:
            assert object_type.create_right in rights, object_type.key


def test_described_columns_exist():
    for object_type in object_types:
        paths = {f.value_path for f in object_type.fields} | {f.text_path for f in object_type.fields}
        paths |= {object_type.title, *object_type.search}
        try:
            str(object_type.model._default_manager.values_list(*sorted(paths)).query)
        except FieldError as error:
            raise AssertionError(f"{object_type.key}: {error}") from error


def _indexed_first(model) -> set[str]:
    first = {field.attname for field in model._meta.concrete_fields if field.db_index or field.unique}
    for index in (*model._meta.indexes, *model._meta.constraints):
        if (
            isinstance(index, Index | UniqueConstraint)
            and index.fields
            and not getattr(index, "condition", None)
        ):
            first.add(index.fields[0].lstrip("-"))
    return first | {"id"}


def test_sortable_fields_and_default_orders_have_an_index():
    ours = [one for one in object_types if one.model.__module__.startswith("femida.")]
    for object_type in ours:
        indexed = _indexed_first(object_type.model)
        for field in object_type.fields:
            if field.sortable:
                assert field.value_path in indexed, f"{object_type.key}.{field.name}"
        assert object_type.order[0].lstrip("-") in indexed, object_type.key
        assert object_type.order[-1].lstrip("-") in ("id", "pk"), object_type.key


def test_files_stay_short():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for folder in ("femida", "tests", "assets")
        for path in Path(ROOT / folder).rglob("*")
        if path.suffix in (".py", ".js", ".ts", ".css", ".html")
        and "node_modules" not in path.parts
        and "static" not in path.parts
        if (lines := len(path.read_text().splitlines())) > 500
    ]
    assert long == []
