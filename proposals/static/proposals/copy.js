// Copies a block of text at the press of its button. Without script it is selected by hand.
"use strict";

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const block = document.getElementById(button.dataset.copies);
    const said = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      block.select();
      await navigator.clipboard.writeText(block.value);
      said.textContent = said.dataset.done;
    });
  }
}
