// SPDX-License-Identifier: MIT
// All trials of a study, a page at a time, the newest first.

import { LiveTable, element, joulesText, numberText, secondsText, setText, trialAddress } from "./elements.js";
import { read, studyPath } from "./service.js";

const size = 25;

export class TrialPages {
  // `ask` is called when another page is wanted.
  constructor(study, metric, ask) {
    Object.assign(this, { study, metric, ask, page: 0, total: 0 });
    this.table = new LiveTable("Trials", [["trial", "number"], ["state"], [metric, "number"], ["joules", "number"], ["time", "number"], ["worker"], ["why", "wraps"]],
      "There are no trials yet.");
    this.newer = this.button("Newer", -1);
    this.older = this.button("Older", 1);
    this.where = element("span", { role: "status" });
    this.element = element("div", {}, this.table.element,
      element("div", { className: "turn" }, this.newer, this.older, this.where, this.search()));
  }

  button(textContent, by) {
    const made = element("button", { type: "button", textContent });
    made.addEventListener("click", () => { this.page += by; this.ask(); });
    return made;
  }

  search() {
    const input = element("input", { type: "number", min: "0", inputMode: "numeric" });
    input.addEventListener("change", () => { if (input.value !== "") location.hash = trialAddress(this.study, Number(input.value)); });
    return element("label", {}, "Open trial", input);
  }

  // Trials by number, `total` of them as far as is known.
  async load(total, signal) {
    const end = Math.max(0, total - this.page * size);
    const from = Math.max(0, end - size);
    const answer = await read(studyPath(this.study, `/trials?from=${from}&limit=${Math.max(1, end - from)}`), signal);
    this.total = answer.total;
    this.set(answer.trials.reverse(), from);
  }

  set(trials, from) {
    this.table.set(trials.map(({ number, state, metrics, energy, seconds, worker, reason }) => ({
      key: number,
      cells: [{ text: String(number), address: trialAddress(this.study, number) }, state, numberText(metrics[this.metric]), joulesText(energy?.joules),
        secondsText(seconds), worker || "", reason],
    })));
    this.newer.disabled = this.page === 0;
    this.older.disabled = from === 0;
    setText(this.where, trials.length ? `${trials.at(-1).number} to ${trials[0].number} of ${this.total}` : "");
  }
}
