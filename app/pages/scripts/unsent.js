// Asks, in the browser's own words, before a case is left while something is written that the form which is sent does not take along.
// The form on its way; a box that stands in none belongs to no form, and is lost with the page.
let sent;

const isLost = (box) => box.form !== sent && box.value.trim() !== '';

document.addEventListener('submit', (event) => {
  sent = event.target;
});

addEventListener('beforeunload', (event) => {
  const loses = [...document.querySelectorAll('textarea')].some(isLost);
  sent = undefined;
  if (!loses) return;
  event.preventDefault();
  event.returnValue = 'unsent';
});
