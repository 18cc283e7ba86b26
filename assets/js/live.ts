// One stream of events per browser, however many tabs: one tab leads (holds the lock and the stream), the rest
// hear it through a channel. A message {"type": "sales.lead", "id": 5} becomes the events live:sales.lead and
// live:sales.lead:5 on <body>; live:resync says that messages may have been missed.
import { setOffline } from "./requests";

interface Message { type: string; id?: number | string; version?: number }
/** What tabs tell each other: news, the greeting of a new tab, and what was said while it was being opened. */
type Word = Message | { hello: string; age: number } | { to: string; said: Message[] };

const RESYNC = "resync";
// Between the moment a page is drawn by the server and its first script.
const MARGIN = 2000;
const RECENT = 30000;
const PAUSE = 1000;
const LEASE = 6000;

/* At most one event of a name per second, the last one never lost; a hidden page waits until it is seen. */
const pending = new Map<string, Message>();
const resting = new Map<string, number>();

function emit(name: string, message: Message): void {
  if (document.hidden || resting.has(name)) {
    pending.set(name, message);
    return;
  }
  document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail: message }));
  resting.set(name, window.setTimeout(() => {
    resting.delete(name);
    flush(name);
  }, PAUSE));
}

function flush(name: string): void {
  const message = pending.get(name);
  if (!message || document.hidden) return;
  pending.delete(name);
  emit(name, message);
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) for (const name of [...pending.keys()]) if (!resting.has(name)) flush(name);
});

export function deliver(message: Message): void {
  emit(message.type, message);
  if (message.id !== undefined) emit(`${message.type}:${message.id}`, message);
}

/** Opens the stream and keeps it open; every gap ends with a resync. */
function lead(url: string, share: (message: Message) => void): () => void {
  let stream: EventSource | null = null;
  let wait = 2000;
  let timer = 0;
  let gap = false;

  const open = (): void => {
    stream = new EventSource(url);
    stream.onopen = () => {
      wait = 2000;
      setOffline(false);
      if (gap) share({ type: RESYNC });
      gap = false;
    };
    stream.onmessage = (event: MessageEvent<string>) => {
      try {
        share(JSON.parse(event.data) as Message);
      } catch {
        // A line that is not a message (a keep-alive, say) is no reason to stop.
      }
    };
    stream.onerror = () => {
      gap = true;
      if (stream?.readyState !== EventSource.CLOSED) return;
      // The browser gave up (an answer other than 200): try again, more and more rarely.
      timer = window.setTimeout(open, wait + Math.random() * 1000);
      wait = Math.min(wait * 2, 60000);
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    stream?.close();
  };
}

/** Leadership without navigator.locks (a plain http address in an office network): a lease in the storage. */
function leadByLease(name: string, begin: () => () => void): void {
  const me = Math.random().toString(36).slice(2);
  const read = (): { id: string; until: number } => JSON.parse(localStorage.getItem(name) ?? '{"id":"","until":0}') as { id: string; until: number };
  let stop: (() => void) | null = null;
  const beat = (): void => {
    const lease = read();
    if (lease.id !== me && lease.until > Date.now()) {
      stop?.();
      stop = null;
      return;
    }
    localStorage.setItem(name, JSON.stringify({ id: me, until: Date.now() + LEASE }));
    stop ??= begin();
  };
  window.addEventListener("pagehide", () => {
    if (read().id === me) localStorage.removeItem(name);
    stop?.();
    stop = null;
  });
  window.setInterval(beat, LEASE / 3);
  beat();
}

function start(): void {
  const { liveUrl, liveUser } = document.body.dataset;
  if (!liveUrl || !liveUser || !("EventSource" in window)) return;
  const name = `femida.live.${liveUser}`;
  const me = Math.random().toString(36).slice(2);
  const channel = new BroadcastChannel(name);
  let recent: { at: number; message: Message }[] = [];
  const share = (message: Message): void => {
    recent = [...recent.filter((one) => one.at > Date.now() - RECENT), { at: Date.now(), message }];
    channel.postMessage(message);
    deliver(message);
  };
  channel.onmessage = (event: MessageEvent<Word>) => {
    const { data } = event;
    if ("type" in data) {
      deliver(data);
    } else if ("hello" in data) {
      const said = recent.filter((one) => one.at > Date.now() - data.age - MARGIN).map((one) => one.message);
      if (said.length) channel.postMessage({ to: data.hello, said });
    } else if (data.to === me) {
      data.said.forEach(deliver);
    }
  };
  // What was said between the drawing of this page and now went to the tabs that were open.
  channel.postMessage({ hello: me, age: performance.now() });
  if (!navigator.locks) {
    leadByLease(name, () => lead(liveUrl, share));
    return;
  }
  let waited = true;
  void navigator.locks.request(name, { ifAvailable: true }, (lock) => { waited = lock === null; }).then(() =>
    navigator.locks.request(name, () => {
      // The tab that led before has closed: what it heard last may not have reached us.
      if (waited) share({ type: RESYNC });
      lead(liveUrl, share);
      return new Promise<void>(() => undefined);
    }));
}

start();
