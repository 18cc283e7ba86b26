"""`femida verify`: runs every registered invariant check over the whole database."""

import time

from femida.cli.starting import django_up


def verify() -> int:
    """Run the checks; 0 when every one holds, 1 otherwise."""
    with django_up():
        from django.utils.module_loading import autodiscover_modules

        from femida.platform.core.verify import checks

        autodiscover_modules("checks")
        failed = 0
        for name, check in sorted(checks.items()):
            started = time.monotonic()
            verdict = check()
            seconds = time.monotonic() - started
            mark = "ok    " if verdict.holds else "BROKEN"
            print(f"{mark}  {name}: {verdict.looked} looked at, {len(verdict.wrong)} wrong, {seconds:.2f} s")
            for line in verdict.wrong:
                print(f"          {line}")
            failed += not verdict.holds
        print(f"{len(checks.items())} checks, {failed} broken")
    return 1 if failed else 0
