"""The mark under which policies are kept between requests."""

from django.db import migrations, models

from femida.platform.access.watching import WatchRights

# At the end of the transaction, and by whoever changes rights, so that the lock on the one row is short.
FUNCTION = """
CREATE FUNCTION access_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_rightsmark (id, mark) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET mark = excluded.mark;
  RETURN NULL;
END $$;
INSERT INTO access_rightsmark (id, mark) VALUES (1, gen_random_uuid());
"""


class Migration(migrations.Migration):
    """Makes the mark and watches groups, grants, members, walls and blocked accounts."""

    dependencies = [("access", "0001_initial"), ("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RightsMark",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("mark", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="access_rightsmark_one")
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION access_rights_changed()"),
        WatchRights("access_groupgrant"),
        WatchRights("access_groupmember"),
        WatchRights("access_persongrant"),
        WatchRights("access_wall"),
        WatchRights("access_wallmember"),
        WatchRights("accounts_user", columns=("is_active",)),
    ]
