/* Search in the page: several terms in one paragraph, shown where they stand. */

/** The page as paragraphs: { element, text, folded, nodes: [[text node, where it begins]] }. Citations stand in no word. */
const paragraphs = () => {
  const blocks = "p, li, h1, h2, h3, h4, h5, h6, th, td, dt, dd, pre, figcaption, caption, .title-block, main";
  const left = "sup:has([role=doc-biblioref], .unresolved), math, .card, .backlinks, .quote";
  const found = [];
  for (const part of findAll(".title-block, main")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(left)) continue;
      const element = node.parentElement.closest(blocks);
      if (found.at(-1)?.element !== element) found.push({ element, text: "", nodes: [] });
      const block = found.at(-1);
      block.nodes.push([node, block.text.length]);
      block.text += node.data;
    }
  }
  return found.filter((block) => block.text.trim()).map((block) => ({ ...block, folded: fold(block.text) }));
};

const rangeOf = (block, [start, end]) => {
  const range = new Range();
  const at = (place, last) => block.nodes.findLast(([, begins]) => (last ? begins < place : begins <= place));
  const [first, begins] = at(start, false);
  const [other, otherBegins] = at(end, true);
  range.setStart(first, start - begins);
  range.setEnd(other, end - otherBegins);
  return range;
};

/** Shows hits on the page: through the highlight API, else by <mark> around those of the one chosen. */
const highlighter = () => {
  const api = CSS.highlights;
  let marks = [];
  if (api) // not in the sheet: the W3C's checker of pages does not know this selector
    for (const name of ["found", "chosen"])
      document.styleSheets[0].insertRule(`::highlight(${name}) { background: var(--${name}); color: var(--ink) }`);
  const clear = () => {
    api?.clear();
    for (const mark of marks) mark.replaceWith(...mark.childNodes);
    const changed = marks.length > 0;
    marks = [];
    return changed;
  };
  const wrap = (range) => {
    const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
    const pieces = [];
    for (let node = walker.currentNode; node; node = walker.nextNode())
      if (node.nodeType === 3 && range.intersectsNode(node)) pieces.push(node);
    for (const node of pieces) {
      const piece = new Range();
      piece.setStart(node, node === range.startContainer ? range.startOffset : 0);
      piece.setEnd(node, node === range.endContainer ? range.endOffset : node.length);
      if (piece.toString().trim()) {
        const mark = make("mark", { className: "hit" });
        piece.surroundContents(mark);
        marks.push(mark);
      }
    }
  };
  return {
    clear,
    show(all, chosen) {
      clear();
      if (api) {
        api.set("found", new Highlight(...all));
        api.set("chosen", new Highlight(...chosen));
      } else for (const range of chosen.toReversed()) wrap(range);
    },
  };
};

function offerSearch() {
  const nav = find(".contents");
  if (!nav) return;
  const light = highlighter();
  const most = 60;
  let blocks = null;
  let results = [];
  let chosen = -1;

  const field = make("input", { type: "search", autocomplete: "off", spellcheck: false, placeholder: words.search });
  const list = make("ul", { id: "found", role: "listbox", ariaLabel: words.results });
  const count = make("p", { className: "count", role: "status" });
  const shortcut = make("input", { type: "checkbox", checked: recall() });
  const dialog = make(
    "dialog",
    { className: "search", ariaLabel: words.search },
    make("div", { className: "search-field" }, field, make("button", { type: "button", textContent: words.close, onclick: () => dialog.close() })),
    count,
    list,
    make("label", { className: "shortcut" }, shortcut, words.shortcut),
  );
  for (const [name, value] of Object.entries({ role: "combobox", "aria-label": words.search, "aria-controls": "found", "aria-expanded": "false", "aria-autocomplete": "list" }))
    field.setAttribute(name, value);
  const button = make("button", { type: "button", className: "search-button", onclick: () => open() }, words.search);
  button.setAttribute("aria-keyshortcuts", "/");
  nav.prepend(button);
  document.body.append(dialog);

  const open = () => {
    blocks ??= paragraphs();
    dialog.showModal();
    field.select();
    search();
  };
  const search = () => {
    const patterns = fold(field.value).split(/\s+/).filter(Boolean).map(patternOf);
    results = patterns.length ? blocks.map((block) => ({ block, hits: hitsIn(block.folded, patterns) })).filter((r) => r.hits.length) : [];
    for (const result of results) result.ranges = result.hits.map((hit) => rangeOf(result.block, hit));
    const total = results.reduce((sum, result) => sum + result.hits.length, 0);
    count.textContent = patterns.length ? (total ? fill(words.count, { count: total }) : words.nothing) : "";
    list.replaceChildren(...results.slice(0, most).map(line));
    field.setAttribute("aria-expanded", String(results.length > 0));
    chosen = -1;
    if (results.length) choose(0);
    else if (light.clear()) blocks = paragraphs();
  };
  const line = ({ block, hits }, n) => {
    const above = headingOf(block.element);
    const chapter = make("span", { className: "where", textContent: above === block.text.trim() ? "" : above });
    const item = make("li", { id: `found-${n}`, role: "option", onclick: () => go(n) }, chapter, make("span", {}, ...excerpt(block.text, hits)));
    item.setAttribute("aria-selected", "false");
    return item;
  };
  const choose = (n) => {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = n;
    const item = list.children[n];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  };
  const go = (n) => {
    const { block, ranges } = results[n];
    dialog.close();
    light.show(results.flatMap((result) => result.ranges), ranges);
    if (!CSS.highlights) blocks = null; // the marks have cut its text
    block.element.tabIndex = -1;
    block.element.focus({ preventScroll: true });
    block.element.scrollIntoView({ block: "center" });
  };

  on(field, "input", search);
  on(field, "keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shown = list.children.length;
    if (step && shown) choose((chosen + step + shown) % shown);
    else if (event.key === "Enter" && shown && !event.isComposing) go(chosen);
    else return;
    event.preventDefault();
  });
  on(dialog, "click", (event) => event.target === dialog && dialog.close());
  on(shortcut, "change", () => remember(shortcut.checked));
  on(document, "keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && shortcut.checked && !dialog.open && !event.target.closest("input, textarea, [contenteditable]")) {
      event.preventDefault();
      open();
    } else if (event.key === "Escape" && !dialog.open) light.clear();
  });
}

/** The heading that an element stands under. */
const headingOf = (element) => {
  const before = Node.DOCUMENT_POSITION_PRECEDING;
  const heading = findAll("main :is(h2, h3)[id]").findLast((one) => one === element || element.compareDocumentPosition(one) & before);
  return heading ? heading.textContent : "";
};

/* A shortcut of one character can be turned off (WCAG 2.1.4); where nothing may be stored, it lasts as long as the page. */
const recall = () => {
  try {
    return localStorage.getItem("search-key") !== "off";
  } catch {
    return true;
  }
};
const remember = (active) => {
  try {
    localStorage.setItem("search-key", active ? "on" : "off");
  } catch {}
};
