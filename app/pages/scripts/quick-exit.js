// The small script of the public pages, all of which work without it: the quick exit that leaves no trace in the history (the link, or
// Esc three times within two seconds), and on the receipt the buttons that copy and print.
const link = document.getElementById('quick-exit');
const WITHIN = 2000;
let presses = [];

function leave() {
  document.body.replaceChildren();
  document.title = '';
  location.replace(link.href);
}

if (link) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    presses = [...presses.filter((time) => event.timeStamp - time < WITHIN), event.timeStamp];
    if (presses.length === 3) leave();
  });
}

const deeds = {
  copy: navigator.clipboard && ((code) => navigator.clipboard.writeText(code)),
  print: () => window.print(),
};

// Hidden until it is known that they work here.
for (const button of document.querySelectorAll('[data-deed]')) {
  const deed = deeds[button.dataset.deed];
  if (!deed) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await deed(document.getElementById('receipt-code').textContent);
    document.getElementById('deed-done').textContent = button.dataset.done;
  });
}
