// Alpine in its build for a strict CSP: pages name the parts registered here and nothing else.
import Alpine from "@alpinejs/csp";
import { toast } from "./toasts";
import { word } from "./words";

interface WithElement { $el: HTMLElement }

/** x-data="disclosure": a part that opens and closes; @click="toggle", x-show="open". */
Alpine.data("disclosure", () => ({
  open: false,
  toggle(this: { open: boolean }): void { this.open = !this.open; },
  close(this: { open: boolean }): void { this.open = false; },
}));

/** x-data="copy" data-text="…": @click="copy" puts the text into the clipboard. */
Alpine.data("copy", () => ({
  async copy(this: WithElement): Promise<void> {
    const text = this.$el.closest<HTMLElement>("[data-text]")?.dataset.text ?? "";
    await navigator.clipboard.writeText(text);
    toast(word("copied"));
  },
}));

/** x-data="timer" data-since="ISO": counts up every second; with data-until it counts down and goes below zero. */
Alpine.data("timer", () => ({
  shown: "",
  handle: 0,
  init(this: WithElement & { shown: string; handle: number }): void {
    const { since, until } = this.$el.dataset;
    const anchor = Date.parse(since ?? until ?? "");
    const draw = (): void => {
      const seconds = Math.trunc((since ? Date.now() - anchor : anchor - Date.now()) / 1000);
      const size = Math.abs(seconds);
      const two = (value: number): string => String(value).padStart(2, "0");
      const [hours, minutes, left] = [Math.trunc(size / 3600), Math.trunc(size / 60) % 60, size % 60];
      this.shown = `${seconds < 0 ? "−" : ""}${hours ? `${hours}:${two(minutes)}` : minutes}:${two(left)}`;
    };
    draw();
    this.handle = window.setInterval(draw, 1000);
  },
  destroy(this: { handle: number }): void { window.clearInterval(this.handle); },
}));

Alpine.start();
