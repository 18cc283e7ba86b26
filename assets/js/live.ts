// One stream of events per browser, however many tabs: one tab leads (holds the lock and the stream), the rest
// hear it through a channel. A message {"type": "sales.lead", "id": 5} becomes the events live:sales.lead and
// live:sales.lead:5 on <body>; live:resync says that messages may have been missed.
import { setOffline } from "./requests";

interface Message { type: string; id?: number | string; version?: number }

const RESYNC = "resync";
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
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<Message>) => deliver(event.data);
  const share = (message: Message): void => {
    channel.postMessage(message);
    deliver(message);
  };
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
