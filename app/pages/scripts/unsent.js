// Asks, in the browser's own words, before a case is left while something is written that the form which is sent does not take along.
let sent = null;

const isLost = (box) => box.form !== sent && box.value.trim() !== '';

document.addEventListener('submit', (event) => {
  sent = event.target;
});

addEventListener('beforeunload', (event) => {
  const loses = [...document.querySelectorAll('textarea')].some(isLost);
  sent = null;
  if (!loses) return;
  event.preventDefault();
  event.returnValue = 'unsent';
});
