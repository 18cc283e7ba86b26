"""Registers the room with Django."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Application entry of `femida.firm.staff`; answers the policy's questions about people."""

    name = "femida.firm.staff"
    label = "staff"

    def ready(self) -> None:
        """Hang in what is asked from below: places of people, the door's register, the card's panels."""
        from femida.firm.staff import cards, door, placing  # noqa: F401
