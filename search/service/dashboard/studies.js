// SPDX-License-Identifier: MIT
// The list of studies.

import { connected } from "./announce.js";
import { LiveTable, element, joulesText, numberText, secondsText, setText, studyAddress } from "./elements.js";
import { Refresher } from "./live.js";
import { read } from "./service.js";

const every = 2;  // seconds, at least
const order = ["running", "paused", "failed", "unreadable", "interrupted", "stopped", "finished"];

const row = ({ name, state, because, ended, leases, best_value: best, joules, elapsed_seconds: elapsed }) => ({
  key: name,
  cells: [{ text: name, address: studyAddress(name) }, state, numberText(best), String(ended ?? "–"), String(leases ?? "–"),
    joules ? joulesText(joules) : "–", secondsText(elapsed), because || ""],
});

export const showStudies = (place, signal) => {
  const problem = element("p", { className: "problem", role: "alert" });
  const count = element("p", { className: "lead" });
  const table = new LiveTable("Studies",
    [["study"], ["state"], ["best", "number"], ["ended", "number"], ["running", "number"], ["joules", "number"], ["time", "number"], ["why it stopped", "wraps"]],
    "There are no studies yet. POST /v1/studies creates one from a scenario.");
  place.replaceChildren(element("h1", { textContent: "Studies", tabIndex: -1 }), count, problem, table.element);
  document.title = "Studies · Wattle";
  const refresher = new Refresher(async () => {
    const { studies } = await read("/v1/studies", signal);
    const rank = ({ state }) => order.indexOf(state);
    studies.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    table.set(studies.map(row));
    const running = studies.filter(({ state }) => state === "running").length;
    setText(count, studies.length ? `${studies.length} in all, ${running} running` : "");
    setText(problem, "");
    connected("Connected");
  }, every, signal, (error) => setText(problem, `${error.message}.`));
  const timer = setInterval(() => refresher.ask(), 1000 * every);
  signal.addEventListener("abort", () => clearInterval(timer));
};
