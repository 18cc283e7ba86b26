// htmx: the token of forms, answers that are not 200, the network that went away, the session that ended.
import { csrfToken } from "./dom";
import { toast } from "./toasts";
import { word } from "./words";

interface SwapDetail { xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean; target: HTMLElement }

const SHOWN = new Set([403, 404, 409, 422]);

/** Shows or takes away the bar; a late answer does not hide it while the browser itself knows no network. */
export function setOffline(offline: boolean): void {
  document.documentElement.toggleAttribute("data-offline", offline || !navigator.onLine);
}

/** What to say about an answer that brought no fragment. */
export function sentenceOf(status: number, type: string | null, body: string): string {
  if (type?.includes("json")) {
    try {
      const answer = JSON.parse(body) as { sentence?: string };
      if (answer.sentence) return answer.sentence;
    } catch {
      // Not JSON after all: the general sentence below.
    }
  }
  if (type?.startsWith("text/plain") && body.length > 0 && body.length < 400 && status < 500) return body;
  const key = { 403: "denied", 404: "notFound", 409: "stale", 429: "tooMany" }[status] ?? (status >= 500 ? "failed" : "refused");
  return word(key);
}

function isFragment(xhr: XMLHttpRequest): boolean {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  return type.includes("html") && xhr.response !== "" && !/^\s*<!doctype/i.test(xhr.responseText);
}

document.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<SwapDetail>).detail;
  const { xhr } = detail;
  // The sign-in page in place of a fragment: the session is over, the whole page goes there.
  if (xhr.status === 401 || /<html[^>]*data-page="plain"/.test(xhr.responseText.slice(0, 600))) {
    if (xhr.status < 500) {
      detail.shouldSwap = false;
      window.location.reload();
      return;
    }
  }
  if (SHOWN.has(xhr.status) && isFragment(xhr)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.getResponseHeader("HX-Trigger")?.includes('"toast"')) return;
  toast(sentenceOf(xhr.status, xhr.getResponseHeader("Content-Type"), xhr.responseText), "bad");
});

document.addEventListener("htmx:sendError", () => setOffline(true));
document.addEventListener("htmx:timeout", () => toast(word("slow"), "bad"));
document.addEventListener("htmx:afterOnLoad", () => setOffline(false));
window.addEventListener("offline", () => setOffline(true));
window.addEventListener("online", () => setOffline(false));
if (!navigator.onLine) setOffline(true);
