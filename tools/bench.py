"""`make bench`: how quickly the pages of the demonstration firm answer, on this machine, now.

Starts a whole Femida on a data folder of its own, signs in as several roles, asks for the main
pages one after another over one connection each, and prints the quickest, the median and the 95th
percentile in milliseconds. Figures of a busy machine say little: look at the quickest first.
"""

import argparse
import http.client
import http.cookiejar
import json
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from tests.processes import Installation

PAGES = (
    "/",
    "/leads/",
    "/leads/?view=board",
    "/deals/",
    "/tasks/",
    "/calls/",
    "/notices/",
    "/search/?q=иван",
)
FIRST_CARD = re.compile(r'href="(/leads/\d+/)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ROLES = (0, 1, 2, 5)
WARM_UP = 3
SERVER_FAULT = 500


def sign_in(installation: Installation, login: str, password: str) -> str:
    """Sign in through the form, as a person does; the cookies for the next requests."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    url = f"{installation.url}/sign-in/"
    form = opener.open(url).read().decode()
    token = TOKEN.search(form)
    if token is None:
        raise SystemExit("The sign-in page has no form.")
    fields = {"csrfmiddlewaretoken": token.group(1), "login": login, "password": password}
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode(), {"Referer": url})
    opener.open(request).read()
    cookies = {cookie.name: cookie.value for cookie in jar}
    if "sessionid" not in cookies:
        raise SystemExit(f"{login} cannot sign in.")
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def measure(
    link: http.client.HTTPConnection, page: str, cookies: str, times: int
) -> tuple[int, int, list[float]]:
    """Ask for one page many times: the status, the bytes and the milliseconds of each."""
    took: list[float] = []
    status = size = 0
    for number in range(times + WARM_UP):
        began = time.perf_counter()
        link.request("GET", urllib.parse.quote(page, safe="/?=&"), headers={"Cookie": cookies})
        answer = link.getresponse()
        size = len(answer.read())
        status = answer.status
        # the first ones warm up caches and connections
        if number >= WARM_UP:
            took.append((time.perf_counter() - began) * 1000)
    return status, size, took


def main() -> int:
    """Measure and print; 1 when a page answers with a fault of the server."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=50, help="requests for each page and role")
    options = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "data", Path(folder) / "log")
        try:
            installation.start("--demo")
            logins = json.loads((installation.data / "demo-logins.json").read_text(encoding="utf-8"))
            print(f"{'role':<28} {'page':<22} {'status':>6} {'kB':>6} {'min':>7} {'p50':>7} {'p95':>7}  ms")
            for login in (logins[number] for number in ROLES if number < len(logins)):
                cookies = sign_in(installation, login["login"], login["password"])
                link = http.client.HTTPConnection("127.0.0.1", installation.port)
                link.request("GET", "/leads/", headers={"Cookie": cookies})
                card = FIRST_CARD.search(link.getresponse().read().decode())
                for page in (*PAGES, *([card.group(1)] if card else [])):
                    status, size, took = measure(link, page, cookies, options.times)
                    faults += status >= SERVER_FAULT
                    p95 = statistics.quantiles(took, n=20)[18]
                    figures = f"{min(took):>7.1f} {statistics.median(took):>7.1f} {p95:>7.1f}"
                    print(f"{login['role']:<28} {page:<22} {status:>6} {size / 1000:>6.1f} {figures}")
        finally:
            installation.destroy()
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
