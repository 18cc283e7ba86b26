"""Stems of Russian words: forms of one word have one, and it is the one PostgreSQL would take."""

import pytest
from django.db import connection

from femida.kernel.stems import stem_ru

WORDS = """
кузнецова кузнецовым договоры договора договоров договору банкротство банкротства банкротством анна анне анной
илья ильи ильей наталья натальей мария марии взыскание взысканию взыскать взыскал взыскивали должник
должниками
юрист юриста юридический юридическая наследство наследников развод разводиться развелась жилищный жилищного
возможность возможности красивейший страховая страховой сделка сделок сделке обратившись обращавшийся прочитав
оплаченный оплаченная неустойка вступивший ёж я и у мир бегущий честность добрейше хочешь несущие едят
"""


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        ("договор договора договоры договором договорам", "договор"),
        ("банкротство банкротства банкротством", "банкротств"),
        ("анна анны анне анной", "ан"),
        ("кузнецова кузнецовым", "кузнецов"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms, stem):
    assert {stem_ru(word) for word in forms.split()} == {stem}


@pytest.mark.parametrize("word", ["", "abc", "123", "бвгд", "ooo", "мтс"])
def test_what_has_no_russian_vowel_stays(word):
    assert stem_ru(word) == word


@pytest.mark.django_db
def test_the_stem_is_that_of_the_database():
    words = [word for word in WORDS.split() if "ё" not in word]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('russian_stem', word))[1] FROM unnest(%s::text[]) AS word", [words]
        )
        # a word that is left out of every index (и, у) comes back empty
        rows = [(word, stem) for word, stem in cursor.fetchall() if stem]
    assert len(rows) > 50
    assert [(word, stem, stem_ru(word)) for word, stem in rows if stem_ru(word) != stem] == []
