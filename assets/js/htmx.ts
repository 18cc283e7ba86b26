// htmx with what a strict content policy and private data ask for; imported before anything that uses it.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  // Pages hold people's data: none is kept in the browser, a step back asks the server anew.
  historyCacheSize: 0,
  historyRestoreAsHxRequest: false,
  timeout: 30000,
  // What was swapped in works at once: we have no settling transitions to wait for.
  defaultSettleDelay: 0,
});

export default htmx;
