// The palette: Ctrl+K (or the field in the bar) opens it over any page. The server draws the lines; here they are
// walked, opened and kept in step with what is typed: an answer that comes late for older words is dropped.
import htmx from "./htmx";
import { csrfToken, hit } from "./dom";
import { setOffline } from "./requests";
import { word } from "./words";

const PAUSE = 120;
const LINE = "[role=option]";

function start(dialog: HTMLDialogElement, url: string): void {
  const field = dialog.querySelector<HTMLInputElement>("#palette-field");
  const list = dialog.querySelector<HTMLElement>("#palette-lines");
  const voice = dialog.querySelector<HTMLElement>("#palette-said");
  if (!field || !list || !voice) return;
  let timer = 0;
  let asked: AbortController | null = null;
  let drawnFor: string | null = null;
  // Enter pressed before the answer is there opens the first line of that answer.
  let eager: { inNewTab: boolean } | null = null;

  const lines = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(LINE)];
  const current = (): HTMLElement | null => list.querySelector<HTMLElement>(`${LINE}[aria-selected=true]`);

  const choose = (line: HTMLElement | undefined): void => {
    current()?.setAttribute("aria-selected", "false");
    if (!line) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    line.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  };

  const draw = (html: string): void => {
    list.innerHTML = html;
    lines().forEach((line, index) => { line.id = `palette-line-${index}`; });
    list.scrollTop = 0;
    choose(lines()[0]);
    voice.textContent = list.querySelector<HTMLElement>("[data-said]")?.dataset.said ?? "";
    if (eager) {
      const { inNewTab } = eager;
      eager = null;
      const first = current();
      if (first) take(first, inNewTab);
    }
  };

  const ask = async (by = ""): Promise<void> => {
    window.clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const mine = asked;
    const typed = field.value.trim();
    dialog.toggleAttribute("data-waiting", true);
    const body = new URLSearchParams(by ? { q: typed, by } : { q: typed });
    try {
      const answer = await fetch(url, {
        method: "POST", body, signal: mine.signal, headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" },
      });
      const html = await answer.text();
      if (mine !== asked) return;
      // the sign-in page in place of lines: the session is over
      if (answer.status === 401 || answer.redirected) window.location.reload();
      else if (!answer.ok) throw new Error(String(answer.status));
      setOffline(false);
      drawnFor = typed;
      draw(html);
    } catch {
      if (mine !== asked || mine.signal.aborted) return;
      eager = null;
      drawnFor = null;
      const said = document.createElement("p");
      said.className = "f-pal-note";
      said.textContent = word("slow");
      list.replaceChildren(said);
      voice.textContent = said.textContent;
    } finally {
      if (mine === asked) dialog.toggleAttribute("data-waiting", false);
    }
  };

  const open = (typed = ""): void => {
    if (dialog.open) return;
    field.value = typed;
    list.replaceChildren();
    drawnFor = null;
    eager = null;
    dialog.showModal();
    field.focus();
    void ask();
  };

  const take = (line: HTMLElement, inNewTab: boolean): void => {
    const { ask: by, press, dialogUrl } = line.dataset;
    if (by) {
      void ask(by);
      return;
    }
    const href = line.getAttribute("href");
    if (href && inNewTab) {
      window.open(href, "_blank", "noopener");
      return;
    }
    dialog.close();
    if (press) document.querySelector<HTMLElement>(press)?.click();
    else if (dialogUrl) void htmx.ajax("get", dialogUrl, { target: "#dialog-body", swap: "innerHTML" });
    else if (href) window.location.assign(href);
  };

  const step = (by: number): void => {
    const all = lines();
    if (!all.length) return;
    const place = all.indexOf(current() as HTMLElement);
    choose(all[(place + by + all.length) % all.length]);
  };

  const jump = (by: number): void => {
    const groups = [...list.querySelectorAll<HTMLElement>("[data-group]")];
    if (!groups.length) return;
    const place = groups.findIndex((group) => group.contains(current()));
    choose(groups[(place + by + groups.length) % groups.length]?.querySelector<HTMLElement>(LINE) ?? undefined);
  };

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    asked?.abort();
    eager = null;
    timer = window.setTimeout(() => void ask(), PAUSE);
  });

  dialog.addEventListener("keydown", (event) => {
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Tab: () => jump(event.shiftKey ? -1 : 1),
      Enter: () => {
        const inNewTab = event.ctrlKey || event.metaKey;
        if (drawnFor === field.value.trim()) {
          const line = current();
          if (line) take(line, inNewTab);
        } else {
          eager = { inNewTab };
          void ask();
        }
      },
    };
    if (event.isComposing) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.select();
      return;
    }
    const move = moves[event.key];
    if (!move || (event.key === "Enter" && event.target !== field)) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  });

  list.addEventListener("click", (event) => {
    const line = hit(event, LINE);
    if (!line) return;
    // a plain link is the browser's own: with Ctrl or the wheel it opens beside
    if (line.matches("a[href]") && !line.dataset.dialogUrl && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    take(line, false);
    if (dialog.open) field.focus();
  });

  list.addEventListener("pointermove", (event) => {
    const line = hit(event, LINE);
    if (line && line !== current()) choose(line);
  });

  // The browser gives the focus back to where it was.
  dialog.addEventListener("close", () => {
    window.clearTimeout(timer);
    asked?.abort();
  });

  // Pressed or typed into, the field in the bar is the palette; walking over it by Tab opens nothing.
  const bar = document.getElementById("search");
  if (!(bar instanceof HTMLInputElement)) return;
  bar.dataset.keyPress = "yes";
  bar.addEventListener("click", () => {
    open(bar.value);
    field.select();
  });
  bar.addEventListener("input", () => {
    open(bar.value);
    bar.value = bar.defaultValue;
  });
}

const palette = document.getElementById("palette");
if (palette instanceof HTMLDialogElement && palette.dataset.palette) start(palette, palette.dataset.palette);
