/* Keys for the review of a page taken in. Each does what a button of the page does, which works
   without this file too. */
"use strict";

(() => {
  const cards = [...document.querySelectorAll(".card.open")];
  const text = document.getElementById("text");
  const markForm = document.getElementById("mark");
  if (!text) return;
  let current = null;

  const go = (card) => {
    if (!card) return;
    current?.classList.remove("current");
    document.querySelector("mark.current")?.classList.remove("current");
    current = card;
    card.classList.add("current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    const mark = document.getElementById(card.dataset.mark);
    mark?.classList.add("current");
    mark?.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => go(cards[Math.min(Math.max(cards.indexOf(current) + by, 0), cards.length - 1)]);
  const press = (act) => current?.querySelector(`button[value="${act}"]`)?.click();

  const open = (kind, field) => {
    const details = current?.querySelector(`details.${kind}`);
    if (details) details.open = true;
    current?.querySelector(field)?.focus();
  };

  // How many characters stand before what is selected; the server finds the place itself.
  const mark = () => {
    const selection = window.getSelection();
    if (!markForm || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const near = Number(text.dataset.start) + [...before.toString()].length;
    markForm.elements.passage.value = selection.toString();
    markForm.elements.near.value = near;
    markForm.querySelector("button").click();
  };

  const keys = {
    a: () => press("accept"),
    e: () => open("more", "[name=title]"),
    x: () => current?.querySelector("[name=reason]")?.focus(),
    s: () => open("split", "[name=parts]"),
    j: () => press("join"),
    n: () => step(1),
    p: () => step(-1),
    m: mark,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest("input, textarea, select");
    if (field) {
      if (event.key === "Escape") {
        event.preventDefault();
        current?.focus();
      } else if (event.key === "Enter" && field.name === "reason" && field.value) {
        event.preventDefault();
        press("reject");
      } else if (event.key === "Enter" && field.tagName === "INPUT" && field.name === "title") {
        event.preventDefault();
        press("accept");
      }
      return;
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card.open");
    if (card && card !== current) go(card);
  });

  // One click is one act: a second one would be refused, and say so.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });

  go(cards.find((card) => `#${card.id}` === window.location.hash) || cards[0]);
})();
