// SPDX-License-Identifier: MIT
// Numbers as the report's text has them (number_text.cc), and what is told of a mark.

const withDigits = (value, digits) => {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size < 1e-4 || size >= 1e9) {
    return value.toExponential(digits - 1).replace(/\.?0*e/, "e").replace(/e([+-])(\d)$/, "e$10$2");
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 100));
  return decimals > 0 ? text.replace(/\.?0+$/, "") : text;
};

const joules = (value) => {
  const size = Math.abs(value);
  if (value === 0) return "0 J";
  const scales = [[1e-6, 1e9, "nJ"], [1e-3, 1e6, "µJ"], [1, 1e3, "mJ"], [1e3, 1, "J"], [1e6, 1e-3, "kJ"], [Infinity, 1e-6, "MJ"]];
  const [, factor, unit] = scales.find(([limit]) => size < limit);
  return `${withDigits(value * factor, 3)} ${unit}`;
};

const units = {
  number: (value) => withDigits(value, 4),
  joules,
  text: (value) => value,
  trial: (value) => String(value),
};

const parametersElement = document.getElementById("trial-parameters");
const trialParameters = parametersElement ? JSON.parse(parametersElement.textContent) : {};

// A mark's row of data.
const rowOf = (mark) => (Array.isArray(mark) ? mark : mark.tip);

// The lines that are told of a mark. Texts, never markup: names and reasons are anybody's.
const tipLines = (tip, mark) => {
  const row = rowOf(mark);
  const lines = [];
  let parameters;
  for (const { name, column, unit } of tip) {
    const value = row[column];
    if (value === null || value === undefined || value === "-") continue;
    if (unit === "trial") lines.unshift(`${name} ${value}`);
    else lines.push(name ? `${name}: ${units[unit](value)}` : units[unit](value));
    if (unit === "trial") parameters = trialParameters[value];
  }
  return parameters ? [...lines, parameters] : lines;
};

const tipElement = (tip, mark) => {
  const element = document.createElement("div");
  element.className = "tip";
  for (const line of tipLines(tip, mark)) {
    const part = document.createElement("div");
    part.textContent = line;
    element.append(part);
  }
  return element;
};
