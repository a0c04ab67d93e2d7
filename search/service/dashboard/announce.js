// SPDX-License-Identifier: MIT
// What is said of the connection, and what is read out to those who do not see the page.

import { setText } from "./elements.js";

const every = 5000;  // milliseconds; more often nobody could listen
let next = "";
let timer = null;

const say = () => {
  timer = next ? setTimeout(say, every) : null;
  if (next) setText(document.getElementById("announcement"), next);
  next = "";
};

// Read out in a moment; of several the last.
export const announce = (text) => {
  next = text;
  timer ??= setTimeout(say, 200);
};

export const connected = (words) => {
  const place = document.getElementById("connection");
  place.className = "";
  setText(place, words);
};

export const away = (error) => {
  const place = document.getElementById("connection");
  place.className = "away";
  setText(place, `${error.message[0].toUpperCase()}${error.message.slice(1)}. Trying again.`);
};
