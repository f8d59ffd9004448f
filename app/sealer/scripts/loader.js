// Loads what seals and opens in the browser and hands it the forms that it takes over. If it does not load, or fails at any moment, the
// forms post as they always did; what belongs to a receipt that the browser made never does. The build puts the hashed names in here.
const TAKEN = {
  'report-form': 'submit_report', 'keep-form': 'check_receipt', 'save-form': 'save_receipt',
  'status-form': 'open_status', 'status-again': 'open_status',
  'action-supply': 'act', 'action-withdraw': 'act', 'action-rate': 'act', 'action-object': 'act', 'draft-form': 'draft',
};
// Of several forms of a kind each has a number.
const deed = (form) => TAKEN[form.id.replace(/-\d+$/, '')];
// Whoever presses sooner waits; whoever has waited this long goes the ordinary way.
const PATIENCE = 20_000;

let part = null;
let pressed = null;
let working = false;

const sentence = (name) => document.querySelector(`[data-sealing=${name}]`);

function giveUp() {
  part = null;
  document.documentElement.dataset.sealer = 'off';
  for (const gone of [sentence('ready'), document.getElementById('draft-form')]) if (gone) gone.hidden = true;
  const said = sentence('failed');
  if (!said) return;
  said.hidden = false;
  said.focus();
}

async function take(form, button) {
  const step = button?.name === 'step' ? button.value : '';
  const address = button?.getAttribute('formaction') ?? form.getAttribute('action');
  working = true;
  form.setAttribute('aria-busy', 'true');
  try {
    await loading;
    await part[deed(form)](step, address, form.id);
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
  const staysHere = ['keep-form', 'save-form', 'draft-form'].includes(form.id);
  const isTaken = deed(form) && document.documentElement.dataset.sealer !== 'off';
  if (staysHere || isTaken) event.preventDefault();
  if (!isTaken || working) return;
  take(form, pressed?.form === form ? pressed : null);
});

// From the review back to the form.
addEventListener('popstate', () => {
  const form = document.getElementById('report-form');
  const edit = form?.querySelector('button[value=edit]:not(.as-link)');
  if (part && edit && !working) take(form, edit);
});

// The code of a receipt that was made here stands nowhere else: whoever leaves before saying that it is kept is asked.
addEventListener('beforeunload', (event) => {
  if (!document.getElementById('keep-form')) return;
  event.preventDefault();
  event.returnValue = true;
});

// A draft that is kept follows what is typed: at each field that is left, and when the page goes out of sight.
document.addEventListener('change', () => part?.renew_draft());
document.addEventListener('visibilitychange', () => part?.renew_draft());

// WebAssembly that stopped answers nothing any more.
addEventListener('error', (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) giveUp();
});

async function load() {
  try {
    const loaded = await import('./SEALER_JS');
    const wasm = fetch(new URL('./SEALER_WASM', import.meta.url), { integrity: 'SEALER_HASH', signal: AbortSignal.timeout?.(PATIENCE) });
    await loaded.default({ module_or_path: wasm });
    loaded.start();
    part = loaded;
    document.documentElement.dataset.sealer = 'ready';
  } catch {
    document.documentElement.dataset.sealer = 'off';
  }
}

const loading = load();
