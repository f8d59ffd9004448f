// Copying and printing on the receipt. Their buttons are hidden until this script knows that they work.
const code = document.getElementById('receipt-code');
const said = document.getElementById('receipt-said');

const deeds = {
  copy: navigator.clipboard && (() => navigator.clipboard.writeText(code.textContent)),
  print: () => window.print(),
};

for (const button of document.querySelectorAll('[data-deed]')) {
  const deed = deeds[button.dataset.deed];
  if (!deed) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await deed();
    said.textContent = button.dataset.done ?? '';
  });
}
