"""The texts in which the house searches, beside the rows they were made from."""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """The searched text of one object, from one source: its own description, or a room above.

    Written by triggers alone (see `building`), in the act that writes the row. `needs` is the right without
    which this text is not looked into; "" for what everybody sees who sees the object. The table is divided
    by object type, each part with indexes of its own: a search in few contracts never walks many calls.
    """

    pk = models.CompositePrimaryKey("object_type", "object_id", "source")
    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    source = models.CharField(max_length=40)
    needs = models.CharField(max_length=80, blank=True)
    text = models.TextField(db_collation="C")


class SearchPart(models.Model):
    """A source whose triggers stand in the database, and the digest of what they were made from."""

    key = models.CharField(max_length=110, primary_key=True)
    digest = models.CharField(max_length=64)
