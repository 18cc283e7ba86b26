"""`femida verify`: runs every registered invariant check over the whole database."""

import time

from femida.cli.starting import django_up


def verify() -> int:
    """Run the checks; 0 when every one holds, 1 otherwise."""
    with django_up():
        broken = run_checks()
    return 1 if broken else 0


def run_checks(*, is_quiet: bool = False) -> list[str]:
    """Run every check and print its verdict (with `is_quiet`, of the broken ones); names of the broken ones.

    Django must be up.
    """
    from django.utils.module_loading import autodiscover_modules

    from femida.platform.core.verify import checks

    autodiscover_modules("checks")
    broken = []
    for name, check in sorted(checks.items()):
        started = time.monotonic()
        verdict = check()
        seconds = time.monotonic() - started
        mark = "ok    " if verdict.holds else "BROKEN"
        if not (is_quiet and verdict.holds):
            print(f"{mark}  {name}: {verdict.looked} looked at, {len(verdict.wrong)} wrong, {seconds:.2f} s")
            for line in verdict.wrong:
                print(f"          {line}")
        if not verdict.holds:
            broken.append(name)
    if not is_quiet:
        print(f"{len(checks.items())} checks, {len(broken)} broken")
    return broken
