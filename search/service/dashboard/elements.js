// SPDX-License-Identifier: MIT
// Elements of the page, and numbers as words. What studies say becomes text, never markup.

import { joules, withDigits } from "./words.js";

// `members` are properties where there are such, else attributes.
export const element = (tag, members = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

const none = "–";
const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

export const numberText = (value) => (isNumber(value) ? withDigits(value, 4) : none);
export const joulesText = (value) => (isNumber(value) ? joules(value) : none);
export const secondsText = (value) => {
  if (!isNumber(value)) return none;
  if (value < 120) return `${withDigits(value, value < 1 ? 2 : 3)} s`;
  if (value < 7200) return `${withDigits(value / 60, 3)} min`;
  return `${withDigits(value / 3600, 3)} h`;
};

export const studyAddress = (name) => `#/${encodeURIComponent(name)}`;
export const trialAddress = (name, number) => `${studyAddress(name)}/trials/${number}`;

export const stateElement = (state) => element("span", { className: `state ${state}`, textContent: state });

// Changes a text only where it differs, so that nothing is read out twice.
export const setText = (target, text) => {
  if (target.textContent !== text) target.textContent = text;
};

// A table whose rows change. Heads: [["trial", "number"], ["state"]], with the column's class. A cell is a text, a
// {text, address}, or an element. Rows keep their elements by their keys, so that focus stays where it is.
export class LiveTable {
  constructor(label, heads, empty) {
    const head = element("tr", {}, ...heads.map(([text, className = ""]) => element("th", { scope: "col", className, textContent: text })));
    this.classes = heads.map(([, className = ""]) => className);
    this.body = element("tbody");
    this.frame = element("div", { className: "scroll panel", tabIndex: 0, role: "region", "aria-label": label },
      element("table", {}, element("thead", {}, head), this.body));
    this.empty = element("p", { className: "none", textContent: empty });
    this.element = element("div", {}, this.frame, this.empty);
    this.rows = new Map();
    this.set([]);
  }

  set(rows) {
    this.frame.hidden = rows.length === 0;
    this.empty.hidden = rows.length > 0;
    const before = this.rows;
    this.rows = new Map(rows.map(({ key }) => [key, before.get(key) || element("tr", {}, ...this.classes.map((className) => element("td", { className })))]));
    rows.forEach(({ key, cells, className = "" }, index) => {
      const row = this.rows.get(key);
      row.className = className;
      cells.forEach((cell, column) => this.fill(row.cells[column], cell));
      if (this.body.children[index] !== row) this.body.insertBefore(row, this.body.children[index] || null);
    });
    while (this.body.children.length > rows.length) this.body.lastElementChild.remove();
  }

  fill(place, cell) {
    if (cell instanceof Element) place.replaceChildren(cell);
    else if (typeof cell === "object") {
      const link = place.firstElementChild || place.appendChild(element("a"));
      if (link.getAttribute("href") !== cell.address) link.href = cell.address;
      setText(link, cell.text);
    } else {
      setText(place, cell);
      place.title = cell.length > 30 ? cell : "";
    }
  }
}

// A line through points [x, y], without axes; its words tell the ends.
export const curve = (points, what) => {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "curve");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  const finite = points.filter(([, y]) => isNumber(y));
  if (finite.length < 2) {
    drawing.setAttribute("aria-label", "no curve yet");
    return drawing;
  }
  const [first, last] = [finite[0], finite.at(-1)];
  drawing.setAttribute("aria-label", `${what} from ${numberText(first[1])} at step ${first[0]} to ${numberText(last[1])} at step ${last[0]}`);
  const values = finite.map(([, y]) => y);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const across = (x) => 100 * (x - first[0]) / (last[0] - first[0] || 1);
  const up = (y) => (high > low ? 100 - 100 * (y - low) / (high - low) : 50);
  const line = document.createElementNS(space, "polyline");
  line.setAttribute("points", finite.map(([x, y]) => `${across(x).toFixed(2)},${up(y).toFixed(2)}`).join(" "));
  drawing.append(line);
  return drawing;
};
