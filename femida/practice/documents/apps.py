"""Registers the room with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Application entry of `femida.practice.documents`."""

    name = "femida.practice.documents"
    label = "documents"

    def ready(self) -> None:
        """Hang documents into the screens."""
        from femida.practice.documents import cards, template_cards  # noqa: F401
