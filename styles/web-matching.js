/* What search looks for, in a page and across reports: Han anywhere, Latin words and numbers from their beginning. */

const LATIN = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;

/** Letters that count as the same: case, width and accents, code unit for code unit. */
const fold = (text) => {
  const whole = text.normalize("NFKC").toLowerCase();
  const one = (letter) => {
    const plain = letter.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "");
    return plain.length === letter.length ? plain : letter;
  };
  return /[\u00c0-\u024f]/.test(whole) || whole.length !== text.length ? [...text].map(one).join("") : whole;
};

/** A term as a pattern: from the beginning of a Latin word, and with or without a space between Han and Latin. */
const patternOf = (term) => {
  let source = "";
  let before = null;
  for (const letter of term) {
    const latin = LATIN.test(letter);
    if (latin && !before) source += "(?<![\\p{Script=Latin}\\p{N}])";
    if (before !== null && latin !== before) source += "\\s*";
    source += letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    before = latin;
  }
  return new RegExp(source, "gu");
};

/** Where all terms stand in a text: [[start, end]] in order and apart; none where one is missing. */
const hitsIn = (text, patterns) => {
  const hits = [];
  for (const pattern of patterns) {
    const found = [...text.matchAll(pattern)];
    if (!found.length) return [];
    hits.push(...found.map((match) => [match.index, match.index + match[0].length]));
  }
  hits.sort((a, b) => a[0] - b[0]);
  return hits.filter(([start, end], n) => end > start && (!n || start >= hits[n - 1][1]));
};

/** A text with its hits in <mark>, from a little before the first one. */
const excerpt = (text, hits) => {
  let from = Math.max(0, hits[0][0] - 18);
  while (from && from < hits[0][0] && LATIN.test(text[from - 1]) && LATIN.test(text[from])) from += 1;
  const to = Math.min(text.length, from + 110);
  const pieces = [from ? "…" : ""];
  let done = from;
  for (const [start, end] of hits) {
    if (end > to) break;
    pieces.push(text.slice(done, start), make("mark", { textContent: text.slice(start, end) }));
    done = end;
  }
  return [...pieces, text.slice(done, to), to < text.length ? "…" : ""];
};
