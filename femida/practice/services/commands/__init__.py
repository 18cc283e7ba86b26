"""Every write to the list of services, for the floors above."""

from femida.practice.services.commands.prices import set_price, set_vat
from femida.practice.services.commands.services import (
    add_group,
    add_service,
    archive_service,
    change_group,
    change_service,
    restore_service,
)
from femida.practice.services.commands.work import add_field, add_stage, change_field, change_stage

__all__ = [
    "add_field",
    "add_group",
    "add_service",
    "add_stage",
    "archive_service",
    "change_field",
    "change_group",
    "change_service",
    "change_stage",
    "restore_service",
    "set_price",
    "set_vat",
]
