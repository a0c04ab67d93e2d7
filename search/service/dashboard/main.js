// SPDX-License-Identifier: MIT
// Which page an address means: "#/", "#/STUDY" or "#/STUDY/trials/NUMBER".

import { element, studyAddress } from "./elements.js";
import { showStudies } from "./studies.js";
import { showStudy } from "./study.js";
import { showTrial } from "./trial.js";

const content = document.getElementById("content");
let leaving = new AbortController();

const decoded = (part) => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

// The way to what is shown; the last is where the reader is.
const setPlaces = (places) => {
  document.getElementById("places").replaceChildren(...places.map(([text, address], index) => {
    const here = index === places.length - 1 ? { "aria-current": "page" } : {};
    return element("li", {}, element("a", { href: address, textContent: text, ...here }));
  }));
};

const open = () => {
  leaving.abort();
  leaving = new AbortController();
  const [study, what, trial] = location.hash.split("/").slice(1).map(decoded);
  const home = ["Wattle", "#/"];
  content.removeAttribute("aria-busy");
  if (!study) {
    setPlaces([home]);
    showStudies(content, leaving.signal);
  } else if (what === "trials" && trial) {
    setPlaces([home, [study, studyAddress(study)], [`Trial ${trial}`, location.hash]]);
    showTrial(content, study, trial, leaving.signal);
  } else {
    setPlaces([home, [study, studyAddress(study)]]);
    showStudy(content, study, leaving.signal);
  }
};

addEventListener("hashchange", () => {
  open();
  scrollTo(0, 0);
  content.querySelector("h1").focus();
});
open();
