/* Copying a quotation with its reference: author, title, date, an address that leads to the very words, and what it cites. */

function offerQuotation() {
  const main = find("main");
  const button = make("button", { type: "button", className: "quote", textContent: words.quote });
  let pressed = false;
  let timer = 0;

  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    return main.contains(range.commonAncestorContainer) && range.toString().trim().length > 5 ? range : null;
  };
  const offer = () => {
    const range = pressed ? null : selected();
    if (!range) return pressed || button.remove();
    const rects = range.getClientRects();
    const at = rects[rects.length - 1];
    if (!at) return;
    let part = range.endContainer;
    while (part.parentNode !== main && part !== main) part = part.parentNode;
    button.textContent = words.quote;
    if (part === main) main.append(button);
    else part.after(button); // where a keyboard finds it next
    button.style.left = `${Math.max(8, Math.min(at.right - button.offsetWidth, root.clientWidth - button.offsetWidth - 8)) + scrollX}px`;
    button.style.top = `${at.bottom + scrollY + (matchMedia("(pointer: coarse)").matches ? 30 : 8)}px`;
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 180);
  };
  on(document, "selectionchange", soon);
  on(document, "pointerdown", () => (pressed = true));
  on(document, "pointerup pointercancel", () => {
    pressed = false;
    soon();
  });
  on(button, "pointerdown mousedown", (event) => event.preventDefault()); // the selection stays
  on(button, "click", async () => {
    const range = selected();
    if (!range) return;
    await copy(...quotation(range));
    button.textContent = words.copied;
    say(words.copied);
    setTimeout(() => button.remove(), 1500);
  });
}

/** The quotation as plain text and as HTML. */
const quotation = (range) => {
  const text = range.toString().replace(/\s*\n\s*/g, "\n").trim();
  const heading = sectionOf(range);
  const place = heading ? words.source + words.separator + fill(words.section, { title: heading.textContent }) : words.source;
  const address = addressOf(range, heading);
  const cited = entriesOf(range);
  const quoted = fill(words.quoted, { text });
  const plain = [quoted, `——${place}`, address, ...(cited.length ? ["", words.cited, ...cited.map((one) => one.text)] : [])].join("\n");
  const html = make(
    "div",
    {},
    make("blockquote", {}, make("p", { textContent: quoted })),
    make("p", {}, "——", make("a", { href: address, textContent: place })),
    ...cited.map((one) => make("p", {}, one.html)),
  );
  return [plain, html.outerHTML];
};

const sectionOf = (range) => {
  const headings = findAll("main :is(h2, h3, h4)[id]");
  return headings.findLast((one) => one.contains(range.startContainer) || one.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING);
};

/** The entries that the words cite, those directly behind them too, in the order of the list. */
const entriesOf = (range) => {
  const behind = new Range();
  behind.setStart(range.endContainer, range.endOffset);
  behind.setEndAfter(range.endContainer.parentElement.closest("p, li, td, th, main"));
  const next = find("sup:has([role=doc-biblioref], .unresolved)", behind.cloneContents());
  const links = findAll("[role=doc-biblioref]", range.cloneContents());
  const upTo = behind.toString().trimStart();
  if (next && upTo.startsWith(next.textContent)) links.push(...findAll("[role=doc-biblioref]", next));
  const names = new Set(links.map((link) => link.hash));
  return findAll(".reference")
    .filter((entry) => names.has(`#${encodeURI(entry.id)}`) || names.has(`#${entry.id}`))
    .map((entry) => {
      const copy = entry.cloneNode(true);
      for (const back of findAll(".backlinks", copy)) back.remove();
      const text = copy.textContent.replace(/\s+/g, " ").trim();
      const html = make("span", {}, ...copy.childNodes);
      return { text, html };
    });
};

/** Whole words from the beginning of a text, or from its end where `length` is negative: fragments are found by words. */
const wordsOf = (text, length) => {
  const cuts = [...new Intl.Segmenter(root.lang, { granularity: "word" }).segment(text)].map((one) => one.index);
  const cut = length > 0 ? cuts.find((index) => index >= length) : cuts.findLast((index) => index <= text.length + length);
  return length > 0 ? text.slice(0, cut) : text.slice(cut);
};

/** The page's own address where it has one, its section, and a text fragment (WICG) that finds the words. */
const addressOf = (range, heading) => {
  const page = find("link[rel=canonical]")?.href ?? location.href.replace(/#.*/, "");
  const lines = range.toString().split("\n").map((line) => line.trim()).filter(Boolean);
  const encode = (text) => encodeURIComponent(text).replace(/-/g, "%2D");
  const first = lines[0];
  const last = lines.at(-1);
  const whole = lines.length === 1 && first.length <= 40;
  const fragment = whole ? encode(first) : `${encode(wordsOf(first, 16))},${encode(wordsOf(last, -16))}`;
  return `${page}#${heading ? encodeURIComponent(heading.id) : ""}:~:text=${fragment}`;
};

const copy = async (plain, html) => {
  const typed = (type, text) => ({ [type]: new Blob([text], { type }) });
  try {
    await navigator.clipboard.write([new ClipboardItem({ ...typed("text/plain", plain), ...typed("text/html", html) })]);
  } catch {
    on(document, "copy", (event) => {
      event.clipboardData.setData("text/plain", plain);
      event.clipboardData.setData("text/html", html);
      event.preventDefault();
    }, { once: true });
    document.execCommand("copy");
  }
};
