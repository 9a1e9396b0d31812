/* htmx fetches the list that the form or a link leads to and puts it in place of this one. Here is
   what it cannot know: what the reader has unfolded, scrolled or is still typing stays so. */
"use strict";

(() => {
  const finder = () => document.getElementById("finder");
  let kept = null;
  let isComposing = false;

  // A Chinese word is typed in several steps, of which only the last one is meant.
  document.addEventListener("compositionstart", () => { isComposing = true; });
  document.addEventListener("compositionend", (event) => {
    isComposing = false;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // An address says what was chosen and no more.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.formData;
    for (const [name, value] of [...given.entries()]) {
      if (typeof value === "string" && !value.trim()) given.delete(name);
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isComposing) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isComposing) event.detail.shouldSwap = false;
    const active = document.activeElement;
    kept = {
      open: new Map([...finder().querySelectorAll("details[id]")].map((e) => [e.id, e.open])),
      scrolled: [...finder().querySelectorAll("details[id] .options")].map((e) => [
        e.closest("details").id, e.scrollTop,
      ]),
      typed: active.matches("#filter input[type=search]") ? [active.id, active.value] : null,
      wasInside: finder().contains(active),
    };
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!kept) return;
    for (const [id, open] of kept.open) {
      const details = document.getElementById(id);
      if (details) details.open = open;
    }
    for (const [id, top] of kept.scrolled) {
      const options = document.querySelector(`#${id} .options`);
      if (options) options.scrollTop = top;
    }
    if (kept.typed) {
      const [id, value] = kept.typed;
      const input = document.getElementById(id);
      if (input && input.value !== value) {
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    // What was pressed is gone: a chip that was taken away, or the link to the next page.
    if (kept.wasInside && !finder().contains(document.activeElement)) {
      document.getElementById("found").focus({ preventScroll: true });
    }
    kept = null;
  });

  // What htmx cannot bring, the browser fetches by itself and shows as it comes.
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failed, (event) => {
      window.location.assign(event.detail.pathInfo.finalRequestPath);
    });
  }
})();
