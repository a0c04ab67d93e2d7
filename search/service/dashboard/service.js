// SPDX-License-Identifier: MIT
// Calls to the service.

import { askToken, token, tokenHeader } from "./token.js";

const silence = 30_000;  // milliseconds; the server says something every 10 s

// What the service refused, in its words.
export class Problem extends Error {
  constructor(status, { code = "", detail = `the server answered with status ${status}`, hint = "" }) {
    super(hint ? `${detail}; ${hint}` : detail);
    Object.assign(this, { status, code });
  }

  // Whether the same may be answered in a moment.
  get passes() { return this.status === 429 || this.status >= 500; }
}

// Nobody answers.
export class Away extends Error {
  constructor() { super("the server does not answer"); }

  get passes() { return true; }
}

export const sleep = (seconds, signal) => new Promise((done) => {
  const end = () => { clearTimeout(timer); signal?.removeEventListener("abort", end); done(); };
  const timer = setTimeout(end, 1000 * seconds);
  signal?.addEventListener("abort", end);
});

const problemOf = async (response) => {
  try {
    return new Problem(response.status, await response.json());
  } catch {
    return new Problem(response.status, {});
  }
};

// The response, once somebody has given a token where one is needed.
export const call = async (path, { method = "GET", signal } = {}) => {
  for (;;) {
    const shown = token();
    let response;
    try {
      response = await fetch(path, { method, signal, cache: "no-store", headers: tokenHeader() });
    } catch (error) {
      throw signal?.aborted ? error : new Away();
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (problem.status !== 401) throw problem;
    if (token() === shown) await askToken(shown ? "The server does not know that token." : problem.message);
  }
};

export const read = async (path, signal) => {
  const response = await call(path, { signal });
  try {
    return await response.json();
  } catch (error) {
    throw signal?.aborted ? error : new Away();
  }
};

export const studyPath = (name, what = "") => `/v1/studies/${encodeURIComponent(name)}${what}`;

const eventOf = (text) => {
  const lines = text.split("\n").filter((line) => !line.startsWith(":"));
  const members = Object.fromEntries(lines.map((line) => [line.split(": ", 1)[0], line.slice(line.indexOf(": ") + 2)]));
  return members.data && { id: Number(members.id), kind: members.event, data: JSON.parse(members.data) };
};

// The next piece of a stream. A connection that has died says nothing, not even that.
const piece = async (reader) => {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Away()), silence); });
  try {
    return await Promise.race([reader.read(), late]);
  } catch {
    throw new Away();
  } finally {
    clearTimeout(timer);
  }
};

// What happens to a study from now on, until it ends. `opened` is called when the server listens.
export async function* events(name, signal, opened) {
  const response = await call(studyPath(name, "/events"), { signal });
  opened();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await piece(reader);
      if (done) return;
      const parts = (text + value).split("\n\n");
      text = parts.pop();
      for (const part of parts) {
        const event = eventOf(part);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
