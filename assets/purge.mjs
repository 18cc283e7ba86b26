// Drops the rules of a style sheet whose classes no page, script or renderer of ours mentions. Tabler is a whole
// kit; the pages use a small part of it, and office computers should not read the rest on every page.

/** Splits `text` at top-level commas: "a, b:is(c, d)" gives two. */
function splitSelectors(text) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let place = 0; place < text.length; place += 1) {
    const sign = text[place];
    if (sign === "\\") place += 1;
    else if (sign === "(" || sign === "[") depth += 1;
    else if (sign === ")" || sign === "]") depth -= 1;
    else if (sign === "," && depth === 0) {
      parts.push(text.slice(start, place));
      start = place + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Whether every class that the selector demands (not those it excludes) may stand on a page. */
function isUsed(selector, words) {
  const demanded = selector.replace(/:not\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "");
  const classes = demanded.match(/\.(?:\\.|[\w-])+/g) ?? [];
  return classes.every((name) => words.has(name.slice(1).replace(/\\/g, "")));
}

/** The place after the block that opens at `open`; strings may hold braces. */
function endOfBlock(css, open) {
  let depth = 0;
  for (let place = open; place < css.length; place += 1) {
    const sign = css[place];
    if (sign === '"' || sign === "'") {
      for (place += 1; css[place] !== sign; place += 1) if (css[place] === "\\") place += 1;
    } else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return place + 1;
    }
  }
  throw new Error("a style sheet ends inside a block");
}

/** The style sheet without comments and without unused rules. `words` is a Set of all words of the sources. */
export function purge(source, words) {
  const css = source.replace(/\/\*[\s\S]*?\*\//g, "");
  let kept = "";
  let place = 0;
  while (place < css.length) {
    const open = css.indexOf("{", place);
    if (open === -1) return kept + css.slice(place);
    const semicolon = css.indexOf(";", place);
    if (semicolon !== -1 && semicolon < open) {
      kept += css.slice(place, semicolon + 1);
      place = semicolon + 1;
      continue;
    }
    const head = css.slice(place, open).trim();
    const end = endOfBlock(css, open);
    const body = css.slice(open + 1, end - 1);
    if (/^@(media|supports|layer|container)\b/.test(head)) {
      const inner = purge(body, words);
      if (inner.trim()) kept += `${head}{${inner}}`;
    } else if (head.startsWith("@")) {
      kept += `${head}{${body}}`;
    } else {
      const selectors = splitSelectors(head).filter((selector) => isUsed(selector, words));
      if (selectors.length) kept += `${selectors.join(",")}{${body}}`;
    }
    place = end;
  }
  return kept;
}
