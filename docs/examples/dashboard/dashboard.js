// The page: what a reader chooses, counted by the API, drawn, and looked at again every 30 seconds.
import * as charts from "./charts.js";
import { Limited, Refused, Tracker } from "./tracker.js";
import { LANGUAGES } from "./words.js";

const EVERY = 30;
const NEWEST = 6;
const TAKEN_UP = ["committed", "in_delivery", "partly_delivered", "delivered"];

const address = new URLSearchParams(location.search);
const site = new URL(address.get("api") ?? "http://localhost:8000").origin;
const language = LANGUAGES[address.get("lang")] ? address.get("lang") : "zh-Hant";
const { words, suffix, locale } = LANGUAGES[language];
const tracker = new Tracker(site);
const dark = matchMedia("(prefers-color-scheme: dark)");
const form = document.getElementById("choice");

let codes = new Map();
let counted = null;
let newest = [];
let askedAt = null;
let next = null;

const at = (id) => document.getElementById(id);
const label = (list, code) => codes.get(`${list} ${code}`)?.[`label_${suffix}`] ?? code;
const percent = (share) => share.toLocaleString(locale, { style: "percent" });
const time = (date) => date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
const listed = (list) => [...codes.values()].filter((row) => row.list === list);

function element(name, text, more = {}) {
  return Object.assign(document.createElement(name), { textContent: text }, more);
}

function say(text) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

function writeWords() {
  document.documentElement.lang = language;
  document.title = words.title;
  for (const place of document.querySelectorAll("[data-word]")) {
    place.textContent = words[place.dataset.word];
  }
  for (const link of at("languages").children) {
    const to = new URLSearchParams(address);
    to.set("lang", link.hreflang);
    link.href = `?${to}`;
    if (link.hreflang === language) link.setAttribute("aria-current", "true");
  }
  const api = at("api");
  api.href = `${site}/api/v1/docs/`;
  api.textContent = `${site}/api/v1/`;
}

function offer() {
  for (const list of ["sector", "instrument", "body"]) {
    const options = listed(list).map((row) => new Option(label(list, row.code), row.code));
    form[list].replaceChildren(new Option(words.all, ""), ...options);
    form[list].value = address.get(list) ?? "";
  }
  const intervals = ["month", "quarter", "year"].map((name) => new Option(words[name], name));
  form.interval.replaceChildren(...intervals);
  form.interval.value = address.get("interval") ?? "month";
}

async function count() {
  const { interval, ...chosen } = Object.fromEntries(new FormData(form));
  const [bySector, timeline, answers] = await Promise.all([
    tracker.ask("stats/", { ...chosen, group_by: "sector,status" }),
    tracker.ask("stats/timeline/", { ...chosen, interval, group_by: "status" }),
    tracker.ask("stats/answers/", chosen),
  ]);
  counted = { bySector, timeline, answers };
}

function draw() {
  if (!counted) return;
  const { bySector, timeline, answers } = counted;
  const tone = (row) => (dark.matches ? row.colour_dark : row.colour);
  const statuses = listed("status").map((row) => ({ ...row, tone: tone(row) }));
  const look = { statuses, label, words, percent, accent: dark.matches ? "#9cc7e6" : "#17496f" };
  const number = (of) =>
    bySector.results
      .filter((row) => of.includes(row.status))
      .reduce((sum, row) => sum + row.proposal_count, 0);

  at("figures").hidden = !bySector.total;
  if (!bySector.total) return;
  const within = answers.results.filter((row) => row.share !== null);
  const yearOn = within.filter((row) => row.months <= 12).at(-1);
  at("asks").textContent = bySector.total.toLocaleString(locale);
  at("taken-up").textContent = number(TAKEN_UP).toLocaleString(locale);
  at("answered").textContent = yearOn ? percent(yearOn.share) : "–";
  at("refused").textContent = number(["declined"]).toLocaleString(locale);

  const shown = new Set([...bySector.results, ...timeline.results].map((row) => row.status));
  const entries = statuses.filter((s) => shown.has(s.code)).map((s) => {
    const entry = element("li", label("status", s.code), { title: s[`definition_${suffix}`] });
    const swatch = element("span", "");
    swatch.style.background = s.tone;
    entry.prepend(swatch);
    return entry;
  });
  at("key").replaceChildren(...entries);

  const dated = timeline.results.filter((row) => row.period);
  const undated = timeline.results.filter((row) => !row.period);
  put("timeline", dated.length && charts.timeline(at("timeline"), dated, look));
  at("undated").textContent = words.undated(undated.reduce((sum, row) => sum + row.standing, 0));
  put("sectors", charts.sectors(at("sectors"), bySector.results, look));
  put("answers", within.length && charts.answers(at("answers"), within, look));
}

function put(id, chart) {
  if (chart) {
    chart.setAttribute("aria-label", words[id]);
    for (const part of [chart, ...chart.querySelectorAll("[aria-label]")]) {
      part.setAttribute("role", part.matches("rect") ? "img" : "group");
    }
  }
  at(id).replaceChildren(chart || element("p", words.no_dates, { className: "nothing" }));
}

function list() {
  const day = (instant) =>
    new Date(instant).toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" });
  const entries = newest.map((change) => {
    const entry = element("li", "");
    const kind = label("change_kind", change.kind);
    const what = change.kind === "status" && change.row ? label("status", change.row.status) : "";
    entry.append(element("span", [kind, what].filter(Boolean).join(" · "), { className: "kind" }));
    const title = change.row?.[`title_${suffix}`];
    entry.append(
      title ? element("a", title, { href: change.row.html_url }) : element("s", change.key),
      element("time", title ? day(change.at) : `${day(change.at)} · ${words.gone}`),
    );
    return entry;
  });
  at("changes").replaceChildren(...entries);
}

async function look() {
  clearTimeout(next);
  let pause = EVERY;
  try {
    if (!codes.size) {
      const { results } = await tracker.ask("codes/");
      codes = new Map(results.map((row) => [`${row.list} ${row.code}`, row]));
      offer();
    }
    const changes = await tracker.changes();
    if (changes || !counted) await count();
    if (changes?.length) {
      // A row is told as it stands now, so of each proposal only the newest change.
      const byKey = new Map();
      for (const change of [...changes.reverse(), ...newest]) {
        if (!byKey.has(change.key)) byKey.set(change.key, change);
      }
      newest = [...byKey.values()].slice(0, NEWEST);
      list();
    }
    askedAt = new Date();
    draw();
    say(counted.bySector.total ? "" : words.empty);
    at("asked").textContent = words.asked(time(askedAt));
  } catch (fault) {
    if (fault instanceof Limited) {
      pause = fault.seconds;
      say(words.limited(pause));
    } else if (fault instanceof Refused) {
      say(words.fault(fault.message));
    } else if (fault instanceof TypeError) {
      // What a browser throws where no answer came at all.
      say(words.away(askedAt && time(askedAt)));
    } else {
      throw fault;
    }
  }
  next = setTimeout(look, pause * 1000);
}

form.addEventListener("change", () => {
  for (const [name, value] of new FormData(form)) {
    if (value) address.set(name, value);
    else address.delete(name);
  }
  history.replaceState(null, "", `?${address}`);
  writeWords();
  counted = null;
  look();
});
dark.addEventListener("change", draw);
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) draw();
  width = innerWidth;
});

writeWords();
say(words.loading);
look();
