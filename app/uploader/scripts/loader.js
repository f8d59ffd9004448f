// Adds files to a case that was opened in the browser: each file is cleaned and sealed here, and sent segment by
// segment. What is lost on the way is sent again; a pause is a pause. If it does not load, the form posts as it always did.
const WAIT_AT_MOST = 30_000;
// A connection that says nothing for so long is lost; a segment may take its time, and so may what cleans and seals, which is as large as one.
// A deed that takes so long ends the worker.
const PATIENCE = { ask: 30_000, segment: 150_000, parts: 150_000, deed: 120_000 };

let parts = null;
let paused = false;
let lost = false;
let wake = () => {};
// The lines of files that were not added, with what is said of them, and these files.
let left = null;

// Browsers of 2021 have no `AbortSignal.timeout`, and a connection that hangs would hang for ever.
function within(ms) {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), ms);
  return stop.signal;
}

const find = (selector) => document.querySelector(selector);
const words = (name) => find(`#upload-words [data-state=${name}]`)?.textContent ?? '';
const api = (path) => find('#action-supply').getAttribute('action').replace('/status', `/api/evidence/${path}`);
const pause = (ms) => new Promise((done) => { const timer = setTimeout(done, ms); wake = () => { clearTimeout(timer); done(); }; });

class Refused extends Error {}

// One line a file: name, bar, and what is being done.
function line(file) {
  const [item, name, bar, said] = ['li', 'span', 'progress', 'span'].map((tag) => document.createElement(tag));
  item.className = 'file';
  name.className = 'file-name';
  name.textContent = file.name;
  name.id = `upload-${Math.random().toString(36).slice(2)}`;
  bar.setAttribute('aria-labelledby', name.id);
  [bar.max, bar.value] = [Math.max(file.size, 1), 0];
  said.className = 'file-traces';
  said.textContent = words('waiting');
  item.append(name, ' ', bar, said);
  find('#uploads').append(item);
  return { item, bar, say: (state) => { said.textContent = state ? words(state) : ''; find('#upload-said').textContent = said.textContent; } };
}

const post = (deed, body) => fetch(api(deed), {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: within(PATIENCE.ask),
});
const ask = (row, deed, body) => reach(row, () => post(deed, body));

// Tries until an answer comes that is one: the network may go away and come back, and the server may be busy.
async function reach(row, send) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, WAIT_AT_MOST)) {
    while (paused) { row.say('paused'); await pause(WAIT_AT_MOST); }
    let answer = null;
    try { answer = await send(); } catch { row.say('lost'); }
    lost = !answer;
    offer();
    if (answer?.ok) { row.say(''); return answer; }
    if (answer && ![408, 429, 503].includes(answer.status)) throw new Refused(await kind(answer));
    await pause(Number(answer?.headers.get('retry-after') ?? 0) * 1000 || wait);
  }
}

// Why a file was not taken, in the name of the sentence for it.
async function kind(answer) {
  if (answer.status !== 422) return 'failed';
  const [fault] = await answer.json();
  return typeof fault?.kind === 'object' ? Object.keys(fault.kind)[0] : fault?.kind ?? 'failed';
}

async function fetched(address, integrity) {
  const answer = await fetch(new URL(address, import.meta.url), { integrity });
  if (!answer.ok) throw new Error('not there');
  return answer;
}

async function fetchParts() {
  const files = [['{UPLOADER_WORKER}', '{UPLOADER_WORKER_HASH}'], ['{UPLOADER_WASM}', '{UPLOADER_WASM_HASH}']];
  const [script, module] = await Promise.all(files.map((file) => fetched(...file)));
  // A worker that is loaded by its address would carry no hash.
  return { script: URL.createObjectURL(await script.blob()), module: await module.arrayBuffer() };
}

// Cleans and seals apart from the page, which goes on meanwhile. Its memory has a limit, and so has the time that it may take.
class Workshop {
  constructor(inTime) { this.inTime = inTime; }

  async open() {
    parts ??= await this.inTime(fetchParts(), PATIENCE.parts);
    this.worker = new Worker(parts.script);
    this.step = await this.call('start', parts.module);
  }

  close() { this.worker?.terminate(); }

  // One deed at a time.
  call(deed, ...given) {
    const answer = new Promise((done, fail) => {
      this.worker.onmessage = ({ data }) => ('failed' in data ? fail(new Error(data.failed)) : done(data.answer));
      this.worker.onerror = fail;
      this.worker.postMessage([deed, ...given]);
    });
    return this.inTime(answer, PATIENCE.deed);
  }

  // What takes more time or memory than there is goes as it is, and that is said of it: the server leaves it as well.
  async treat(file, keep) {
    try {
      return await this.call('treat', file, keep);
    } catch {
      this.close();
      await this.open();
      return this.call('leave', file, keep);
    }
  }
}

async function send(file, row, shop, code, keep) {
  if (file.size === 0) throw new Refused('file-empty');
  row.say('cleaning');
  const source = await shop.treat(file, keep);
  const lookup = await shop.call('lookup', code);
  const granted = await (await ask(row, 'begin', { lookup })).text();
  const grant = JSON.parse(granted);
  try {
    if (source.size > grant.most) throw new Refused('file-too-large');
    row.say('');
    await shop.call('seal', code, granted, file.name);
    await sendAll(source, row, grant, shop);
  } catch (error) {
    // It would wait for its rest, in the place of another one. If nobody hears of it, it is swept.
    await post('remove', { lookup, number: grant.number }).catch(() => {});
    throw error;
  }
}

async function sendAll(source, row, grant, shop) {
  let count = 0;
  const put = async (segment) => {
    const headers = { 'content-type': 'application/octet-stream', 'x-upload': grant.token };
    await reach(row, () => fetch(api(count), { method: 'PUT', headers, body: segment, signal: within(PATIENCE.segment) }));
    count += 1;
  };
  row.bar.max = Math.max(source.size, 1);
  for (let from = 0; from < source.size; from += shop.step) {
    const segment = await shop.call('push', source, from);
    if (segment) await put(segment);
    row.bar.value = from;
  }
  for (let segment = await shop.call('finish'); segment; segment = await shop.call('finish')) await put(segment);
  await ask(row, 'finish', { token: grant.token, segments: count, known: await shop.call('known') });
  row.bar.value = row.bar.max;
}

// Sends one file after the other, and tells whether any was added.
async function addAll(form, shop) {
  const files = [...form.elements.namedItem('files').files];
  const code = form.elements.namedItem('receipt').value;
  const keep = form.querySelector('[name=traces][value=keep]').checked ? form.elements.namedItem('keep_reason').value.trim() : undefined;
  find('#uploads').replaceChildren();
  for (const shown of ['#uploads', '#upload-actions']) find(shown).hidden = false;
  const rows = files.map(line);
  const rest = new DataTransfer();
  for (const [place, file] of files.entries()) {
    try {
      await send(file, rows[place], shop, code, keep);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      rest.items.add(file);
      rows[place].failed = true;
      rows[place].say(words(error.message) ? error.message : 'failed');
    }
  }
  find('#upload-actions').hidden = true;
  // Whoever presses again adds only those that are missing.
  form.elements.namedItem('files').files = rest.files;
  left = rest.files.length > 0 ? { files: rest.files, items: rows.filter((row) => row.failed).map((row) => row.item) } : null;
  return rest.files.length < files.length;
}

// On the page as it is shown again: what was not added is still chosen, and why it was not is still said.
export function bringBack() {
  const form = document.getElementById('action-supply');
  if (!left || !form) return;
  form.elements.namedItem('files').files = left.files;
  find('#uploads').replaceChildren(...left.items);
  find('#uploads').hidden = false;
  left = null;
}

// What can be seen without the server.
function isFilledIn(form) {
  const keeps = form.querySelector('[name=traces][value=keep]').checked;
  const empty = [];
  if (keeps && !form.elements.namedItem('keep_reason').value.trim()) empty.push('keep_reason');
  if (form.elements.namedItem('files').files.length === 0) empty.push('files');
  for (const name of ['keep_reason', 'files']) {
    find(`[data-unsaid=${name}]`).hidden = !empty.includes(name);
  }
  if (empty.length > 0) document.getElementById(empty[0])?.focus();
  return empty.length === 0;
}

// Adds the files of the form, and tells whether any was added. `inTime` gives up what does not come.
export async function add(form, inTime) {
  if (!isFilledIn(form)) return false;
  form.setAttribute('aria-busy', 'true');
  const shop = new Workshop(inTime);
  try {
    await shop.open();
    const isAnyAdded = await addAll(form, shop);
    if (left) return isAnyAdded;
    // What comes next is cleaned, unless it is asked for again.
    form.querySelector('[name=traces][value=clean]').checked = true;
    form.elements.namedItem('keep_reason').value = '';
    return isAnyAdded;
  } finally {
    // The code and the keys of the files go with its memory.
    shop.close();
    form.removeAttribute('aria-busy');
  }
}

// To go on ends a pause, or tries again at once what was lost.
function offer() {
  find('[data-evidence=pause]').hidden = paused;
  find('[data-evidence=resume]').hidden = !paused && !lost;
}

addEventListener('online', () => wake());

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-evidence=pause], [data-evidence=resume]');
  if (!button) return;
  paused = button.dataset.evidence === 'pause';
  lost = false;
  offer();
  find(`[data-evidence=${paused ? 'resume' : 'pause'}]`).focus();
  wake();
});

// A file that is dropped beside the place would otherwise be opened in place of the page.
for (const name of ['dragover', 'drop']) {
  document.addEventListener(name, (event) => {
    const form = document.getElementById('action-supply');
    if (!form || !event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    if (name === 'drop') form.elements.namedItem('files').files = event.dataTransfer.files;
  });
}
