// SPDX-License-Identifier: MIT
// How axes look, and what they say: for the width there is, in the colours there are.

const narrow = 560;  // pixels; below that a drawing is laid out for a phone
const parallelRoom = 92;  // pixels that an axis of parallel coordinates needs beside others

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
  // Less than a decade: even steps.
  const step = 10 ** Math.floor(Math.log10(high - low)) / 2;
  const steps = [];
  for (let k = Math.ceil(low / step); k * step <= high; k += 1) steps.push(Number((k * step).toPrecision(12)));
  return steps;
};

// The same by their logarithms.
const powerTicks = (low, high) => logTicks(10 ** low, 10 ** high).map(Math.log10);

const setTicks = (axis, customValues) => {
  axis.axisTick = { ...axis.axisTick, customValues };
  axis.axisLabel = { ...axis.axisLabel, customValues };
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

// Names of categories are cut to the room that each has.
const shorten = (axis, width) => { axis.axisLabel = { ...axis.axisLabel, width, overflow: "truncate" }; };

// On a logarithmic axis ECharts zooms as if it were linear. So this is a linear one of logarithms, whose labels say
// powers.
const setPowers = (axis) => {
  const { formatter } = axis.axisLabel;
  const [min, max] = [Math.log10(axis.min), Math.log10(axis.max)];
  Object.assign(axis, { type: "value", min, max });
  axis.axisLabel.formatter = (value) => formatter(10 ** value);
  setTicks(axis, powerTicks(min, max));
};

const planeLook = (option, colour, width) => {
  const frame = 80;  // pixels beside the axis
  const x = axisLook({ nameGap: 30, ...option.xAxis }, colour, width - frame);
  const y = axisLook({ nameGap: 14, ...option.yAxis }, colour, width - 20);
  // The name begins at the drawing's edge, not at the axis.
  Object.assign(y.nameTextStyle, { align: "left", padding: [0, 0, 0, -44] });
  x.splitNumber = width < narrow ? 4 : 5;
  const powers = [x, y].map(({ type }) => type === "log");
  [x, y].forEach((axis, index) => powers[index] && setPowers(axis));
  const placeRow = (row) => row.map((value, column) => (powers[column] ? Math.log10(value) : value));
  const place = (mark) => (Array.isArray(mark) ? placeRow(mark) : { ...mark, value: placeRow(mark.value) });
  const placed = (series) => (powers.includes(true) ? { ...series, data: series.data.map(place) } : series);
  if (x.type === "category") shorten(x, Math.max(40, (width - frame) / x.data.length));
  return { ...option, xAxis: x, yAxis: y, series: option.series.map(placed) };
};

const areUpright = (axes, width) => width < parallelRoom * axes.length;

// Over the values that there are: ECharts would go on to the next powers of ten.
const setLogRange = (axis, rows) => {
  const values = rows.map((row) => row[axis.dim]).filter((value) => value !== "-");
  if (values.length === 0) return;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  [axis.min, axis.max] = low < high ? [low, high] : [low / 2, high * 2];
  setTicks(axis, logTicks(axis.min, axis.max));
};

const parallelAxisLook = (axis, colour, upright, room) => {
  const look = axisLook(axis, colour, room);
  const outline = { textBorderColor: colour("panel"), textBorderWidth: 3 };  // lines run below the words
  look.axisLine = { lineStyle: { color: colour("quiet") } };
  look.areaSelectStyle = { width: 16, borderColor: colour("accent"), color: colour("accent"), opacity: 0.25 };
  look.axisLabel = { ...look.axisLabel, ...outline, color: colour("ink") };
  look.nameTextStyle = { ...outline, fontSize: 12, fontWeight: "bold", color: colour("ink") };
  if (upright) {
    Object.assign(look, { nameLocation: "start", nameGap: 0 });
    Object.assign(look.nameTextStyle, { align: "left", verticalAlign: "bottom", padding: [0, 0, 5, 0] });
  }
  if (axis.type === "category") shorten(look, upright ? 70 : room - 6);
  return look;
};

// Axes side by side, or one below the other where there is no room for that.
const parallelLook = (option, colour, width) => {
  const axes = option.parallelAxis;
  const upright = areUpright(axes, width);
  const parallelAxis = axes.map((axis) => parallelAxisLook(axis, colour, upright, upright ? width - 40 : 0.9 * width / axes.length));
  for (const axis of parallelAxis) {
    if (axis.type === "log") setLogRange(axis, option.series[0].data);
  }
  const parallel = upright ? { layout: "vertical", left: 16, right: 30, top: 30, bottom: 90 }
    : { layout: "horizontal", left: 50, right: 60, top: 40, bottom: 70 };
  const visualMap = { ...option.visualMap, textStyle: { color: colour("quiet") } };
  return { ...option, parallelAxis, parallel, visualMap };
};
