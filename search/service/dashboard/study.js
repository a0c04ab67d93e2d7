// SPDX-License-Identifier: MIT
// One study, as it runs.

import { announce, connected } from "./announce.js";
import { StudyControls } from "./controls.js";
import { element, joulesText, numberText, secondsText, setText, stateElement, trialAddress } from "./elements.js";
import { Refresher, follow } from "./live.js";
import { TrialPages } from "./pages.js";
import { RunningTrials } from "./running.js";
import { read, studyPath } from "./service.js";

const often = 2;  // seconds between two looks at leases and numbers, at least
const seldom = 5;  // the same of charts
const frame = 250;  // milliseconds between two changes of the page by events

const card = (name) => {
  const parts = { name: element("span", { className: "name", textContent: name }), value: element("span", { className: "value" }), note: element("span", { className: "note" }) };
  return { ...parts, element: element("li", {}, parts.name, parts.value, parts.note) };
};

class StudyView {
  constructor(place, name, signal) {
    Object.assign(this, { name, signal, summary: null, open: false, dirty: false, seenAt: 0 });
    this.problem = element("p", { className: "problem", role: "alert" });
    this.failed = (error) => setText(this.problem, error ? `${error.message}.` : "");
    this.controls = new StudyControls(name, { changed: () => this.changed(), failed: this.failed });
    this.state = element("span");
    this.lead = element("p", { className: "lead" });
    this.cards = { best: card("best"), trials: card("trials"), joules: card("energy"), time: card("time") };
    this.live = element("div");
    this.charts = element("div");
    this.stamp = element("p", { className: "stamp" });
    this.pagesPlace = element("div");
    place.replaceChildren(
      element("div", { className: "title" }, element("h1", { textContent: name, tabIndex: -1 }), this.state), this.lead, this.problem,
      this.controls.element, element("ul", { className: "cards" }, ...Object.values(this.cards).map((each) => each.element)),
      this.live, this.charts, this.stamp, element("h2", { textContent: "Trials" }), this.pagesPlace);
  }

  begin() {
    const { name, signal, failed } = this;
    this.numbers = new Refresher(() => this.readNumbers(), often, signal, failed, false);
    this.figures = new Refresher(() => this.readCharts(), seldom, signal, failed);
    this.following = follow(name, signal, { failed, runs: () => this.runs(), take: (event) => this.take(event), turned: (open) => this.turned(open) });
    const clock = setInterval(() => { if (this.open) this.render(); }, 1000);
    const leases = setInterval(() => { if (this.open) this.leases?.ask(); }, 1000 * often);
    signal.addEventListener("abort", () => {
      clearInterval(clock);
      clearInterval(leases);
      this.drawn?.clear();
    });
  }

  // What needs the study's goal, once it is known.
  beginAll() {
    const { name, signal, failed, summary } = this;
    this.metric = summary.goal.metric;
    this.running = new RunningTrials(name, this.metric);
    this.pages = new TrialPages(name, this.metric, () => this.list.ask());
    this.pagesPlace.replaceChildren(this.pages.element);
    this.live.replaceChildren(element("h2", { textContent: "Running now" }), this.running.table.element,
      element("h2", { textContent: "Workers" }), this.running.workers.element);
    this.leases = new Refresher(() => this.readLeases(), often, signal, failed);
    this.list = new Refresher(() => this.pages.load(this.total(), signal), often, signal, failed);
  }

  async runs() {
    await this.readNumbers();
    return ["running", "paused"].includes(this.summary.state);
  }

  async readNumbers() {
    const summary = await read(studyPath(this.name), this.signal);
    this.setSummary(summary);
    if (!this.running) this.beginAll();
    connected(this.open ? "Live" : "Connected");
  }

  setSummary(summary) {
    const before = this.summary?.state;
    this.summary = summary;
    this.seenAt = performance.now();
    if (before && before !== summary.state) announce(`The study is ${summary.state}.`);
    this.render();
  }

  async readLeases() {
    const { leases } = await read(studyPath(this.name, "/leases"), this.signal);
    this.running.setLeases(leases);
    await this.readSteps(this.running.unknown());
    this.render();
  }

  // Steps that were before the page looked, of as many trials as one answer has.
  async readSteps(numbers) {
    if (numbers.length === 0) return;
    const { trials } = await read(studyPath(this.name, `/trials?from=${Math.min(...numbers)}&limit=1000`), this.signal);
    for (const trial of trials) if (numbers.includes(trial.number)) this.running.know(trial);
  }

  async readCharts() {
    const [answer, program] = await Promise.all([read(studyPath(this.name, "/charts"), this.signal), import("./charts.js")]);
    if (this.signal.aborted) return;
    this.drawn ??= new program.Charts(this.charts);
    this.drawn.set(answer);
    setText(this.stamp, `Charts as of ${new Date().toLocaleTimeString()}.`);
  }

  total() { return Object.values(this.summary.trials).reduce((sum, count) => sum + count, 0); }

  askAll() {
    for (const each of [this.numbers, this.leases, this.list, this.figures]) each?.ask();
  }

  changed() {
    this.askAll();
    this.following.wake();
  }

  turned(open) {
    this.open = open;
    if (open) connected("Live");
    this.askAll();
  }

  take({ kind, data }) {
    const takers = { started: "started", step: "stepped", ended: "ended" };
    this.running?.[takers[kind]]?.(data);
    if (kind === "ended") this.takeEnd(data);
    if (kind === "study") {
      if (data.over) this.running?.over();
      this.askAll();
    }
    this.renderSoon();
  }

  takeEnd({ trial, best, begun, ended, metrics }) {
    Object.assign(this.summary ?? {}, { begun, ended });
    if (this.summary && best === trial && this.metric in metrics) {
      Object.assign(this.summary, { best_trial: trial, best_value: metrics[this.metric] });
      announce(`Trial ${trial} is the best so far: ${this.metric} ${numberText(metrics[this.metric])}.`);
    }
    for (const each of [this.numbers, this.list, this.figures]) each?.ask();
  }

  renderSoon() {
    if (this.dirty) return;
    this.dirty = true;
    setTimeout(() => { this.dirty = false; this.render(); }, frame);
  }

  render() {
    if (!this.summary || this.signal.aborted) return;
    const { name, state, because, goal, strategy } = this.summary;
    if (this.state.textContent !== state) {
      const made = stateElement(state);
      this.state.replaceWith(made);
      this.state = made;
    }
    document.title = `${name} (${state}) · Wattle`;
    setText(this.lead, `Goal: ${goal.kind}, ${[goal.direction, goal.metric].filter(Boolean).join(" ")}. Strategy: ${strategy.kind}.${because ? ` It stopped: ${because}.` : ""}`);
    this.controls.set(state);
    this.renderCards();
    this.running?.render();
    this.live.hidden = this.running?.trials.size === 0 && !["running", "paused"].includes(state);
  }

  renderCards() {
    const { summary, cards } = this;
    setText(cards.best.name, `best ${summary.goal.metric}`);
    this.setBest(numberText(summary.best_value));
    const number = summary.best_trial;
    if (number === null) setText(cards.best.note, "no trial has completed");
    else if (cards.best.note.textContent !== `trial ${number}`) {
      cards.best.note.replaceChildren(element("a", { href: trialAddress(this.name, number), textContent: `trial ${number}` }));
    }
    const { trials: most, joules: limit, seconds } = summary.budget;
    setText(cards.trials.value, String(summary.ended));
    const counts = Object.entries(summary.trials).map(([state, count]) => `${count} ${state}`);
    setText(cards.trials.note, [...(most ? [`of ${most}`] : []), ...counts].join(", "));
    const known = summary.ledger.total !== null;
    setText(cards.joules.value, known ? joulesText(summary.joules) : "n/a");
    setText(cards.joules.note, !known ? "no worker told joules" : limit ? `of ${joulesText(limit)}` : "as workers told");
    const since = this.open && summary.state === "running" ? (performance.now() - this.seenAt) / 1000 : 0;
    setText(cards.time.value, secondsText((summary.elapsed_seconds ?? 0) + Math.floor(since)));
    setText(cards.time.note, seconds ? `of ${secondsText(seconds)}` : "");
  }

  // A new best catches the eye.
  setBest(text) {
    const { value, element: whole } = this.cards.best;
    if (value.textContent === text) return;
    const first = value.textContent === "";
    setText(value, text);
    if (first) return;
    whole.classList.remove("changed");
    void whole.offsetWidth;  // so that the animation begins anew
    whole.classList.add("changed");
  }
}

export const showStudy = (place, name, signal) => new StudyView(place, name, signal).begin();
