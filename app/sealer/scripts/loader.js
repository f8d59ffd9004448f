// Loads what seals in the browser and hands it the forms that it takes over. If it does not load, or fails at any moment, the report form
// posts as it always did; what belongs to a receipt code never does. The build puts the hashed names in here.
const TAKEN = { 'report-form': 'submit_report', 'keep-form': 'check_receipt', 'save-form': 'save_receipt' };

let part = null;
let pressed = null;
let working = false;

const sentence = (name) => document.querySelector(`[data-sealing=${name}]`);

function giveUp() {
  if (!part) return;
  part = null;
  document.documentElement.dataset.sealer = 'off';
  if (sentence('ready')) sentence('ready').hidden = true;
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
    await part[TAKEN[form.id]](step, address);
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
  const holdsCode = form.id === 'keep-form' || form.id === 'save-form';
  if (holdsCode || (part && TAKEN[form.id])) event.preventDefault();
  if (!part || !TAKEN[form.id] || working) return;
  take(form, pressed?.form === form ? pressed : null);
});

// From the review back to the form.
addEventListener('popstate', () => {
  const form = document.getElementById('report-form');
  const edit = form?.querySelector('button[value=edit]:not(.as-link)');
  if (part && edit && !working) take(form, edit);
});

// WebAssembly that stopped answers nothing any more.
addEventListener('error', (event) => {
  if (event.error instanceof WebAssembly.RuntimeError) giveUp();
});

try {
  const loaded = await import('./SEALER_JS');
  await loaded.default({ module_or_path: fetch(new URL('./SEALER_WASM', import.meta.url), { integrity: 'SEALER_HASH' }) });
  loaded.start();
  part = loaded;
  document.documentElement.dataset.sealer = 'ready';
} catch {
  document.documentElement.dataset.sealer = 'off';
}
