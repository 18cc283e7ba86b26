"""What a person calls the browser that signed in: a name and a system, out of its long word for itself."""

from __future__ import annotations

# Most browsers call themselves Chrome and Safari too, so the order counts.
_BROWSERS = (
    ("YaBrowser", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """ "Firefox, Windows"; empty when nothing is recognised."""
    found = (
        next((name for token, name in names if token in user_agent), "") for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)
