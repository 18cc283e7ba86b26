// Words of the scripts come translated from the page: <script type="application/json" id="script-words">.
let words: Record<string, string> | undefined;

export function word(key: string, values: Record<string, string> = {}): string {
  words ??= JSON.parse(document.getElementById("script-words")?.textContent ?? "{}") as Record<string, string>;
  const text = words[key] ?? "";
  return text.replace(/%\((\w+)\)s/g, (_whole, name: string) => values[name] ?? "");
}
