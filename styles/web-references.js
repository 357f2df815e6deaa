/* The reference beside its citation, on hover, focus and tap. It can be pointed at, stays, and goes with Escape (WCAG 1.4.13). */

function showReferences() {
  const cites = "main a:is([role=doc-biblioref], [role=doc-noteref])";
  const card = make("span", { id: "card", className: "card", popover: "manual" });
  let anchor = null;
  let timer = 0;
  let touched = false;

  /** The links whose entries are shown: all of a group where a finger cannot point at one. */
  const grouped = (link) => (touched ? findAll("a", link.closest("sup, .author-date")) : [link]);
  const entryOf = (link) => {
    const entry = targetOf(link);
    const copy = make("span", { className: "card-entry", lang: entry.lang });
    for (const node of entry.cloneNode(true).childNodes) copy.append(node.cloneNode(true));
    for (const back of findAll(".backlinks, [role=doc-backlink]", copy)) back.remove();
    for (const named of findAll("[id]", copy)) named.removeAttribute("id");
    return copy;
  };
  const show = (link) => {
    clearTimeout(timer);
    if (link === anchor) return;
    hide();
    anchor = link;
    card.replaceChildren(...grouped(link).filter(targetOf).map(entryOf));
    (link.closest(".cited") ?? link.closest("sup") ?? link).after(card);
    link.setAttribute("aria-describedby", card.id);
    card.showPopover?.();
    place();
  };
  const hide = () => {
    clearTimeout(timer);
    anchor?.removeAttribute("aria-describedby");
    anchor = null;
    card.remove();
  };
  /** Below the citation, above it where there is no room; never over the edge. */
  const place = () => {
    if (!anchor) return;
    const at = anchor.getBoundingClientRect();
    const below = at.bottom + 6;
    const room = root.clientWidth - card.offsetWidth - 12;
    const above = at.top - card.offsetHeight - 6;
    card.style.left = `${Math.max(12, Math.min(at.left - 24, room))}px`;
    card.style.top = `${below + card.offsetHeight > innerHeight && above > 0 ? above : below}px`;
  };
  const later = (action, delay) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  };

  /* Where an entry is known from around them, letters suffice; one by one they say more. */
  for (const group of findAll(".backlinks[role=group]"))
    findAll("a", group).forEach((back, n) => (back.ariaLabel = `${back.textContent} ${fill(words.back, { place: n + 1 })}`));

  on(document, "pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = event.target.closest(cites);
    if (link) later(() => show(link), anchor ? 60 : 140);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (!anchor || !anchor.matches(":focus-visible")) later(hide, 260);
  });
  on(document, "pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (anchor && !anchor.contains(event.target) && !card.contains(event.target)) hide();
  });
  on(document, "focusin", (event) => {
    const link = event.target.closest(cites);
    if (link && link.matches(":focus-visible")) {
      touched = false;
      show(link);
    } else if (anchor && !card.contains(event.target) && event.target !== anchor) hide();
  });
  on(document, "click", (event) => {
    const link = event.target.closest(cites);
    if (!link) return;
    if (touched && link !== anchor) {
      event.preventDefault(); // the first tap shows, the second one follows
      show(link);
    } else {
      hide();
      for (const back of findAll(".came-from")) back.classList.remove("came-from");
      find(`[role=doc-backlink][href="#${CSS.escape(link.id)}"]`)?.classList.add("came-from");
    }
  });
  on(document, "keydown", (event) => {
    if (event.key === "Escape" && anchor) {
      if (card.contains(document.activeElement)) anchor.focus();
      hide();
    }
  });
  on(window, "scroll resize", place, { passive: true, capture: true });
}
