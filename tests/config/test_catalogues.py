"""The tool that keeps the Russian words, and the words themselves."""

import gettext
from pathlib import Path

import polib
import pytest

from femida.cli import catalogues

SOURCE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

TITLE = _("Call the client")
COUNT = ngettext("%(count)s call", "%(count)s calls", 2)
STAGE = pgettext("stage", "New")
"""
TEMPLATE = """
{% load i18n %}
    <div>
      <h1>{% translate "Take the lead" %}</h1>
   </div>
{% blocktranslate trimmed with name=person.name %}
  The lead of
  {{ name }}
{% endblocktranslate %}
"""


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room of the test's own, by name."""
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    folder = tmp_path / "femida" / "sales" / "probe"
    (folder / "templates" / "probe").mkdir(parents=True)
    (folder / "migrations").mkdir()
    (folder / "views.py").write_text(SOURCE, encoding="utf-8")
    (folder / "migrations" / "0001.py").write_text('from x import _\n_("Frozen")\n', encoding="utf-8")
    (folder / "templates" / "probe" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return "femida.sales.probe"


def fill(room: str, **forms: str) -> Path:
    path = catalogues.catalogue(room)
    file = polib.pofile(str(path))
    words = {
        "Call the client": "Позвонить клиенту",
        "New": "Новый",
        "Take the lead": "Взять лид",
        "The lead of %(name)s": "Лид: %(name)s",
        **forms,
    }
    for entry in file:
        if entry.msgid_plural:
            entry.msgstr_plural = dict(
                enumerate(["%(count)s звонок", "%(count)s звонка", "%(count)s звонков", "%(count)s звонка"])
            )
        else:
            entry.msgstr = words[entry.msgid]
    file.save()
    return path


def test_every_kind_of_phrase_is_found_and_migrations_are_left_out(room):
    phrases = catalogues.phrases_of(catalogues._folder(room))
    assert {(phrase.context, phrase.text, phrase.plural) for phrase in phrases} == {
        ("", "Call the client", ""),
        ("", "%(count)s call", "%(count)s calls"),
        ("stage", "New", ""),
        ("", "Take the lead", ""),
        ("", "The lead of %(name)s", ""),
    }


def test_update_is_stable_keeps_translations_and_names_neither_dates_nor_lines(room):
    catalogues.update([room])
    path = fill(room)
    catalogues.update([room])
    first = path.read_text(encoding="utf-8")
    assert catalogues.update([room]) == []
    assert path.read_text(encoding="utf-8") == first
    assert "Позвонить клиенту" in first
    assert "#:" not in first
    assert "Date" not in first
    assert catalogues.check([room]) == []


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda text: text.replace("Взять лид", ""), "untranslated: 'Take the lead'"),
        (lambda text: text.replace("Лид: %(name)s", "Лид: %(nane)s"), "placeholders differ"),
        (lambda text: text.replace("%(count)s звонков", ""), "untranslated: '%(count)s call'"),
        (lambda text: text.replace("%(count)s звонков", "%(n)s звонков"), "placeholders differ"),
        (lambda text: text.replace('msgid "Take', '#, fuzzy\nmsgid "Take'), "fuzzy: 'Take the lead'"),
        (lambda text: text.replace('msgid "Take the', 'msgid "Drop the'), "missing: 'Take the lead'"),
        (lambda text: text.replace('msgid "Take the', 'msgid "Drop the'), "any more: 'Drop the lead'"),
        (lambda text: text + '\n#~ msgid "Old"\n#~ msgstr "Старый"\n', "obsolete: 'Old'"),
    ],
)
def test_check_names_what_is_wrong(room, spoil, complaint):
    catalogues.update([room])
    path = fill(room)
    spoiled = spoil(path.read_text(encoding="utf-8"))
    path.write_text(spoiled, encoding="utf-8")
    assert any(complaint in fault for fault in catalogues.check([room])), catalogues.check([room])


def test_a_room_with_phrases_and_no_catalogue_is_named(room):
    assert "no catalogue" in catalogues.check([room])[0]


def test_compiled_plurals_follow_the_number(room):
    catalogues.update([room])
    path = fill(room)
    assert catalogues.compile_all([room]) == 1
    assert catalogues.compile_all([room]) == 0
    with path.with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    said = [words.ngettext("%(count)s call", "%(count)s calls", n) % {"count": n} for n in (1, 2, 5, 11, 21)]
    assert said == ["1 звонок", "2 звонка", "5 звонков", "11 звонков", "21 звонок"]


def test_every_phrase_of_the_product_is_translated():
    assert catalogues.check() == []
