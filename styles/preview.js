"use strict";
// The page around a report: loads the report anew when it has changed, keeps the place, and lists what was found.
const words = document.body.dataset;
const frame = document.getElementById("page");
const panel = document.getElementById("findings");
const status = document.getElementById("status");
let chosen = { report: "", edition: "" };
let loaded = { path: "", version: -1 };

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const link = (text, current, choose) => {
  const made = element("a", text);
  made.href = "#";
  if (current) made.setAttribute("aria-current", "true");
  made.addEventListener("click", (event) => { event.preventDefault(); choose(); refresh(); });
  return made;
};

const pageAddress = (path) => "/page/" + path.split("/").map(encodeURIComponent).join("/");

const load = (path, version) => {
  if (loaded.path === path && loaded.version === version) return;
  const place = loaded.path === path ? frame.contentWindow.scrollY : 0;
  loaded = { path, version };
  frame.addEventListener("load", () => frame.contentWindow.scrollTo({ top: place, behavior: "instant" }), { once: true });
  frame.src = pageAddress(path) + "?" + version;
};

// The place of a finding on the page: the words before it, wherever markup parts them.
const goTo = (excerpt) => {
  const page = frame.contentDocument;
  if (!excerpt || !page) return;
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script, style, sup, nav")) continue;
    nodes.push([text.length, node]);
    text += node.data;
  }
  const at = text.indexOf(excerpt);
  if (at < 0) return;
  const [start, node] = nodes.filter(([begin]) => begin <= at + excerpt.length - 1).at(-1);
  const range = page.createRange();
  range.selectNodeContents(node);
  range.setStart(node, Math.max(0, at - start));
  range.setEnd(node, at + excerpt.length - start);
  frame.contentWindow.getSelection().removeAllRanges();
  frame.contentWindow.getSelection().addRange(range);
  node.parentElement.scrollIntoView({ block: "center" });
};

const listed = (finding) => {
  const item = element("li");
  const button = element("button");
  button.append(
    element("span", `${finding.location.row}:${finding.location.column} `, "where"),
    element("span", finding.code + " ", `code ${finding.severity}`),
    element("span", finding.message),
  );
  button.addEventListener("click", () => goTo(finding.excerpt));
  item.append(button);
  return item;
};

const show = (reports) => {
  const report = reports.find((one) => one.name === chosen.report) || reports[0];
  if (!report) return;
  chosen.report = report.name;
  const editions = report.editions;
  const edition = editions.find(([tag]) => tag === chosen.edition) || editions[0];
  document.getElementById("reports").replaceChildren(...(reports.length > 1 ? reports.map((one) => link(one.name, one === report, () => { chosen.report = one.name; })) : []));
  document.getElementById("editions").replaceChildren(...(editions.length > 1 ? editions.map(([tag]) => link(tag, edition && tag === edition[0], () => { chosen.edition = tag; })) : []));
  const pdf = document.getElementById("pdf");
  pdf.hidden = !report.pdf;
  if (report.pdf) pdf.href = pageAddress(report.pdf);
  document.getElementById("count").textContent = report.findings.length || "";
  status.textContent = report.errors.join("\n") || (report.findings.length ? "" : words.none);
  status.classList.toggle("error", report.errors.length > 0);
  panel.replaceChildren(...report.findings.map(listed));
  document.title = `${report.name} · pubkit`;
  if (edition) load(edition[1], report.version);
};

const refresh = () => fetch("/state").then((answer) => answer.json()).then(show);

document.getElementById("toggle").addEventListener("click", (event) => {
  const closed = document.body.classList.toggle("closed");
  event.currentTarget.setAttribute("aria-expanded", String(!closed));
});

const news = new EventSource("/news");
news.addEventListener("message", refresh);
news.addEventListener("error", () => { status.textContent = words.lost; });
