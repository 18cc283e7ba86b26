"""Groups, grants and walls."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.access.rights import Scope

SCOPES = [
    (Scope.DENIED.value, _("denied")),
    (Scope.OWN.value, _("own")),
    (Scope.SUBORDINATES.value, _("own and subordinates'")),
    (Scope.DEPARTMENT.value, _("department")),
    (Scope.DIRECTION.value, _("direction")),
    (Scope.OFFICE.value, _("office")),
    (Scope.FIRM.value, _("whole firm")),
]


class Group(models.Model):
    """A group of people with the same rights; `key` names the groups that presets make."""

    key = models.SlugField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class GroupGrant(models.Model):
    """A right of a group with its scope."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=80)
    scope = models.PositiveSmallIntegerField(choices=SCOPES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "right"], name="access_groupgrant_once")]


class GroupMember(models.Model):
    """A person in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="access_groupmember_once")]


class PersonGrant(models.Model):
    """A right of one person: beats the group's, in both directions; scope 0 takes the right away."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=80)
    scope = models.PositiveSmallIntegerField(choices=SCOPES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "right"], name="access_persongrant_once")]


class Wall(models.Model):
    """A closed matter: rows that carry this wall are for the named people only."""

    object_type = models.CharField(max_length=64)
    object_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id"],
                condition=models.Q(lifted_at__isnull=True),
                name="access_wall_one_standing",
            )
        ]


class WallMember(models.Model):
    """A person who may pass a wall."""

    wall = models.ForeignKey(Wall, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wall", "person"], name="access_wallmember_once")]


class RightsMark(models.Model):
    """One row, whose mark is drawn anew by triggers whenever rights or places of people change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="access_rightsmark_one")]
