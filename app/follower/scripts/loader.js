// Gives reporters back what they added: each segment is fetched sealed and opened in the browser, and the file is handed over once all of it
// has opened. What is lost on the way is asked for again.
const PATIENCE = 150_000;
const WAITS = [1, 2, 4, 8, 16].map((seconds) => seconds * 1000);
const LATER = [408, 429, 503];

const words = (name) => document.querySelector(`#file-words [data-word=${name}]`)?.textContent ?? '';
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

// Browsers of 2021 have no `AbortSignal.timeout`, and a connection that hangs would hang for ever.
function within(ms) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), ms);
  return stop.signal;
}

class Wrong extends Error {}

async function fetched(address, body, waits = WAITS) {
  const [wait, ...rest] = waits;
  let answer = null;
  try {
    const headers = { 'content-type': 'application/json' };
    answer = await fetch(address, { method: 'POST', headers, body, signal: within(PATIENCE) });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch {
    answer = null;
  }
  if (answer && !LATER.includes(answer.status)) throw new Wrong(answer.status === 404 ? 'missing' : 'away');
  if (wait === undefined) throw new Wrong('away');
  await pause(Number(answer?.headers.get('retry-after') ?? 0) * 1000 || wait);
  return fetched(address, body, rest);
}

// What does not open is not what the reporter sealed.
function opening(open) {
  try {
    return open();
  } catch {
    throw new Wrong('altered');
  }
}

// Each part is the browser's to keep where it has room, so that a large file does not stand in this page's memory.
async function whole(file, address, bar) {
  const parts = [];
  for (let segment = 0; segment < file.segments(); segment += 1) {
    bar.value = segment;
    const sealed = await fetched(address, file.ask(segment));
    parts.push(new Blob([opening(() => file.open(segment, sealed))]));
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}

function handOver(name, content) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(content), download: name });
  link.click();
  // The browser may still be reading it: it is let go with the next page.
  addEventListener('pagehide', () => URL.revokeObjectURL(link.href), { once: true });
  document.addEventListener('page-shown', () => URL.revokeObjectURL(link.href), { once: true });
}

function progress(file, button) {
  const bar = document.createElement('progress');
  [bar.max, bar.value] = [file.segments(), 0];
  bar.setAttribute('aria-label', `${words('fetching')} ${file.name()}`);
  button.after(bar);
  return bar;
}

// `follower` is the module that opened the case, `button` the one beside the file, with its number.
export async function giveBack(follower, button) {
  const address = button.form.getAttribute('action').replace('/status/file', '/api/evidence/read');
  const said = document.getElementById('own-file-said');
  said.textContent = words('fetching');
  let file = null;
  let bar = null;
  try {
    file = opening(() => new follower.OwnFile(Number(button.value)));
    bar = progress(file, button);
    const content = await whole(file, address, bar);
    // The quick exit leaves nothing behind, and no download either.
    if (!button.isConnected) return;
    handOver(file.name(), content);
    said.textContent = words('fetched');
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    said.textContent = words(error.message);
  } finally {
    bar?.remove();
    file?.free();
  }
}
