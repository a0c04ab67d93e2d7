// SPDX-License-Identifier: MIT
// The trials that run, from events and leases, and who holds them.

import { LiveTable, curve, joulesText, numberText, secondsText, trialAddress } from "./elements.js";

const shown = 100;  // rows of each table
const curvePoints = 200;
const settled = 3000;  // milliseconds after which a trial without a lease has ended

export class RunningTrials {
  constructor(study, metric) {
    Object.assign(this, { study, metric, trials: new Map(), leases: [] });
    this.table = new LiveTable("Running trials",
      [["trial", "number"], ["worker"], ["attempt", "number"], ["step", "number"], ["last", "number"], ["curve"], ["joules", "number"], ["for", "number"]],
      "No trial runs.");
    this.workers = new LiveTable("Workers", [["worker"], ["trials", "number"], ["which"], ["silent for", "number"]], "No worker holds a trial.");
  }

  started({ trial, attempt, worker }) {
    this.trials.set(trial, { worker, attempt, step: null, value: null, points: [], joules: null, since: performance.now() });
  }

  // Of the goal's metric where a step has it, else of its first.
  stepped({ trial, step, metrics, joules }) {
    const held = this.trials.get(trial);
    if (!held) return;
    held.name = this.metric in metrics ? this.metric : Object.keys(metrics)[0];
    Object.assign(held, { step, value: metrics[held.name], joules });
    held.points.push([step, held.value]);
    if (held.points.length > curvePoints) held.points = held.points.filter((_, index) => index % 2 === 1);
  }

  ended({ trial }) { this.trials.delete(trial); }

  // Nobody works on the study any more.
  over() { this.trials.clear(); }

  // What the server says of leases decides, but for trials that have only just begun.
  setLeases(leases) {
    this.leases = leases;
    const held = new Set(leases.map(({ trial }) => trial));
    for (const [number, { since }] of this.trials) {
      if (!held.has(number) && performance.now() - since > settled) this.trials.delete(number);
    }
    for (const { trial, worker, step, seconds } of leases) {
      if (!this.trials.has(trial)) this.started({ trial, attempt: null, worker });
      const known = this.trials.get(trial);
      Object.assign(known, { worker, since: performance.now() - 1000 * (seconds ?? 0) });
      known.step ??= step || null;
    }
  }

  // Those of which nothing but the lease is known: the page came later than they.
  unknown() { return [...this.trials].filter(([, { attempt }]) => attempt === null).map(([number]) => number); }

  know({ number, attempts, steps }) {
    const held = this.trials.get(number);
    if (!held) return;
    held.attempt = attempts;
    held.points = [];
    for (const step of steps) this.stepped({ trial: number, ...step });
  }

  render() {
    const rows = [...this.trials].sort(([a], [b]) => a - b).slice(0, shown);
    this.table.set(rows.map(([number, held]) => ({
      key: number,
      cells: [{ text: String(number), address: trialAddress(this.study, number) }, held.worker, String(held.attempt ?? "–"), String(held.step ?? "–"),
        numberText(held.value), curve(held.points, held.name), joulesText(held.joules), secondsText((performance.now() - held.since) / 1000)],
    })));
    this.workers.set(this.byWorker().slice(0, shown));
  }

  byWorker() {
    const workers = Map.groupBy ? Map.groupBy(this.leases, ({ worker }) => worker) : new Map();
    if (!Map.groupBy) for (const lease of this.leases) workers.set(lease.worker, [...(workers.get(lease.worker) || []), lease]);
    return [...workers].sort(([a], [b]) => a.localeCompare(b)).map(([worker, leases]) => ({
      key: worker,
      cells: [worker || "(no name)", String(leases.length), leases.map(({ trial }) => trial).sort((a, b) => a - b).join(", "),
        secondsText(Math.max(...leases.map(({ silent_seconds: silent }) => silent ?? 0)))],
    }));
  }
}
