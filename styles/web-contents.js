/* The table of contents: marks where the reader is; on a small screen it is a bar with the name of the chapter. */

function followContents() {
  const nav = find(".contents");
  if (!nav) return;
  const drawer = find("details", nav);
  const wide = matchMedia("(min-width: 76rem)");
  const fit = () => (drawer.open = wide.matches);
  fit();
  on(wide, "change", fit);

  const links = findAll("a", nav);
  const places = links.map(targetOf);
  const chapters = findAll("details > ol > li > a", nav);
  const shown = find(".current", nav);
  let current = -1;

  /* The last heading above the upper third; at the end of the page, the last one in sight. */
  const follow = () => {
    const line = innerHeight + scrollY >= root.scrollHeight - 2 ? innerHeight : innerHeight * 0.35;
    const found = places.findLastIndex((place) => place && place.getBoundingClientRect().top < line);
    if (found !== current) mark(found);
  };
  const mark = (index) => {
    links[current]?.removeAttribute("aria-current");
    current = index;
    const link = links[index];
    const chapter = link && find("a", link.closest("details > ol > li"));
    for (const one of chapters) one.parentElement.classList.toggle("open", one === chapter);
    shown.textContent = chapter ? chapter.textContent : "";
    shown.parentElement.dataset.place = chapter ? `${chapters.indexOf(chapter) + 1}/${chapters.length}` : "";
    if (!link) return;
    link.setAttribute("aria-current", "location");
    const { top, bottom } = link.getBoundingClientRect();
    const box = nav.getBoundingClientRect();
    if (wide.matches && (top < box.top + 60 || bottom > box.bottom - 60)) nav.scrollTop += top - box.top - box.height / 2;
  };
  const observer = new IntersectionObserver(follow, { rootMargin: "0px 0px -65% 0px" });
  for (const place of places) if (place) observer.observe(place);
  on(document, "scrollend", follow);

  const close = () => wide.matches || (drawer.open = false);
  on(nav, "click", (event) => event.target.closest("a") && close());
  on(document, "pointerdown", (event) => nav.contains(event.target) || close());
  on(nav, "keydown", (event) => {
    if (event.key === "Escape" && drawer.open && !wide.matches) {
      close();
      find("summary", nav).focus();
    }
  });
}
