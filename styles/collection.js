/* Search across the reports of a collection. What is searched stands in a file of its own, which is loaded when a reader
   turns to the field: as a script, since a page opened from a folder may load nothing else. */

const words = JSON.parse(document.currentScript.dataset.words);
const make = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

document.addEventListener("DOMContentLoaded", () => {
  const reports = document.querySelector(".reports");
  const field = make("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: words.search_all, ariaLabel: words.search_all });
  const count = make("p", { className: "count", role: "status" });
  const list = make("ul", { className: "found" });
  reports.before(make("search", { className: "finder" }, field), count, list);

  let passages = null;
  const load = () => {
    if (passages) return;
    passages = [];
    globalThis.searchIndex = (index) => {
      passages = index.flatMap(([title, path, language, parts]) =>
        parts.map(([id, heading, text]) => ({ title, path, language, id, heading, text, folded: fold(`${heading}\n${text}`) })),
      );
      search();
    };
    document.head.append(make("script", { src: "search-index.js" }));
  };
  const search = () => {
    const patterns = fold(field.value).split(/\s+/).filter(Boolean).map(patternOf);
    const found = patterns.length ? passages.map((passage) => [passage, hitsIn(passage.folded, patterns)]).filter(([, hits]) => hits.length) : [];
    reports.hidden = patterns.length > 0;
    count.textContent = patterns.length ? (found.length ? words.count.replace("{count}", found.length) : words.search_nothing) : "";
    list.replaceChildren(...found.slice(0, 80).map(line));
  };
  const line = ([{ title, path, language, id, heading, text }, hits]) => {
    const inText = hits.map((hit) => hit.map((place) => place - heading.length - 1)).filter(([start]) => start >= 0);
    const found = inText.length ? text.slice(...inText[0]) : "";
    const fragment = found ? `:~:text=${encodeURIComponent(found).replace(/-/g, "%2D")}` : "";
    const inner = [make("span", { className: "what", textContent: title })];
    if (heading) inner.push(make("span", { className: "where", textContent: heading }));
    inner.push(make("span", { className: "excerpt" }, ...excerpt(text, inText.length ? inText : [[0, 0]])));
    return make("li", {}, make("a", { href: `${path}#${encodeURIComponent(id)}${fragment}`, lang: language }, ...inner));
  };

  field.addEventListener("focus", load);
  field.addEventListener("input", search);
  document.addEventListener("keydown", (event) => {
    const links = [field, ...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && at >= 0 && links[at + step]) links[at + step].focus();
    else if (event.key === "Escape" && at >= 0) {
      field.value = "";
      search();
      field.focus();
    } else return;
    event.preventDefault();
  });
});
