// SPDX-License-Identifier: MIT
// Makes ECharts' options of the data that stand in the page, and draws them.

const narrow = 560;  // pixels; below that a drawing is laid out for a phone
const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";
const colourMembers = new Set(["color", "borderColor", "textBorderColor"]);

// A bar of a timeline: at least a pixel and a half wide, so that no trial is lost.
const span = (params, api) => {
  const [left, middle] = api.coord([api.value(0), api.value(2)]);
  const [right] = api.coord([api.value(1), api.value(2)]);
  const height = Math.min(0.7 * Math.abs(api.size([0, 1])[1]), 24);
  const shape = echarts.graphic.clipRectByRect({ x: left, y: middle - height / 2, width: Math.max(right - left, 1.5), height },
    params.coordSys);
  return shape && { type: "rect", shape, style: { fill: api.visual("color") }, emphasis: { style: { opacity: 0.7 } } };
};

// Names beginning with @ stand for colours of the page's style, for units and for shapes.
const resolved = (value, member, colour) => {
  if (typeof value === "string" && value.startsWith("@")) {
    const name = value.slice(1);
    if (colourMembers.has(member)) return colour(name);
    if (member === "renderItem") return { span }[name];
    if (member === "formatter" && name === "bar") return ({ data }) => `${data.tip[1]}  ·  ${data.tip[0]}`;
    if (member === "formatter") return units[name];
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, member, colour));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, key, colour)]));
};

// Round numbers in [low, high] for a logarithmic axis; ECharts itself has powers of ten only.
const logTicks = (low, high) => {
  const ticks = (multiples) => {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
      for (const multiple of multiples) {
        const tick = Number(`${multiple}e${power}`);
        if (tick >= low && tick <= high) found.push(tick);
      }
    }
    return found;
  };
  const choices = [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]];
  for (const multiples of choices) {
    if (ticks(multiples).length >= 4) return ticks(multiples);
  }
  // Less than a decade: steps of a tenth of the larger power of ten.
  const step = 10 ** Math.floor(Math.log10(high - low)) / 2;
  const steps = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) steps.push(Number((k * step).toPrecision(12)));
  return steps;
};

const setLogTicks = (axis, low, high) => {
  const customValues = logTicks(low, high);
  axis.axisTick = { ...axis.axisTick, customValues };
  axis.axisLabel = { ...axis.axisLabel, customValues, hideOverlap: true };
};

const axisLook = (axis, colour, width) => ({
  ...axis,
  nameTextStyle: { color: colour("quiet"), fontSize: 12, ...axis.nameTextStyle },
  axisLabel: { color: colour("quiet"), fontSize: 12, hideOverlap: true, ...axis.axisLabel },
  axisLine: { lineStyle: { color: colour("rule") } },
  axisTick: { lineStyle: { color: colour("rule") }, ...axis.axisTick },
  splitLine: { lineStyle: { color: colour("rule") }, show: axis.type !== "category" },
  nameTruncate: { maxWidth: width, ellipsis: "…" },
});

const planeLook = (option, colour, width) => {
  const x = axisLook({ nameGap: 30, ...option.xAxis }, colour, width - 80);
  const y = axisLook({ nameGap: 14, ...option.yAxis }, colour, width - 20);
  y.nameTextStyle.align = "left";
  // The name begins at the drawing's edge, not at the axis.
  y.nameTextStyle.padding = [0, 0, 0, -44];
  x.splitNumber = width < narrow ? 4 : 5;
  for (const axis of [x, y]) {
    if (axis.type === "log") setLogTicks(axis, axis.min, axis.max);
  }
  if (x.type === "category") x.axisLabel = { ...x.axisLabel, width: Math.max(40, (width - 80) / x.data.length), overflow: "truncate", interval: 0, hideOverlap: true };
  return { ...option, xAxis: x, yAxis: y };
};

// Axes side by side, or one above the other where there is no room for that.
const parallelLook = (option, colour, width) => {
  const upright = width < 92 * option.parallelAxis.length;
  const parallelAxis = option.parallelAxis.map((axis) => {
    const look = axisLook(axis, colour, upright ? width - 40 : 0.9 * width / option.parallelAxis.length);
    look.axisLine = { lineStyle: { color: colour("quiet") } };
    look.areaSelectStyle = { width: 16, borderColor: colour("accent"), color: colour("accent"), opacity: 0.25 };
    // Lines run below the words.
    const outline = { textBorderColor: colour("panel"), textBorderWidth: 3 };
    look.axisLabel = { ...look.axisLabel, ...outline, color: colour("ink") };
    look.nameTextStyle = { ...outline, fontSize: 12, fontWeight: "bold", color: colour("ink") };
    if (upright) {
      look.nameLocation = "start";
      look.nameGap = 0;
      Object.assign(look.nameTextStyle, { align: "left", verticalAlign: "bottom", padding: [0, 0, 5, 0] });
    }
    if (axis.type === "log") {
      const values = option.series[0].data.map((row) => row[axis.dim]).filter((value) => value !== "-");
      const [low, high] = [Math.min(...values), Math.max(...values)];
      look.min = low;
      look.max = high;
      setLogTicks(look, low, high);
    }
    if (axis.type === "category") look.axisLabel = { ...look.axisLabel, width: upright ? 70 : width / option.parallelAxis.length - 16, overflow: "truncate" };
    return look;
  });
  const parallel = upright ? { layout: "vertical", left: 16, right: 30, top: 30, bottom: 90 }
    : { layout: "horizontal", left: 50, right: 60, top: 40, bottom: 70 };
  return { ...option, parallelAxis, parallel, visualMap: { ...option.visualMap, textStyle: { color: colour("quiet") } } };
};

// The whole option for a drawing of that width.
const optionFor = ({ option, tips }, colour, width) => {
  let look = resolved(option, "", colour);
  look = look.parallelAxis ? parallelLook(look, colour, width) : planeLook(look, colour, width);
  const { legend, ...rest } = look;
  const names = look.series.filter(({ type }) => type !== "bar");
  const bars = look.series.find(({ type }) => type === "bar");
  if (bars) bars.label = { ...bars.label, color: colour("ink"), fontSize: 13, width: width - 8, overflow: "truncate" };
  return {
    animation: false,
    backgroundColor: colour("panel"),
    textStyle: { fontFamily, color: colour("ink") },
    grid: { left: 50, right: 16, top: 54, bottom: 46 },
    legend: {
      show: names.length > 1, type: "scroll", top: 0, left: 0, itemWidth: width < narrow ? 11 : 16, itemHeight: 9, itemGap: width < narrow ? 9 : 14, inactiveColor: colour("rule"),
      textStyle: { color: colour("ink"), fontSize: 12 }, pageTextStyle: { color: colour("quiet") }, pageIconColor: colour("accent"),
      pageIconInactiveColor: colour("rule"), ...legend,
    },
    tooltip: {
      trigger: "item", confine: true, transitionDuration: 0, backgroundColor: colour("panel"), borderColor: colour("rule"),
      textStyle: { color: colour("ink"), fontSize: 13 }, formatter: ({ seriesIndex, data }) => (tips[seriesIndex].length ? tipElement(tips[seriesIndex], data) : ""),
    },
    ...rest,
  };
};

// Colours of an element's style, by name.
const coloursOf = (element) => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--${name}`).trim();
};

class Drawing {
  constructor(figure) {
    this.figure = figure;
    this.element = figure.querySelector(".drawing");
    this.data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    this.height = this.element.clientHeight;
    this.chart = null;
  }

  // Draws, or draws anew: for a new width, or in new colours. What was zoomed stays.
  draw() {
    const width = this.element.clientWidth;
    if (width === 0) return;
    const axes = this.data.option.parallelAxis;
    if (axes) this.element.style.height = `${width < 92 * axes.length ? 120 + 74 * axes.length : this.height}px`;
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
    this.chart.dispatchAction({ type: "dataZoom", batch: windows.map(([start, end], dataZoomIndex) => ({ dataZoomIndex, start, end })) });
  }

  // Logarithmic axes get ticks for what they show.
  followZoom() {
    const { option } = this.data;
    const windows = this.zoomed();
    const changed = {};
    ["xAxis", "yAxis"].forEach((name, index) => {
      if (option[name].type !== "log" || !windows[index]) return;
      const [low, high] = [Math.log10(option[name].min), Math.log10(option[name].max)];
      const at = (percent) => 10 ** (low + (high - low) * percent / 100);
      const axis = {};
      setLogTicks(axis, at(windows[index][0]), at(windows[index][1]));
      changed[name] = { axisTick: axis.axisTick, axisLabel: { customValues: axis.axisLabel.customValues } };
    });
    if (Object.keys(changed).length) this.chart.setOption(changed);
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
    const windows = this.zoomed();
    if (option.dataZoom) option.dataZoom = option.dataZoom.map((zoom, index) => ({ ...zoom, start: windows[index][0], end: windows[index][1] }));
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
