// SPDX-License-Identifier: MIT
// Makes ECharts' options of the data that stand in the page, and draws them.

const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";
const colourMembers = new Set(["color", "borderColor", "textBorderColor"]);

// A bar of a timeline: at least a pixel and a half wide, so that no trial is lost.
const span = (params, api) => {
  const [left, middle] = api.coord([api.value(0), api.value(2)]);
  const [right] = api.coord([api.value(1), api.value(2)]);
  const height = Math.min(0.7 * Math.abs(api.size([0, 1])[1]), 24);
  const whole = { x: left, y: middle - height / 2, width: Math.max(right - left, 1.5), height };
  const shape = echarts.graphic.clipRectByRect(whole, params.coordSys);
  return shape && { type: "rect", shape, style: { fill: api.visual("color") }, emphasis: { style: { opacity: 0.7 } } };
};

// What lies between two lines of a series' rows: x, low, high. One shape for all rows, drawn with the first.
const area = (params, api) => {
  if (params.dataIndex !== 0) return null;
  const rows = [...Array(params.dataInsideLength).keys()];
  const line = (column) => rows.map((row) => api.coord([api.value(0, row), api.value(column, row)]));
  const points = [...line(1), ...line(2).reverse()];
  return { type: "polygon", shape: { points }, style: { fill: api.visual("color"), opacity: 0.16 }, silent: true };
};

// Above a bar or a row: its amount, and what of.
const barWords = ({ data: { tip: [name, amount] } }) => `${amount}  ·  ${name}`;

// Names beginning with @ stand for colours of the page's style, for units and for shapes.
const meant = (name, member, colour) => {
  if (colourMembers.has(member)) return colour(name);
  if (member === "renderItem") return { span, area }[name];
  if (member === "formatter") return name === "bar" ? barWords : units[name];
  return `@${name}`;
};

const resolved = (value, member, colour) => {
  if (typeof value === "string" && value.startsWith("@")) return meant(value.slice(1), member, colour);
  if (Array.isArray(value)) return value.map((each) => resolved(each, member, colour));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, key, colour)]));
};

const legendLook = (colour, width) => ({
  type: "scroll", top: 0, left: 0, itemWidth: width < narrow ? 11 : 16, itemHeight: 9, itemGap: width < narrow ? 9 : 14,
  textStyle: { color: colour("ink"), fontSize: 12 }, inactiveColor: colour("rule"),
  pageTextStyle: { color: colour("quiet") }, pageIconColor: colour("accent"), pageIconInactiveColor: colour("rule"),
});

// The tips are of the data as they are, which may be drawn by their logarithms.
const tooltipLook = (series, tips, colour) => ({
  trigger: "item", confine: true, transitionDuration: 0,
  backgroundColor: colour("panel"), borderColor: colour("rule"), textStyle: { color: colour("ink"), fontSize: 13 },
  formatter: ({ seriesIndex, dataIndex }) => (tips[seriesIndex].length ? tipElement(tips[seriesIndex], series[seriesIndex].data[dataIndex]) : ""),
});

// The whole option for a drawing of that width.
const optionFor = ({ option, tips }, colour, width) => {
  const named = resolved(option, "", colour);
  const { legend, ...rest } = named.parallelAxis ? parallelLook(named, colour, width) : planeLook(named, colour, width);
  for (const { label } of rest.series) {
    if (label?.formatter === barWords) Object.assign(label, { color: colour("ink"), fontSize: 13, width: width - 8, overflow: "truncate" });
  }
  return {
    animation: false,
    backgroundColor: colour("panel"),
    textStyle: { fontFamily, color: colour("ink") },
    grid: { left: 50, right: 16, top: 54, bottom: 46 },
    legend: { show: rest.series.length > 1, ...legendLook(colour, width), ...legend },
    tooltip: tooltipLook(option.series, tips, colour),
    ...rest,
  };
};

// Colours of an element's style, by name.
const coloursOf = (element) => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
};

class Drawing {
  constructor(figure, data) {
    this.figure = figure;
    this.element = figure.querySelector(".drawing");
    this.data = data;
    this.height = this.element.clientHeight;
    this.chart = null;
  }

  // Draws, or draws anew: for a new width, or in new colours. What was zoomed stays.
  draw() {
    const width = this.element.clientWidth;
    if (width === 0) return;
    const axes = this.data.option.parallelAxis;
    if (axes) this.element.style.height = `${areUpright(axes, width) ? 120 + 74 * axes.length : this.height}px`;
    const windows = this.chart ? this.zoomed() : [];
    if (!this.chart) {
      this.chart = echarts.init(this.element, null, { renderer: "svg" });
      this.chart.on("datazoom", () => this.followZoom());
    }
    this.chart.resize();
    this.chart.setOption(optionFor(this.data, coloursOf(this.figure), width), true);
    if (windows.length) this.zoomTo(windows);
  }

  zoomed() { return (this.chart.getOption().dataZoom || []).map(({ start, end }) => [start, end]); }

  zoomTo(windows) {
    const batch = windows.map(([start, end], dataZoomIndex) => ({ dataZoomIndex, start, end }));
    this.chart.dispatchAction({ type: "dataZoom", batch });
  }

  // Logarithmic axes get ticks for what they show; on others an end that is not round gets no label.
  followZoom() {
    const axes = {};
    this.zoomed().forEach(([start, end], index) => {
      const name = ["xAxis", "yAxis"][index];
      const { type, min, max, axisLabel } = this.data.option[name];
      const axis = { axisLabel: {} };
      if (type === "log") {
        const [low, high] = [Math.log10(min), Math.log10(max)];
        setTicks(axis, powerTicks(low + (high - low) * start / 100, low + (high - low) * end / 100));
      } else {
        axis.axisLabel.showMinLabel = start <= 0 && axisLabel?.showMinLabel;
        axis.axisLabel.showMaxLabel = end >= 100 && axisLabel?.showMaxLabel;
      }
      axes[name] = axis;
    });
    this.chart.setOption(axes);
  }

  // The drawing as a file: as it is zoomed, in the colours for light, which is what paper wants.
  svg() {
    const paper = document.createElement("span");
    paper.className = "light";
    paper.hidden = true;
    document.body.append(paper);
    const width = this.element.clientWidth;
    const copy = echarts.init(null, null, { renderer: "svg", ssr: true, width, height: this.element.clientHeight });
    const option = optionFor(this.data, coloursOf(paper), width);
    this.zoomed().forEach(([start, end], index) => Object.assign(option.dataZoom[index], { start, end }));
    copy.setOption(option);
    const file = new DOMParser().parseFromString(copy.renderToSVGString({ useViewBox: true }), "image/svg+xml");
    copy.dispose();
    paper.remove();
    const title = file.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = this.figure.querySelector("figcaption").innerText;
    file.documentElement.prepend(title);
    return new XMLSerializer().serializeToString(file);
  }
}
