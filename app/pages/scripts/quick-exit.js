// The small script of the public pages, all of which work without it: the quick exit that leaves no trace in the history (the link, or
// Esc three times within two seconds), and on the receipt the buttons that copy and print, and the end of a draft. It listens at the
// document, since what seals in the browser changes what the page holds.
const WITHIN = 2000;
let presses = [];

function leave() {
  const { href } = document.getElementById('quick-exit');
  document.body.replaceChildren();
  document.title = '';
  location.replace(href);
}

const deeds = {
  copy: navigator.clipboard && ((code) => navigator.clipboard.writeText(code)),
  print: () => window.print(),
};

async function act(button) {
  await deeds[button.dataset.deed](document.getElementById('receipt-code').textContent);
  document.getElementById('deed-done').textContent = button.dataset.done;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-deed]');
  if (button) act(button);
  if (!event.target.closest?.('#quick-exit')) return;
  event.preventDefault();
  leave();
});

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !document.getElementById('quick-exit')) return;
  presses = [...presses.filter((time) => event.timeStamp - time < WITHIN), event.timeStamp];
  if (presses.length === 3) leave();
});

// What was filed needs no draft. Where the browser sealed, the draft has gone with that; this is the receipt of a form that went the ordinary way.
function forgetDraft() {
  try {
    if (document.getElementById('receipt-code')) localStorage.removeItem('qingfeng-draft');
  } catch {
    // A browser that lets pages store nothing has kept no draft.
  }
}

// Hidden until it is known that they work here.
function reveal() {
  for (const button of document.querySelectorAll('[data-deed]')) button.hidden = !deeds[button.dataset.deed];
}

reveal();
forgetDraft();
document.addEventListener('page-shown', reveal);
