// SPDX-License-Identifier: MIT
// What a reader can do with a drawing: by mouse, by keys, by touch.

const fileName = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const save = (drawing) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([drawing.svg()], { type: "image/svg+xml" }));
  link.download = `${fileName(`${document.querySelector("h1").textContent} ${drawing.figure.id}`)}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

// Zooms around the middle: by 0.5 to half of what is seen, by 2 to twice that.
const zoomBy = (drawing, factor) => drawing.zoomTo(drawing.zoomed().map(([start, end]) => {
  const half = Math.min(50, Math.max(0.5, factor * (end - start) / 2));
  const middle = Math.min(100 - half, Math.max(half, (start + end) / 2));
  return [middle - half, middle + half];
}));

const move = (drawing, across, up) => drawing.zoomTo(drawing.zoomed().map(([start, end], index) => {
  const wanted = (index === 0 ? across : up) * (end - start) / 4;
  const step = Math.min(100 - end, Math.max(-start, wanted));
  return [start + step, end + step];
}));

const showAll = (drawing) => drawing.zoomTo(drawing.zoomed().map(() => [0, 100]));

const button = (text, action) => {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", action);
  return element;
};

const addButtons = (drawing) => {
  const row = document.createElement("div");
  row.className = "controls";
  if (drawing.data.option.dataZoom) {
    row.append(button("Zoom in", () => zoomBy(drawing, 0.5)), button("Zoom out", () => zoomBy(drawing, 2)),
      button("Show all", () => showAll(drawing)));
  }
  row.append(button("Save as SVG", () => save(drawing)));
  drawing.element.after(row);
  return row;
};

// The arrow keys go from mark to mark, and what a mark is stands in a line below, to be read out.
class Walk {
  constructor(drawing, line) {
    this.drawing = drawing;
    this.line = line;
    this.at = [0, -1];
  }

  // Those that tell something.
  get series() {
    const { option, tips } = this.drawing.data;
    return option.series.flatMap(({ data }, index) => (tips[index].length && data.length ? [index] : []));
  }

  leave() {
    this.drawing.chart.dispatchAction({ type: "downplay" });
    this.line.textContent = "";
    this.at[1] = -1;
  }

  go(series, mark) {
    const told = this.series;
    this.at[0] = (this.at[0] + series + told.length) % told.length;
    const seriesIndex = told[this.at[0]];
    const { name, data } = this.drawing.data.option.series[seriesIndex];
    this.at[1] = series ? 0 : Math.min(data.length - 1, Math.max(0, this.at[1] + mark));
    this.drawing.chart.dispatchAction({ type: "downplay" });
    this.drawing.chart.dispatchAction({ type: "highlight", seriesIndex, dataIndex: this.at[1] });
    const lines = tipLines(this.drawing.data.tips[seriesIndex], data[this.at[1]]);
    this.line.textContent = `${name ? `${name}, ` : ""}${this.at[1] + 1} of ${data.length}. ${lines.join("; ")}`;
  }
}

const listenToKeys = (drawing) => {
  const line = document.createElement("p");
  line.className = "told";
  line.setAttribute("role", "status");
  drawing.element.after(line);
  const walk = new Walk(drawing, line);
  const zooms = drawing.data.option.dataZoom;
  const keys = {
    ArrowRight: () => walk.go(0, 1),
    ArrowLeft: () => walk.go(0, -1),
    ArrowDown: () => walk.go(1, 0),
    ArrowUp: () => walk.go(-1, 0),
    Escape: () => walk.leave(),
    ...(zooms && { "+": () => zoomBy(drawing, 0.5), "-": () => zoomBy(drawing, 2), 0: () => showAll(drawing) }),
  };
  const shifted = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const title = drawing.figure.querySelector("figcaption").innerText.replace(/\s+/g, " ");
  const element = drawing.element;
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-roledescription", "chart");
  const how = `Arrow keys read the marks${zooms ? ", plus and minus zoom, 0 shows all" : ""}.`;
  element.setAttribute("aria-label", `${title} ${how} The numbers are in the table below.`);
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = event.shiftKey && zooms && shifted[event.key];
    const action = moves ? () => move(drawing, ...moves) : keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  element.addEventListener("blur", () => walk.leave());
};

// Fingers scroll the page, so there drawings are zoomed by the buttons; a mouse zooms with Ctrl and the wheel, and
// drags.
const touch = matchMedia("(pointer: coarse)").matches;
const drawings = [];
const setZoom = (data) => {
  for (const zoom of data.option.dataZoom || []) {
    Object.assign(zoom, { disabled: touch, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false });
  }
  return data;
};
const take = (figure, data) => {
  const drawing = new Drawing(figure, setZoom(data));
  drawings.push(drawing);
  return drawing;
};
for (const figure of document.querySelectorAll("figure.chart")) {
  const data = figure.querySelector("script[type='application/json']");
  if (data) take(figure, JSON.parse(data.textContent));
}

const show = (drawing) => {
  if (drawing.chart) return;
  drawing.draw();
  addButtons(drawing);
  listenToKeys(drawing);
  const follow = () => { if (drawing.chart && drawing.chart.getWidth() !== drawing.element.clientWidth) drawing.draw(); };
  new ResizeObserver(follow).observe(drawing.element);
};

// Each is drawn when it comes near to what is seen: a page may have dozens. Paper has them all.
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    show(drawings.find(({ element }) => element === target));
  }
}, { rootMargin: "400px" });
for (const { element } of drawings) seen.observe(element);
addEventListener("beforeprint", () => drawings.forEach(show));
const redraw = () => drawings.forEach((drawing) => drawing.chart && drawing.draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
