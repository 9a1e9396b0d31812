// Forms of the desk lose nothing: what is typed is kept on the server, and leaving them warns.
// And what the desk knows of it is told beside a field while it is typed.
"use strict";

const words = document.getElementById("desk-words")?.dataset;
const forms = [...document.querySelectorAll("#content form[method=post]")].filter((form) =>
  (form.matches(".kept, [id$=_form]")) && !form.querySelector("[type=password], [type=file]"));

for (const form of words ? forms : []) keepTyped(form);
if (words) for (const field of document.querySelectorAll("input, textarea")) tellOf(field);

function keepTyped(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0, isTyped = false;

  const send = (body) => fetch(words.typed, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ address: location.pathname, body }),
    keepalive: body.length < 60000,
  });
  const typed = () => {
    const sent = new FormData(form);
    sent.delete("csrfmiddlewaretoken");
    return new URLSearchParams(sent).toString();
  };
  const note = document.createElement("p");
  note.className = "kept-note";
  note.setAttribute("role", "status");
  form.append(note);

  form.addEventListener("input", () => {
    isTyped = true;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await send(typed()).catch(() => null);
      note.textContent = answer?.ok && !answer.redirected ? words.kept : words.unkept;
    }, 1500);
  });
  form.addEventListener("submit", (event) => {
    // A preview opens beside the form, which stays as it is.
    if (event.submitter?.formTarget === "_blank") return;
    isTyped = false;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });

  if (!new URLSearchParams(location.search).has("typed")) offer(form, send);
}

async function offer(form, send) {
  const address = new URLSearchParams({ address: location.pathname });
  const answer = await fetch(`${words.typed}?${address}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { at } = await answer.json();
  if (!at) return;
  const box = document.createElement("p");
  box.className = "alike kept-offer";
  box.setAttribute("role", "status");
  const show = document.createElement("a");
  show.href = `${location.pathname}?typed=1`;
  show.textContent = words.show;
  const forget = document.createElement("button");
  forget.type = "button";
  forget.textContent = words.forget;
  forget.addEventListener("click", () => { send(""); box.remove(); });
  box.append(`${words.offered} ${at} `, show, " ", forget);
  form.prepend(box);
}

function tellOf(field) {
  const name = field.name.replace(/^asks-\d+-/, "");
  const isDate = field.matches(".vDateField, .written-date");
  const isNew = document.getElementById("enter") || location.pathname.endsWith("/add/");
  const kinds = words.kinds.split(" ");
  const kind = isDate ? "date" : kinds.find((each) => each === name && isNew);
  if (!kind || !field.closest("#content")) return;
  let told = field.parentElement.querySelector("output.told");
  if (!told) {
    told = document.createElement("output");
    told.className = "told";
    field.after(told);
  }
  let timer = 0;
  const ask = async () => {
    const asked = new URLSearchParams({ kind, value: field.value });
    const answer = field.value.trim() && await fetch(`${words.told}?${asked}`).catch(() => null);
    told.replaceChildren();
    if (!answer || !answer.ok || answer.redirected) return;
    for (const { text, address } of (await answer.json()).told) {
      const line = document.createElement(address ? "a" : "span");
      if (address) { line.href = address; line.target = "_blank"; }
      line.textContent = text;
      told.append(line, " ");
    }
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 400); });
  field.addEventListener("change", ask);
}
