// Asks what a recipe asks, and shows the beginning of the answer. Without script its address opens.
"use strict";

const MOST = 3000;

for (const button of document.querySelectorAll("button[data-runs]")) {
  const place = button.nextElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    place.replaceChildren();
    const head = document.createElement("p");
    const block = document.createElement("pre");
    const body = block.appendChild(document.createElement("code"));
    body.lang = "en";
    block.tabIndex = 0;
    try {
      const answer = await fetch(button.dataset.runs);
      const text = JSON.stringify(await answer.json(), null, 2);
      head.textContent = `${answer.status} · ETag ${answer.headers.get("ETag")}`;
      body.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n…` : text;
      place.append(head, block);
    } catch {
      head.textContent = place.dataset.away;
      place.append(head);
    }
  });
}
