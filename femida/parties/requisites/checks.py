"""Invariants of requisites that `femida verify` looks at."""

from __future__ import annotations

from femida.kernel import identifiers
from femida.parties.requisites.models import Requisites
from femida.parties.requisites.reading import identifier, organisation_inn
from femida.platform.core.errors import Invalid
from femida.platform.core.verify import Verdict, check, sql_check

_NUMBERS = {
    "inn": organisation_inn,
    "kpp": identifiers.validate_kpp,
    "ogrn": identifiers.validate_ogrn,
    "ogrnip": identifiers.validate_ogrnip,
}
MOST_NAMED = 20


@check("requisites: open numbers have right check digits")
def numbers_fit() -> Verdict:
    """Every stored INN, KPP, OGRN and OGRNIP is one that would be taken today."""
    looked, wrong = 0, []
    for row in Requisites.objects.order_by("pk").iterator():
        looked += 1
        for field, validate in _NUMBERS.items():
            try:
                identifier(field, validate, getattr(row, field))
            except Invalid:
                wrong.append(f"party {row.party_id}: {field}")
    return Verdict(looked, tuple(wrong[:MOST_NAMED]))


sql_check(
    "requisites: a passport in use was issued from the 14th birthday on",
    count="""
        SELECT count(*) FROM requisites_identitydocument
         WHERE kind = 'passport' AND outdated_at IS NULL
    """,
    broken="""
        SELECT 'document ' || d.id FROM requisites_identitydocument d
          JOIN requisites_requisites r ON r.party_id = d.party_id
         WHERE d.kind = 'passport' AND d.outdated_at IS NULL
           AND d.issued_on < r.birth_date + interval '14 years'
    """,
)
