// Loads what seals and opens in the browser and hands it the forms that it takes over: the sealer those of a report and its receipt, the
// follower those of a case. If one does not load, or fails at any moment, the forms post as they always did; what belongs to a receipt that
// the browser made never does. The build puts names and hashes in here.
const REPORT = { 'report-form': 'submit_report', 'keep-form': 'check_receipt', 'save-form': 'save_receipt', 'draft-form': 'draft' };
const CASE = {
  'status-form': 'open_status', 'evidence-now': 'open_status',
  'action-supply': 'act', 'action-rate': 'act', 'status-again': 'act',
};
const deed = (form, button) => (button?.name === 'remove' ? 'remove_file' : REPORT[form.id] ?? CASE[form.id]);
// Whoever presses sooner waits; what has not come after this long will not, and the form goes the ordinary way.
const PATIENCE = 20_000;

// As the page came: what comes later cannot change it.
const installation = document.getElementById('sealing')?.dataset.key ?? '';

// The only thing that is stored here.
const DRAFT = 'qingfeng-draft';

const [parts, ready] = [{}, {}];
let pressed = null;
let working = false;
let adding = false;

const sentence = (name) => document.querySelector(`[data-sealing=${name}]`);

function giveUp() {
  for (const name of Object.keys(parts)) delete parts[name];
  delete ready.sealer;
  turnOff();
  const isReady = sentence('ready');
  if (isReady) isReady.hidden = true;
  const said = sentence('failed');
  if (!said) return;
  said.hidden = false;
  said.focus();
}

function turnOff() {
  document.documentElement.dataset.sealer = 'off';
  leaveDraft(storedDraft() ? 'left' : null);
}

// Browsers that allow no storage throw.
function storedDraft() {
  try { return localStorage.getItem(DRAFT); } catch { return null; }
}

// Without the module a draft can be neither opened nor kept up to date, but it can be destroyed.
function leaveDraft(said) {
  const panel = document.getElementById('draft-form');
  if (!panel) return;
  panel.hidden = !said;
  for (const part of panel.querySelectorAll('.field, button')) part.hidden = said !== 'left' || part.value !== 'destroy';
  panel.querySelector('button[value=destroy]').type = 'submit';
  for (const words of panel.querySelectorAll('[data-draft]')) words.hidden = words.dataset.draft !== said;
  panel.querySelector('details').open = !document.documentElement.classList.contains('elder') || said === 'gone';
}

function destroyDraft() {
  localStorage.removeItem(DRAFT);
  leaveDraft('gone');
}

async function take(form, button, step = button?.value ?? '') {
  const address = button?.getAttribute('formaction') ?? form.getAttribute('action');
  working = true;
  form.setAttribute('aria-busy', 'true');
  try {
    const part = await load(form.id in CASE ? 'follower' : 'sealer');
    await part[deed(form, button)](step, address, form.id);
  } catch {
    giveUp();
  } finally {
    working = false;
    form.removeAttribute('aria-busy');
  }
}

// Which button it was. Also pressing Enter in a field presses one.
document.addEventListener('click', (event) => { pressed = event.target.closest?.('button[type=submit]') ?? null; }, true);

document.addEventListener('submit', (event) => {
  const form = event.target;
  const button = pressed?.form === form ? pressed : null;
  const isOff = document.documentElement.dataset.sealer === 'off';
  if (!isOff && button?.value === 'add') return addFiles(event, form);
  if (!isOff && button?.name === 'fetch') return bringFile(event, button);
  const staysHere = ['keep-form', 'save-form', 'draft-form'].includes(form.id);
  const isTaken = deed(form, button) && !isOff;
  if (staysHere || isTaken || adding) event.preventDefault();
  if (adding) return warn('adding', true);
  if (isOff && form.id === 'draft-form') return destroyDraft();
  if (!isTaken || working || leavesFiles(form, button)) return;
  take(form, button);
});

// Files are cleaned and sealed by a module of its own, which is there once a case is open.
let uploader = null;

document.addEventListener('page-shown', () => {
  if (!document.getElementById('evidence')) return;
  uploader ??= inTime(checked('{UPLOADER_LOADER}', '{UPLOADER_LOADER_HASH}'));
  uploader.then(() => { document.querySelector('[data-evidence=drop]').hidden = false; }, () => {});
});

async function addFiles(event, form) {
  if (!uploader || form.dataset.plain) return;
  event.preventDefault();
  if (working || adding) return;
  adding = true;
  try {
    const { add, bringBack } = await uploader;
    if (!await add(form, inTime)) return;
    await take(form, null, 'show');
    bringBack();
  } catch {
    form.dataset.plain = 'true';
    const said = sentence('failed');
    // The quick exit leaves no place to say it.
    if (!said) return;
    said.hidden = false;
    said.focus();
  } finally {
    adding = false;
    warn('adding', false);
  }
}

// A file that the reporter added comes back. If that fails it goes the ordinary way, when it is asked for again.
async function bringFile(event, button) {
  const { form } = button;
  if (form.dataset.plain) return;
  event.preventDefault();
  if (button.getAttribute('aria-busy')) return;
  button.setAttribute('aria-busy', 'true');
  try {
    const { giveBack } = await inTime(checked('{FOLLOWER_LOADER}', '{FOLLOWER_LOADER_HASH}'));
    await giveBack(await load('follower'), button);
  } catch {
    form.dataset.plain = 'true';
    document.getElementById('own-file-said').textContent = sentence('failed').textContent;
  } finally {
    button.removeAttribute('aria-busy');
  }
}

function warn(name, isSo) {
  const said = document.querySelector(`[data-unsaid=${name}]`);
  if (said) said.hidden = !isSo;
}

// Files that were chosen and not added would stay behind without a word.
function leavesFiles(form, button) {
  const isLeft = button?.value === 'send' && form.elements.namedItem('files')?.files.length > 0;
  warn('files-left', isLeft);
  if (isLeft) form.elements.namedItem('files').focus();
  return isLeft;
}

// From the review back to the form.
addEventListener('popstate', () => {
  const form = document.getElementById('report-form');
  const edit = form?.querySelector('button[value=edit]:not(.as-link)');
  // What was typed is in the review alone, which has a button that leads back.
  if (edit && !ready.sealer) return history.forward();
  if (edit && !working) take(form, edit);
});

// The code of a receipt that was made here stands nowhere else, and files on their way arrive nowhere: whoever leaves is asked.
addEventListener('beforeunload', (event) => {
  // The quick exit has emptied the page, and asks nothing.
  if (!document.getElementById('keep-form') && !(adding && document.getElementById('evidence'))) return;
  event.preventDefault();
  event.returnValue = true;
});

// A draft that is kept follows what is typed: at each field that is left, and when the page goes out of sight.
document.addEventListener('change', () => ready.sealer?.renew_draft());
document.addEventListener('visibilitychange', () => ready.sealer?.renew_draft());

// WebAssembly that stopped answers nothing any more.
addEventListener('error', (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) giveUp();
});

// What does not answer is as good as lost, whichever part of it that is.
function inTime(work, limit = PATIENCE) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(fail, limit, new Error('too late')); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

// An import carries no hash of its own. A script element does, in every browser that has modules (`modulepreload` is younger), and the import
// takes the module that it fetched.
async function checked(address, integrity) {
  const script = Object.assign(document.createElement('script'), { type: 'module', integrity, src: new URL(address, import.meta.url).href });
  await new Promise((done, fail) => {
    [script.onload, script.onerror] = [done, fail];
    document.head.append(script);
  });
  return import(script.src);
}

async function compiled(glue, glueHash, wasm, wasmHash) {
  const part = await checked(glue, glueHash);
  await part.default({ module_or_path: fetch(new URL(wasm, import.meta.url), { integrity: wasmHash }) });
  return part;
}

async function start(name, ...files) {
  const part = await inTime(compiled(...files));
  part.start(installation);
  ready[name] = part;
  return part;
}

const STARTS = {
  sealer: () => start('sealer', '{SEALER_GLUE}', '{SEALER_GLUE_HASH}', '{SEALER_WASM}', '{SEALER_WASM_HASH}'),
  follower: () => start('follower', '{FOLLOWER_GLUE}', '{FOLLOWER_GLUE_HASH}', '{FOLLOWER_WASM}', '{FOLLOWER_WASM_HASH}'),
};

const load = (name) => parts[name] ??= STARTS[name]();

try {
  await load(document.getElementById('report-form') ? 'sealer' : 'follower');
  document.documentElement.dataset.sealer = 'ready';
} catch {
  turnOff();
}
