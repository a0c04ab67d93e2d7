// SPDX-License-Identifier: MIT
// The token that the server wants, kept for this tab only and never part of an address.

import { element } from "./elements.js";

const place = "wattle-token";
let asking = null;

export const token = () => sessionStorage.getItem(place) || "";

export const tokenHeader = () => (token() ? { Authorization: `Bearer ${token()}` } : {});

// A window that ends with a token, whatever else is pressed.
const open = (why) => new Promise((done) => {
  const input = element("input", { type: "password", autocomplete: "off", spellcheck: false, required: true });
  const send = element("button", { type: "submit", className: "first", textContent: "Go on" });
  const form = element("form", {},
    element("h2", { id: "token-title", textContent: "A token, please" }),
    element("p", { className: "lead", textContent: why }),
    element("label", {}, "Token", input),
    element("div", { className: "actions" }, send));
  const dialog = element("dialog", { "aria-labelledby": "token-title" }, form);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sessionStorage.setItem(place, input.value.trim());
    dialog.close();
    dialog.remove();
    done();
  });
  document.body.append(dialog);
  dialog.showModal();
});

// One window, however many calls want it.
export const askToken = (why) => {
  asking ??= open(why).finally(() => { asking = null; });
  return asking;
};
