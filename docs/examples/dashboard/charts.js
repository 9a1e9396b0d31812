// Draws with Observable Plot, which the page has loaded. Each bar says in words what it shows.
const { Plot } = globalThis;

const LOOK = {
  style: { fontFamily: "inherit", fontSize: "12px", overflow: "visible" },
};

function wideEnough(place) {
  return Math.max(240, place.clientWidth);
}

// How many stood where at the end of each interval, one bar of parts for each.
export function timeline(place, rows, { statuses, label, words }) {
  const width = wideEnough(place);
  const periods = [...new Set(rows.map((row) => row.period))];
  const every = Math.ceil(periods.length / (width / 64));
  const said = (row) => words.bar(row.period, label("status", row.status), row.standing);
  return Plot.plot({
    ...LOOK,
    width,
    height: 300,
    marginLeft: 34,
    marginRight: 4,
    marginBottom: 30,
    x: {
      domain: periods,
      ticks: periods.filter((_, n) => (periods.length - 1 - n) % every === 0),
      tickSize: 0,
      label: null,
      padding: 0.12,
    },
    y: { grid: true, label: null, ticks: 5, tickSize: 0 },
    color: { domain: statuses.map((s) => s.code), range: statuses.map((s) => s.tone) },
    marks: [
      Plot.barY(
        rows.filter((row) => row.standing),
        {
          x: "period",
          y: "standing",
          fill: "status",
          order: statuses.map((s) => s.code),
          ariaLabel: said,
          title: said,
          tip: true,
        },
      ),
      Plot.ruleY([0]),
    ],
  });
}

// Where the asks of each sector stand, the largest first.
export function sectors(place, rows, { statuses, label, words }) {
  const width = wideEnough(place);
  const totals = d3.rollup(
    rows,
    (group) => d3.sum(group, (row) => row.proposal_count),
    (row) => row.sector,
  );
  const domain = [...totals.keys()].sort((a, b) => totals.get(b) - totals.get(a));
  const said = (row) =>
    words.bar(label("sector", row.sector), label("status", row.status), row.proposal_count);
  const margin = Math.min(190, width * 0.36);
  return Plot.plot({
    ...LOOK,
    width,
    height: domain.length * 36 + 30,
    marginLeft: margin,
    marginRight: 30,
    marginTop: 4,
    marginBottom: 26,
    x: { grid: true, label: null, ticks: Math.max(2, Math.min(6, d3.max(totals.values()))) },
    y: { domain, label: null, padding: 0.28 },
    color: { domain: statuses.map((s) => s.code), range: statuses.map((s) => s.tone) },
    marks: [
      Plot.axisY({
        tickSize: 0,
        lineWidth: margin / 12,
        tickFormat: (code) => label("sector", code),
      }),
      Plot.barX(rows, {
        y: "sector",
        x: "proposal_count",
        fill: "status",
        order: statuses.map((s) => s.code),
        ariaLabel: said,
        title: said,
        tip: true,
      }),
      Plot.text([...totals], {
        y: ([code]) => code,
        x: ([, total]) => total,
        text: ([, total]) => `${total}`,
        textAnchor: "start",
        dx: 6,
        fontWeight: 600,
      }),
      Plot.ruleX([0]),
    ],
  });
}

// What share was answered within so many months of being asked.
export function answers(place, rows, { accent, percent }) {
  const last = rows.at(-1);
  return Plot.plot({
    ...LOOK,
    width: wideEnough(place),
    height: 300,
    marginLeft: 44,
    marginRight: 44,
    marginBottom: 30,
    x: { label: null, domain: [0, Math.max(12, last.months)], ticks: 6, tickSize: 0 },
    y: { grid: true, label: null, domain: [0, 1], ticks: 5, tickSize: 0, tickFormat: percent },
    marks: [
      Plot.areaY(rows, { x: "months", y: "share", curve: "step-after", fill: accent, fillOpacity: 0.12 }),
      Plot.lineY(rows, { x: "months", y: "share", curve: "step-after", stroke: accent, strokeWidth: 2.5 }),
      Plot.dot([last], { x: "months", y: "share", fill: accent, r: 4 }),
      Plot.text([last], {
        x: "months",
        y: "share",
        text: (row) => percent(row.share),
        textAnchor: "start",
        dx: 8,
        fontWeight: 700,
      }),
      Plot.tip(rows, Plot.pointerX({ x: "months", y: "share", title: (row) => `${row.months}: ${percent(row.share)}` })),
      Plot.ruleY([0]),
    ],
  });
}
