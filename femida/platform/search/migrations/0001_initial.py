"""The table of search entries, divided by object type, and the folding of texts."""

from django.db import migrations, models

FOLD = """
CREATE FUNCTION femida_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(
    replace(lower(normalize(said, NFKC)), 'ё', 'е'), '[^[:alnum:]]+', ' ', 'g'))
$$;
"""

# The parts, their indexes and the triggers are made after each migration from the descriptions
# (femida.platform.search.building), which change without one.
TABLE = """
CREATE TABLE search_searchentry (
  object_type varchar(64) NOT NULL,
  object_id bigint NOT NULL,
  source varchar(40) NOT NULL,
  needs varchar(80) NOT NULL,
  text text COLLATE "C" NOT NULL,
  PRIMARY KEY (object_type, object_id, source)
) PARTITION BY LIST (object_type);
"""


class Migration(migrations.Migration):
    """Makes both tables; the first as Django cannot."""

    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION femida_fold(text)"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, "DROP TABLE search_searchentry CASCADE")],
            state_operations=[
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "object_type",
                                "object_id",
                                "source",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("object_type", models.CharField(max_length=64)),
                        ("object_id", models.BigIntegerField()),
                        ("source", models.CharField(max_length=40)),
                        ("needs", models.CharField(blank=True, max_length=80)),
                        ("text", models.TextField(db_collation="C")),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchPart",
            fields=[
                ("key", models.CharField(max_length=110, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
    ]
