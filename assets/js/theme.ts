// Runs before the first paint: settles the theme and the width of the navigation without a flash.
const root = document.documentElement;
const systemIsDark = window.matchMedia("(prefers-color-scheme: dark)");

function settle(): void {
  const chosen = root.dataset.theme;
  const dark = chosen === "dark" || (chosen !== "light" && systemIsDark.matches);
  root.dataset.bsTheme = dark ? "dark" : "light";
}

settle();
systemIsDark.addEventListener("change", settle);
document.addEventListener("theme:chosen", settle);
// Paper is white whatever the screen is.
window.addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
window.addEventListener("afterprint", settle);

try {
  if (localStorage.getItem("femida.nav") === "folded") root.dataset.nav = "folded";
} catch {
  // Storage may be switched off; the navigation then starts unfolded.
}
