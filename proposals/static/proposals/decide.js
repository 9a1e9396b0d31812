"use strict";

// A key for each button of the screen and for the status, while nothing is being typed.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (typing && event.key === "Escape") typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.matches("select")) button.focus();
  else button.click();
});

// The passage in hand is in sight, within the text and without moving the page.
const text = document.querySelector(".decide-text");
const inHand = document.getElementById("in-hand");
if (text && inHand) {
  text.scrollTop = inHand.offsetTop - text.offsetTop - text.clientHeight / 4;
  window.scrollTo(0, 0);
}

// What is being matched is looked at again, unless something is in hand.
if (document.querySelector("[data-waiting]") && !inHand) {
  setTimeout(() => location.replace(location.pathname), 5000);
}
