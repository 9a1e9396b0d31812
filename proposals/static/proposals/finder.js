/* htmx fetches the list that the form or a link leads to and puts it in place of this one. Here is
   what it cannot know: what the reader has unfolded, scrolled or is still typing stays so. */
"use strict";

(() => {
  const finder = () => document.getElementById("finder");
  let kept = null;
  let isComposing = false;
  let isPressed = false;

  // A Chinese word is typed in several steps, of which only the last one is meant.
  document.addEventListener("compositionstart", () => { isComposing = true; });
  document.addEventListener("input", (event) => {
    if (isComposing) event.stopPropagation();
  }, { capture: true });
  document.addEventListener("compositionend", (event) => {
    isComposing = false;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // Who presses a button of the form wants to see what it found, and not the form again.
  document.addEventListener("click", (event) => {
    isPressed = Boolean(event.target.closest("#filter [type=submit]"));
  }, { capture: true });

  // An address says what was chosen and no more.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.formData;
    for (const [name, value] of [...given.entries()]) {
      if (typeof value === "string" && !value.trim()) given.delete(name);
    }
  });

  const loadWhole = (event) => {
    window.location.assign(event.detail.pathInfo.finalRequestPath);
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    // Of an error htmx tells once more below: two loads at once would end each other.
    if (event.detail.isError) return;
    if (isComposing) event.detail.shouldSwap = false;
    if (!event.detail.serverResponse.includes('id="finder"')) {
      event.detail.shouldSwap = false;
      loadWhole(event);
      return;
    }
    const active = document.activeElement;
    kept = {
      open: new Map([...finder().querySelectorAll("details[id]")].map((e) => [e.id, e.open])),
      scrolled: [...finder().querySelectorAll("details[id] .options")].map((e) => [
        e.closest("details").id, e.scrollTop,
      ]),
      focused: finder().contains(active) ? active.id || "found" : "",
      typed: active.matches("#filter input[type=search]")
        ? [active.value, active.selectionStart, active.selectionEnd]
        : null,
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
    if (isPressed) {
      isPressed = false;
      const found = document.getElementById("found");
      found.focus({ preventScroll: true });
      found.scrollIntoView();
      kept = null;
      return;
    }
    if (kept.focused && !finder().contains(document.activeElement)) {
      // What was pressed may be gone: a chip that was taken away, or the link to the next page.
      const again = document.getElementById(kept.focused) || document.getElementById("found");
      again.focus({ preventScroll: true });
    }
    const input = document.activeElement;
    if (kept.typed && input.id === kept.focused) {
      const [value, start, end] = kept.typed;
      const isBehind = input.value !== value;
      input.value = value;
      input.setSelectionRange(start, end);
      // The new form listens only once it has settled.
      const ask = () => input.dispatchEvent(new Event("input", { bubbles: true }));
      if (isBehind) document.addEventListener("htmx:afterSettle", ask, { once: true });
    }
    kept = null;
  });

  // What htmx cannot bring, the browser fetches by itself and shows as it comes.
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failed, loadWhole);
  }
})();
