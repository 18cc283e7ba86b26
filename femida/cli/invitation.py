"""What the console says while nobody has an account yet: the address at which the firm is set up."""

from __future__ import annotations

from femida.config.environment import Environment


def print_invitation(settings: Environment) -> None:
    """Print the set-up address with its token, if the start found an empty house."""
    from femida.cli.serving import address

    try:
        token = (settings.data / "run" / "setup-token").read_text(encoding="ascii").strip()
    except OSError:
        return
    print(
        "Nobody has an account yet. Set up the firm (the address works once):\n"
        f"  {address(settings)}setup/?token={token}\n"
        "or on this console: femida init\n",
        flush=True,
    )
