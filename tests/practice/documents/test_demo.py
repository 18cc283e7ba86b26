"""Documents of the demonstration firm."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from femida.cli.demo import DemoContext
from femida.platform.core.verify import checks
from femida.practice.documents import demo
from femida.practice.documents.models import Document, DocumentVersion, Template, TemplateVersion
from tests.practice.documents.papers import some_papers

pytestmark = pytest.mark.django_db


def test_contracts_get_papers_and_the_ready_templates_are_published():
    papers = some_papers()
    demo.build(DemoContext(random=random.Random(1), now=datetime(2026, 11, 18, 12, tzinfo=UTC)))
    assert Template.objects.count() == TemplateVersion.objects.filter(state="published").count() == 2
    titles = sorted(Document.objects.filter(contract=papers.contract).values_list("title", "last_number"))
    assert titles == [
        ("Доверенность", 1),
        ("Договор об оказании юридических услуг", 2),
        ("Паспорт: главная страница", 1),
    ]
    assert Document.objects.filter(is_published=True).count() == 1
    assert DocumentVersion.objects.filter(pdf_state="waiting").count() == 3
    assert all(check().holds for name, check in checks.items() if name.startswith("documents:"))
