/* The scripts of the web page are joined in one, which stands in the head. Without them everything can be read: they follow
   the reader, search, show a reference beside its citation, and copy a quotation. They only make elements, never text into
   markup: the page's policy forbids that. */

const words = JSON.parse(document.currentScript.dataset.words);
const root = document.documentElement;
const find = (selector, from = document) => from.querySelector(selector);
const findAll = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (target, types, handler, options) => {
  for (const type of types.split(" ")) target.addEventListener(type, handler, options);
};

/** An element with properties and children. */
const make = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/** The element that a link of this page leads to. */
const targetOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

/** A phrase with its `{names}` filled. */
const fill = (phrase, values) => phrase.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Says something to those who do not see it. */
const say = (text) => {
  let voice = find(".voice");
  if (!voice) document.body.append((voice = make("p", { className: "voice", role: "status" })));
  voice.textContent = text;
};

root.classList.add("scripted");
on(document, "DOMContentLoaded", () => {
  followContents();
  showReferences();
  offerSearch();
  offerQuotation();
  root.classList.add("ready");
});
