// SPDX-License-Identifier: MIT
#include "search/report/html_style.h"

namespace wattle::search {

std::string_view html_style() {
  return R"css(
:root, .light {
  color-scheme: light dark;
  --ground: #fdfcfa; --panel: #ffffff; --ink: #1f1d1a; --quiet: #69645c; --rule: #e6e1d8;
  --accent: #8f6200; --accent-soft: #d9b45e; --dot: #857e72;
  --part-0: #b98412; --part-1: #e3c98f; --part-2: #8d867b; --part-3: #dcd7cd;
  --state-complete: #2a7fc9; --state-pruned: #bb8a00; --state-failed: #a3260f; --state-infeasible: #1f1d1a; --state-open: #7a746a;
  --arm-0: #8f6200; --arm-1: #1f6fb5; --arm-2: #14785c; --arm-3: #b3402a; --arm-4: #7a4fa3; --arm-5: #5f5a52; --arm-6: #a82f74; --arm-7: #2b7586;
  --scale-0: #1fa37f; --scale-1: #21918c; --scale-2: #2c728e; --scale-3: #3b528b; --scale-4: #440154;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #171613; --panel: #1f1d1a; --ink: #ece8e1; --quiet: #a39c90; --rule: #36322c;
    --accent: #e8b84a; --accent-soft: #8a6c2a; --dot: #9a9286;
    --part-0: #e0ae3c; --part-1: #85692c; --part-2: #968f83; --part-3: #46413a;
    --state-complete: #4aa8e8; --state-pruned: #f2c744; --state-failed: #ef6a45; --state-infeasible: #f4f0e8; --state-open: #857e73;
    --arm-0: #e8b84a; --arm-1: #6cb4f0; --arm-2: #4fc79f; --arm-3: #f08a6b; --arm-4: #b99be0; --arm-5: #b4ada2; --arm-6: #ec86bd; --arm-7: #7fc6d6;
    --scale-0: #2c7a8e; --scale-1: #22968a; --scale-2: #35b779; --scale-3: #90d743; --scale-4: #fde725;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 19px; margin: 44px 0 12px; font-weight: 620; }
p { margin: 0 0 10px; max-width: 74ch; overflow-wrap: anywhere; }
.lead { color: var(--quiet); margin-bottom: 26px; }
.cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 14px; margin: 0 0 30px; padding: 0; list-style: none; }
.cards li { background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 14px 16px; min-width: 0; }
.cards .name { display: block; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
.cards .value { display: block; font-size: 27px; line-height: 1.25; font-weight: 620; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.cards li:first-child .value { color: var(--accent); }
.cards .note { display: block; color: var(--quiet); font-size: 13px; line-height: 1.4; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
figure { margin: 0; background: var(--panel); border: 1px solid var(--rule); border-radius: 8px; padding: 16px 18px 10px; min-width: 0; }
figcaption { font-weight: 600; font-size: 15px; margin-bottom: 8px; }
figcaption span { display: block; font-weight: 400; font-size: 13px; color: var(--quiet); }
figure > svg { display: block; width: 100%; height: auto; overflow: visible; }
figure > svg text { font-family: inherit; font-size: 12px; fill: var(--quiet); font-variant-numeric: tabular-nums; }
figure > svg .label { fill: var(--accent); font-weight: 620; paint-order: stroke; stroke: var(--panel); stroke-width: 4px; stroke-linejoin: round; }
figure > svg .grid { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke; }
figure > svg .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
figure > svg .dot { fill: var(--dot); fill-opacity: 0.75; }
figure > svg .strong { fill: var(--accent); stroke: var(--panel); stroke-width: 1.5; }
figure > svg circle:hover { fill: var(--ink); fill-opacity: 1; }
figure > svg.bar { height: 26px; border-radius: 5px; overflow: hidden; margin: 6px 0 14px; }
.part-0 { fill: var(--part-0); background: var(--part-0); }
.part-1 { fill: var(--part-1); background: var(--part-1); }
.part-2 { fill: var(--part-2); background: var(--part-2); }
.part-3 { fill: var(--part-3); background: var(--part-3); }
.legend { list-style: none; margin: 0 0 8px; padding: 0; }
.legend li { display: flex; gap: 10px; align-items: baseline; padding: 4px 0; font-size: 14px; }
.legend i { width: 11px; height: 11px; border-radius: 3px; flex: none; align-self: center; }
.legend b { margin-left: auto; font-weight: 600; font-variant-numeric: tabular-nums; }
.legend .percent { width: 4em; text-align: right; color: var(--quiet); font-variant-numeric: tabular-nums; }
.chart.wide { grid-column: 1 / -1; }
.drawing { width: 100%; }
.drawing:focus-visible, .controls button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.tip { max-width: min(34em, 60vw); white-space: normal; overflow-wrap: anywhere; }
.tip div:first-child { font-weight: 600; }
.told { min-height: 1.4em; margin: 2px 0 0; font-size: 13px; color: var(--quiet); }
.told:empty { display: none; }
.controls { display: flex; flex-wrap: wrap; gap: 6px; margin: 6px 0 2px; }
.controls button { font: inherit; font-size: 12px; color: var(--quiet); background: transparent; border: 1px solid var(--rule); border-radius: 6px; padding: 2px 8px; cursor: pointer; }
.controls button:hover { border-color: var(--accent); color: var(--ink); }
.none { color: var(--quiet); font-size: 14px; }
figure .hint { font-size: 13px; color: var(--quiet); margin: 14px 0 6px; }
details { margin: 8px 0 4px; font-size: 13px; }
summary { color: var(--quiet); cursor: pointer; }
.scroll { overflow-x: auto; margin: 8px 0; }
.panel { border: 1px solid var(--rule); border-radius: 8px; background: var(--panel); }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100%; }
th, td { text-align: left; padding: 7px 12px; white-space: nowrap; border-bottom: 1px solid var(--rule); vertical-align: top; }
tbody tr:last-child td, tbody tr:last-child th { border-bottom: 0; }
th { font-weight: 600; font-size: 13px; color: var(--quiet); }
.number { text-align: right; }
td.share { width: 30%; min-width: 120px; vertical-align: middle; }
td.share i { display: block; height: 12px; border-radius: 3px; background: var(--accent-soft); }
td.long { white-space: normal; min-width: 15em; max-width: 34em; overflow-wrap: anywhere; }
tr.best td { background: color-mix(in srgb, var(--accent) 11%, transparent); font-weight: 600; }
th button { all: unset; cursor: pointer; }
th button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
th[aria-sort="ascending"] button::after { content: " ↑"; color: var(--accent); }
th[aria-sort="descending"] button::after { content: " ↓"; color: var(--accent); }
pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-x: auto; padding: 12px 14px; margin: 8px 0; }
footer { margin-top: 44px; color: var(--quiet); font-size: 13px; }
@media (max-width: 820px) {
  main { padding: 26px 16px 48px; }
  .cards { grid-template-columns: 1fr 1fr; gap: 10px; }
  .figures { grid-template-columns: 1fr; }
  figure { padding: 14px 12px 8px; }
  h1 { font-size: 25px; }
  figure > svg text { font-size: 13.5px; }
  .cards .value { font-size: 23px; }
}
@media print { .scroll { overflow: visible; } figure { break-inside: avoid; } }
)css";
}

std::string_view html_script() {
  return R"js(
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const key = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  table.querySelectorAll("thead th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (a, b) => {
        const left = key(a, column), right = key(b, column);
        if (left === "" || right === "") return (left === "") - (right === "");
        const number = Number(left) - Number(right);
        const sign = Number.isNaN(number) ? left.localeCompare(right) : number;
        return down ? -sign : sign;
      };
      body.append(...[...body.rows].sort(order));
    });
  });
}
)js";
}

}  // namespace wattle::search
