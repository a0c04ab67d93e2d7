// SPDX-License-Identifier: MIT
// How often the page asks: at once when something has happened, but a server that takes long is asked less.

import { away } from "./announce.js";
import { events, sleep } from "./service.js";

const share = 10;  // a call that takes a second is made every ten seconds at most
const patience = 2;  // seconds until the next attempt, when the server is away
const look = 10;  // seconds until a study that does not run is looked at again

// Until somebody can see the page.
const visible = (signal) => new Promise((done) => {
  const look = () => {
    if (document.hidden && !signal.aborted) return;
    document.removeEventListener("visibilitychange", look);
    done();
  };
  document.addEventListener("visibilitychange", look);
  signal.addEventListener("abort", look);
  look();
});

// Runs a task whenever it was asked for, `wanted` at once, with at least so many seconds between, while the page is seen.
// `failed` gets what will not pass.
export class Refresher {
  constructor(task, least, signal, failed, wanted = true) {
    Object.assign(this, { task, least, signal, failed, wanted, wake: () => {} });
    signal.addEventListener("abort", () => this.wake());
    this.run();
  }

  ask() {
    this.wanted = true;
    this.wake();
  }

  async run() {
    while (!this.signal.aborted) {
      if (!this.wanted) await new Promise((done) => { this.wake = done; });
      await visible(this.signal);
      if (this.signal.aborted) return;
      this.wanted = false;
      const begin = performance.now();
      const went = await this.attempt();
      const took = (performance.now() - begin) / 1000;
      await sleep(went ? Math.max(this.least, share * took) : patience, this.signal);
    }
  }

  async attempt() {
    try {
      await this.task();
      return true;
    } catch (error) {
      if (this.signal.aborted) return true;
      this.wanted = Boolean(error.passes);
      if (error.passes) away(error);
      else this.failed(error);
      return false;
    }
  }
}

// Calls `take` with each event of a study for as long as the page shows it, whatever becomes of server and study. `runs`
// reads whether there are any. `turned` is told when events begin to come (true), and when they end; then all is to be
// read again. The result's `wake` looks at once whether the study runs.
export const follow = (name, signal, { runs, take, turned, failed }) => {
  let wake = () => {};
  const listen = async () => {
    let last = 0;
    for await (const event of events(name, signal, () => turned(true))) {
      if (last && event.id !== last + 1) turned(true);  // the server has forgotten some
      last = event.id;
      take(event);
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      const begin = performance.now();
      let pause = look;
      try {
        if (await runs()) {
          await listen();
          turned(false);
        } else {
          pause = Math.max(look, share * (performance.now() - begin) / 1000);
        }
      } catch (error) {
        if (signal.aborted) return;
        turned(false);
        if (error.passes) away(error);
        else if (error.status !== 409) return failed(error);
        pause = patience;
      }
      await Promise.race([sleep(pause, signal), new Promise((done) => { wake = done; })]);
    }
  };
  run();
  return { wake: () => wake() };
};
