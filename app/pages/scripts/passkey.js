// Asks the browser for a passkey and sends its answer with the form. Where it cannot, the page stays as it is: its button is hidden, and
// what to do instead is said.
const part = document.getElementById('passkey');
const form = part.closest('form');
const button = document.getElementById('passkey-give');
const said = document.getElementById('passkey-error');
const { begin, deed, token } = part.dataset;

const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));

const withBytes = (named = []) => named.map((one) => ({ ...one, id: decode(one.id) }));

// By hand where the browser reads and writes no JSON itself.
const deeds = {
  create: (json) => {
    const [user] = withBytes([json.user]);
    const byHand = () => ({ ...json, user, challenge: decode(json.challenge), excludeCredentials: withBytes(json.excludeCredentials) });
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? byHand() });
  },
  get: (json) => {
    const byHand = () => ({ ...json, challenge: decode(json.challenge), allowCredentials: withBytes(json.allowCredentials) });
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? byHand() });
  },
};

function written({ id, rawId, type, response }) {
  const parts = ['attestationObject', 'authenticatorData', 'clientDataJSON', 'signature', 'userHandle'];
  const texts = parts.map((name) => [name, response[name] ? encode(response[name]) : null]);
  const transports = response.getTransports?.() ?? null;
  return { id, rawId: encode(rawId), type, response: { ...Object.fromEntries(texts), transports }, clientExtensionResults: {} };
}

async function asked() {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': token };
  const answer = await fetch(begin, { method: 'POST', headers, body: '{}' });
  // Something has to be given again first: the page, asked for anew, leads there.
  if (answer.status === 401) location.assign(location.pathname + location.search);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

const words = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known' };

let working = false;

async function give(event) {
  event.preventDefault();
  if (working) return;
  working = true;
  said.textContent = '';
  try {
    form.elements.namedItem('answer').value = JSON.stringify(written(await deeds[deed](await asked())));
    form.submit();
  } catch (error) {
    said.textContent = part.dataset[words[error.name]] ?? part.dataset.failed;
    button.focus();
  } finally {
    working = false;
  }
}

if (window.PublicKeyCredential && navigator.credentials) {
  button.addEventListener('click', give);
  if (deed === 'create') form.addEventListener('submit', give);
  button.hidden = false;
  document.getElementById('passkey-without').hidden = true;
}
