// SPDX-License-Identifier: MIT
// One trial: what it tried, step by step what came of it, and why it ended.

import { announce, connected } from "./announce.js";
import { LiveTable, curve, element, joulesText, numberText, secondsText, setText, stateElement } from "./elements.js";
import { Refresher, follow } from "./live.js";
import { call, read, studyPath } from "./service.js";

const often = 1;  // seconds between two looks, at least
const mostSteps = 500;  // rows of steps; the curve has all

const valueText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

const facts = (pairs) => element("dl", { className: "facts" },
  ...pairs.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", { textContent: value })]));

const section = (heading, ...parts) => element("section", {}, element("h2", { textContent: heading }), ...parts);

const energyPairs = (energy) => {
  if (!energy || energy.joules === null) return [["energy", "not known"]];
  const range = energy.low < energy.high ? `, between ${joulesText(energy.low)} and ${joulesText(energy.high)}` : "";
  return [["energy", joulesText(energy.joules) + range], ["known by", `${energy.source}${energy.domains.length ? `: ${energy.domains.join(", ")}` : ""}`]];
};

const runPairs = (trial) => [
  ["worker", trial.worker || "none"], ["attempts", String(trial.attempts)], ["time", secondsText(trial.seconds)],
  ["began", `${secondsText(trial.started_at)} after the study`],
  ...(trial.ended_at === null ? [] : [["ended", `${secondsText(trial.ended_at)} after the study`]]),
  ...(trial.resumed_step ? [["went on from", `step ${trial.resumed_step}`]] : []),
  ...(trial.retried_after ? [["tried again after", trial.retried_after]] : []),
  ...(trial.origin ? [["from", `${trial.origin.study}, trial ${trial.origin.trial}`]] : []),
  ...energyPairs(trial.energy)];

const curveFigures = (steps, names) => names.map((name) => element("figure", {},
  element("figcaption", {}, name, element("span", { textContent: `over ${steps.length} steps, last ${numberText(steps.at(-1)?.metrics[name])}` })),
  curve(steps.map(({ step, metrics }) => [step, metrics[name]]), name)));

// The log of one attempt at a time, of which only what is new is read.
class LogView {
  constructor(path) {
    this.path = path;
    this.text = element("pre", { className: "log", tabIndex: 0, ariaLabel: "Log" });
    this.choice = element("select");
    this.label = element("label", { hidden: true }, "Attempt ", this.choice);
    this.none = element("p", { className: "none", textContent: "Nothing was said." });
    this.element = element("section", {}, element("h2", { textContent: "Log" }), this.label, this.none, this.text);
    this.choice.addEventListener("change", () => { this.show(Number(this.choice.value)); this.chosen?.(); });
    this.show(1);
  }

  show(attempt) {
    Object.assign(this, { attempt, bytes: 0, decoder: new TextDecoder("utf-8", { ignoreBOM: true }) });
    this.choice.value = String(attempt);
    this.text.textContent = "";
    this.text.hidden = true;
    this.none.hidden = false;
  }

  // The last of so many is shown, until somebody chooses another.
  set(attempts) {
    if (this.choice.length === attempts) return;
    this.choice.replaceChildren(...Array.from({ length: attempts }, (_, i) => element("option", { value: String(i + 1), textContent: String(i + 1) })));
    this.label.hidden = attempts < 2;
    this.show(attempts);
  }

  async refresh(signal) {
    const { attempt, bytes } = this;
    const more = await (await call(`${this.path}?attempt=${attempt}&from=${bytes}`, { signal })).arrayBuffer();
    if (!more.byteLength || attempt !== this.attempt || bytes !== this.bytes) return;
    const atEnd = this.text.scrollTop + this.text.clientHeight >= this.text.scrollHeight - 2;
    this.bytes += more.byteLength;
    this.text.append(this.decoder.decode(more, { stream: true }));
    this.text.hidden = false;
    this.none.hidden = true;
    if (atEnd) this.text.scrollTop = this.text.scrollHeight;
  }
}

class TrialView {
  constructor(place, study, number) {
    Object.assign(this, { study, number });
    this.problem = element("p", { className: "problem", role: "alert" });
    this.state = element("span");
    this.reason = element("p");
    this.columns = element("div", { className: "columns" });
    this.curves = element("div", { className: "figures" });
    this.steps = element("div");
    this.log = new LogView(studyPath(study, `/trials/${encodeURIComponent(number)}/log`));
    place.replaceChildren(element("div", { className: "title" }, element("h1", { textContent: `Trial ${number}`, tabIndex: -1 }), this.state),
      element("p", { className: "lead", textContent: `of ${study}` }), this.problem, this.reason, this.columns,
      element("h2", { textContent: "Steps" }), this.curves, this.steps, this.log.element);
    document.title = `Trial ${number} of ${study} · Wattle`;
  }

  set(trial) {
    if (this.shown === JSON.stringify(trial)) return;
    this.shown = JSON.stringify(trial);
    if (this.state.textContent && this.state.textContent !== trial.state) announce(`Trial ${trial.number} is ${trial.state}.`);
    const state = stateElement(trial.state);
    this.state.replaceWith(state);
    this.state = state;
    setText(this.reason, trial.reason ? `Why it ended: ${trial.reason}` : "");
    const metrics = Object.entries(trial.metrics).map(([name, value]) => [name, numberText(value)]);
    this.columns.replaceChildren(
      section("Parameters", facts(Object.entries(trial.parameters).map(([name, value]) => [name, valueText(value)]))),
      section("Results", ...(metrics.length ? [facts(metrics)] : [element("p", { className: "none", textContent: "None yet." })])),
      section("Run", facts(runPairs(trial))));
    this.setSteps(trial.steps);
    this.log.set(trial.attempts);
  }

  setSteps(steps) {
    const names = [...new Set(steps.flatMap(({ metrics }) => Object.keys(metrics)))];
    this.curves.replaceChildren(...(steps.length > 1 ? curveFigures(steps, names) : []));
    if (!this.table || this.names !== names.join()) {
      this.table = new LiveTable("Steps", [["step", "number"], ...names.map((name) => [name, "number"]), ["joules so far", "number"], ["time", "number"]], "No steps were reported.");
      this.steps.replaceChildren(this.table.element);
    }
    this.names = names.join();
    this.table.set(steps.slice(-mostSteps).map(({ step, metrics, joules, seconds }) => ({
      key: step, cells: [String(step), ...names.map((name) => numberText(metrics[name])), joulesText(joules), secondsText(seconds)] })));
  }
}

export const showTrial = (place, study, number, signal) => {
  const view = new TrialView(place, study, number);
  const failed = (error) => setText(view.problem, `${error.message}.`);
  const path = studyPath(study, `/trials/${encodeURIComponent(number)}`);
  // Apart: the server reads a file for it, and the whole study for the trial.
  const log = new Refresher(() => view.log.refresh(signal), often, signal, failed, false);
  view.log.chosen = () => log.ask();
  const refresher = new Refresher(async () => {
    view.set(await read(path, signal));
    log.ask();
    setText(view.problem, "");
    connected("Connected");
  }, often, signal, failed);
  const runs = async () => ["running", "paused"].includes((await read(studyPath(study), signal)).state);
  follow(study, signal, { failed, runs,
    take: ({ kind, data }) => { if (String(data.trial) === number || data.over) (kind === "log" ? log : refresher).ask(); },
    turned: () => refresher.ask() });
};
