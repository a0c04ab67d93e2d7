// SPDX-License-Identifier: MIT
// What changes a study, each after a question; and results as files.

import { announce } from "./announce.js";
import { element } from "./elements.js";
import { call, studyPath } from "./service.js";

// Asks; the answer is true or false. `typed`: what has to be written before it can be yes.
const confirmed = ({ title, text, yes, danger = false, typed = "" }) => new Promise((done) => {
  const no = element("button", { type: "button", textContent: "Cancel" });
  const go = element("button", { type: "button", className: danger ? "first danger" : "first", textContent: yes, disabled: Boolean(typed) });
  const input = element("input", { autocomplete: "off", spellcheck: false });
  const dialog = element("dialog", { "aria-labelledby": "question-title", "aria-describedby": "question-text" },
    element("h2", { id: "question-title", textContent: title }), element("p", { id: "question-text", textContent: text }),
    ...(typed ? [element("label", {}, `Write ${typed} to go on`, input)] : []),
    element("div", { className: "actions" }, no, go));
  input.addEventListener("input", () => { go.disabled = input.value !== typed; });
  no.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => dialog.close("yes"));
  dialog.addEventListener("close", () => {
    dialog.remove();
    done(dialog.returnValue === "yes");
  });
  document.body.append(dialog);
  dialog.showModal();
});

const save = async (path, name) => {
  const address = URL.createObjectURL(await (await call(path)).blob());
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

// The buttons of a study. `changed` is called after each change, `failed` with what went wrong.
export class StudyControls {
  constructor(name, { changed, failed }) {
    Object.assign(this, { name, changed, failed });
    this.pause = this.button("Pause", () => this.change("pause", {
      title: `Pause ${name}?`, text: "No more trials are given out. Those that run go on to their end. It can be resumed at any time.", yes: "Pause" }));
    this.stop = this.button("Stop", () => this.change("stop", {
      title: `Stop ${name}?`, text: "The study ends now. Trials that run are dropped, and begin anew when it is resumed.", yes: "Stop", danger: true }));
    this.resume = this.button("Resume", () => this.change("resume", {
      title: `Resume ${name}?`, text: "Trials are given out again, as far as the budget allows.", yes: "Resume" }));
    this.remove = this.button("Delete…", () => this.delete());
    this.remove.className = "danger";
    this.element = element("div", { className: "actions" }, this.pause, this.resume, this.stop,
      this.button("Save the report", () => save(studyPath(name, "/report.html"), `${name}.html`)),
      this.button("Save as CSV", () => save(studyPath(name, "/export?format=csv"), `${name}.csv`)), this.remove);
    this.set("");
  }

  button(textContent, action) {
    const made = element("button", { type: "button", textContent });
    made.addEventListener("click", async () => {
      made.disabled = true;
      try {
        this.failed(null);
        await action();
      } catch (error) {
        this.failed(error);
      } finally {
        made.disabled = false;
        if (document.activeElement === document.body) this.focus(made);
      }
    });
    return made;
  }

  // Which can be pressed in a state.
  set(state) {
    const focused = [this.pause, this.resume, this.stop].find((button) => button === document.activeElement);
    this.pause.hidden = state !== "running";
    this.stop.hidden = !["running", "paused"].includes(state);
    this.resume.hidden = state === "running" || state === "" || state === "unreadable";
    if (focused?.hidden) this.focus(focused);
  }

  // A button, or what has come in its place.
  focus(button) {
    [button, this.pause, this.resume].find(({ hidden }) => !hidden)?.focus();
  }

  async change(what, question) {
    if (!await confirmed(question)) return;
    await call(studyPath(this.name, `/${what}`), { method: "POST" });
    this.changed();
  }

  async delete() {
    const { name } = this;
    const text = "All its trials and results are deleted for good, and what workers do for it is lost.";
    if (!await confirmed({ title: `Delete ${name}?`, text, yes: "Delete", danger: true, typed: name })) return;
    await call(studyPath(name), { method: "DELETE" });
    announce(`${name} is deleted.`);
    location.hash = "#/";
  }
}
