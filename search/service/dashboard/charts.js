// SPDX-License-Identifier: MIT
// The report's charts, drawn anew while a study runs. The report's own programs (search/report/chart) stand above, in
// the same module; a build without charts has none of them, and the page shows the numbers instead.

import { element, setText } from "./elements.js";

export const canDraw = typeof echarts !== "undefined";

const isEmpty = ({ option }) => option.series.every(({ data }) => !data || data.length === 0);

const tableElement = ({ heads, rows, words }) => {
  const row = (cells, tag, members) => element("tr", {}, ...cells.map((textContent, column) => element(tag, { ...members, textContent, className: column < words ? "" : "number" })));
  return element("table", {}, element("thead", {}, row(heads, "th", { scope: "col" })),
    element("tbody", {}, ...rows.map((cells) => row(cells, "td", {}))));
};

// A figure as the report has it, with new data from time to time.
class LiveFigure {
  constructor(figure) {
    const { id, title, wide, height, numbers } = figure;
    this.caption = element("span");
    this.heading = element("figcaption", {}, title, this.caption);
    this.place = element("div", { className: "drawing" });
    this.place.style.height = `${height}px`;
    this.none = element("p", { className: "none", textContent: isEmpty(figure) ? "Nothing to show yet." : "This build of Wattle draws no charts." });
    this.table = element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": `Numbers: ${title}` });
    this.details = element("details", { open: !canDraw }, element("summary", { textContent: "The numbers" }), this.table);
    this.details.addEventListener("toggle", () => this.fillTable());
    const drawn = canDraw && !isEmpty(figure);
    this.element = element("figure", { className: wide ? "chart wide" : "chart", id }, this.heading, drawn ? this.place : this.none,
      ...(numbers.rows.length ? [this.details] : []));
    for (const leaving of ["pointerleave", "focusout"]) this.element.addEventListener(leaving, () => setTimeout(() => this.catchUp()));
  }

  // Nobody's zoom, walk or tip is disturbed: a figure that is being read changes when it is left.
  isRead() { return this.drawing && this.element.matches(touch ? ":focus-within" : ":hover, :focus-within"); }

  catchUp() { if (this.waiting && !this.isRead()) this.set(this.waiting); }

  set(figure) {
    this.waiting = this.isRead() ? figure : null;
    if (this.waiting) return;
    setText(this.caption, figure.caption);
    this.numbers = figure.numbers;
    this.fillTable();
    if (this.place.isConnected) this.draw(figure);
  }

  draw({ option, tips, height }) {
    const data = { option, tips };
    if (this.drawing) {
      this.drawing.data = setZoom(data);
      this.drawing.height = height;
      this.place.style.height = `${height}px`;
      if (this.drawing.chart) this.drawing.draw();
    } else {
      this.drawing = take(this.element, data);
      seen.observe(this.place);
    }
  }

  // Tables have thousands of cells, and few are looked at.
  fillTable() {
    if (this.details.open) this.table.replaceChildren(tableElement(this.numbers));
  }

  clear() {
    if (!this.drawing) return;
    seen.unobserve(this.place);
    drawings.splice(drawings.indexOf(this.drawing), 1);
    this.drawing.chart?.dispose();
    this.drawing.chart = null;
  }
}

// The sections of charts of one study.
export class Charts {
  constructor(place) {
    this.place = place;
    this.figures = new Map();
    this.shape = "";
  }

  set({ sections, parameters }) {
    if (canDraw) {
      for (const number of Object.keys(trialParameters)) delete trialParameters[number];
      Object.assign(trialParameters, parameters);
    }
    const shape = JSON.stringify(sections.map(({ heading, figures }) => [heading, figures.map((figure) => [figure.id, isEmpty(figure)])]));
    if (shape !== this.shape) this.build(sections);
    this.shape = shape;
    sections.forEach(({ note, figures }, index) => {
      setText(this.notes[index], note);
      for (const figure of figures) this.figures.get(figure.id).set(figure);
    });
  }

  build(sections) {
    this.clear();
    this.notes = sections.map(() => element("p"));
    this.place.replaceChildren(...sections.flatMap(({ heading, figures }, index) => {
      for (const figure of figures) this.figures.set(figure.id, new LiveFigure(figure));
      return [element("h2", { textContent: heading }), this.notes[index],
        element("div", { className: "figures" }, ...figures.map(({ id }) => this.figures.get(id).element))];
    }));
  }

  clear() {
    for (const figure of this.figures.values()) figure.clear();
    this.figures.clear();
  }
}
