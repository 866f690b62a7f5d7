"use strict";
(() => {
  const FIELDS = ["words", "theme", "grouping", "group", "topic", "person", "source", "question", "decided"];
  const NUMBERED = ["theme", "grouping", "group", "topic"];
  const PAGE = 40;
  const form = document.getElementById("filters");
  const list = document.getElementById("found");
  const count = document.getElementById("count");
  const further = document.getElementById("further");
  let data = null;
  let matches = [];
  let wanted = {};

  const say = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  function load() {
    if (data) return;
    data = JSON.parse(document.getElementById("excerpt-data").textContent);
    data.codeAt = new Map(data.codes.map(([id], place) => [id, place]));
    data.topicAt = new Map(data.topics.map(([id], place) => [id, place]));
    data.groupsOf = new Map();
    for (const key of Object.keys(data.cells)) {
      const theme = new URLSearchParams(key).get("theme");
      if (!data.groupsOf.has(theme)) data.groupsOf.set(theme, []);
      data.groupsOf.get(theme).push(key);
    }
    fill("theme", data.codes);
    fill("topic", data.topics);
    for (const name of ["source", "question"]) fill(name, data[name + "s"].map((value) => [value, value]));
    fill("decided", data.bases.map((value) => [value, value]));
    document.getElementById("people").replaceChildren(...data.people.slice(0, 500).map((id) => new Option(id, id)));
  }

  function fill(name, pairs) {
    const select = form.elements[name];
    select.replaceChildren(new Option("any", ""), ...listOptions(pairs));
    select.closest("label").hidden = pairs.length === 0;
  }

  function listOptions(pairs) {
    const parts = new Map();
    for (const [value, label, heading] of pairs) {
      if (!parts.has(heading)) parts.set(heading, []);
      parts.get(heading).push(new Option(label, value));
    }
    return [...parts].flatMap(([heading, options]) => {
      if (!heading) return options;
      const part = element("optgroup", "", ...options);
      part.label = heading;
      return [part];
    });
  }

  function fillGroups(theme) {
    const cells = data.groupsOf.get(theme) || [];
    fill("group", cells.map((key) => {
      const cell = new URLSearchParams(key);
      return [key, `${cell.get("grouping").replaceAll("_", " ")}: ${cell.get("group")}`];
    }));
  }

  function keyOf(filter, names) {
    const key = new URLSearchParams();
    for (const name of names) if (filter[name]) key.set(name, filter[name]);
    return key.toString();
  }

  function readHash() {
    const asked = new URLSearchParams(location.hash.slice(1));
    return FIELDS.some((name) => asked.has(name)) ? Object.fromEntries(FIELDS.map((name) => [name, asked.get(name) || ""])) : null;
  }

  function select(filter) {
    const theme = filter.theme ? data.codeAt.get(filter.theme) ?? -2 : null;
    const topic = filter.topic ? data.topicAt.get(filter.topic) ?? -2 : null;
    const base = filter.decided ? data.bases.indexOf(filter.decided) : null;
    const unwanted = theme !== null && topic !== null ? data.not_beside_topics : -1;
    const cell = filter.group ? new Set(data.cells[keyOf(filter, ["theme", "grouping", "group"])] || []) : null;
    const source = filter.source ? data.sources.indexOf(filter.source) : null;
    const question = filter.question ? data.questions.indexOf(filter.question) : null;
    const person = filter.person.trim().toLowerCase();
    const words = filter.words.trim().toLowerCase();
    const found = [];
    data.excerpts.forEach(([, text, p, s, q, codes, topics], place) => {
      if (cell && !cell.has(place)) return;
      if (theme !== null && !codes.some(([code, by]) => code === theme && by !== unwanted && (base === null || by === base))) return;
      if (theme === null && base !== null && !codes.some(([, by]) => by === base)) return;
      if (topic !== null && !topics.includes(topic)) return;
      if (source !== null && s !== source) return;
      if (question !== null && q !== question) return;
      if (person && data.people[p].toLowerCase() !== person) return;
      if (words && !text.toLowerCase().includes(words)) return;
      found.push(place);
    });
    return found;
  }

  function sayCount() {
    const plain = FIELDS.every((name) => NUMBERED.includes(name) || !wanted[name]);
    const behind = plain ? data.numbers[keyOf(wanted, NUMBERED)] : undefined;
    let said = say(matches.length, "excerpt", "excerpts");
    if (behind !== undefined) {
      const withheld = behind - matches.length;
      said += ` of the ${say(behind, "segment", "segments")} behind this number`;
      if (withheld > 0) said += `; ${withheld.toLocaleString("en")} withheld because the person did not consent to being quoted`;
    }
    count.textContent = said + ".";
  }

  function paintText(paragraph, text, codes) {
    const theme = wanted.theme ? data.codeAt.get(wanted.theme) : null;
    const ends = codes.filter(([code]) => theme === null || code === theme).flatMap(([, , spans]) => spans);
    const letters = ends.length ? Array.from(text) : [];
    const marked = new Uint8Array(letters.length);
    for (let n = 0; n < ends.length; n += 2) marked.fill(1, ends[n], ends[n + 1]);
    if (!letters.length) { paragraph.textContent = text; return; }
    for (let start = 0, end = 0; start < letters.length; start = end) {
      while (end < letters.length && marked[end] === marked[start]) end += 1;
      const piece = document.createElement(marked[start] ? "mark" : "span");
      piece.textContent = letters.slice(start, end).join("");
      paragraph.append(piece);
    }
  }

  function element(name, className, ...inside) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  }

  function citation([segment, , p, s, q]) {
    return [data.people[p], data.sources[s], q < 0 ? "" : `on “${data.questions[q]}”`, segment].filter(Boolean).join(", ");
  }

  function paint(place) {
    const excerpt = data.excerpts[place];
    const [, text, p, s, q, codes] = excerpt;
    const paragraph = document.createElement("p");
    paintText(paragraph, text, codes);
    const by = element("p", "by", element("b", "", data.people[p]), `, ${data.sources[s]}${q < 0 ? "" : `, on “${data.questions[q]}”`}`);
    const copy = element("button", "copy no-print", "Copy with citation");
    copy.type = "button";
    copy.addEventListener("click", () => copyText(copy, `“${text}” (${citation(excerpt)})`));
    by.append(copy);
    for (const [code, base] of codes) by.append(element("span", "decided", `${data.codes[code][1]}: ${data.bases[base]}`));
    return element("li", "excerpt", element("blockquote", "", paragraph), by);
  }

  async function copyText(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying is not allowed here";
    }
    setTimeout(() => { button.textContent = "Copy with citation"; }, 2000);
  }

  function paintMore() {
    const shown = list.children.length;
    list.append(...matches.slice(shown, shown + PAGE).map(paint));
    const left = matches.length - list.children.length;
    further.hidden = left === 0;
    further.textContent = `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`;
  }

  function show(filter) {
    load();
    wanted = filter;
    fillGroups(wanted.theme);
    for (const name of FIELDS) if (name !== "grouping" && name !== "group") form.elements[name].value = wanted[name];
    form.elements.group.value = wanted.group ? keyOf(wanted, ["theme", "grouping", "group"]) : "";
    matches = select(wanted);
    list.replaceChildren();
    sayCount();
    paintMore();
  }

  function follow() {
    const filter = readHash();
    if (!filter) return;
    show(filter);
    const heading = document.getElementById("excerpts-title");
    heading.focus({ preventScroll: true });
    (matchMedia("(max-width: 44rem)").matches ? count : heading).scrollIntoView();
  }

  function readForm() {
    const filter = Object.fromEntries(FIELDS.map((name) => [name, ""]));
    for (const name of FIELDS) if (name !== "grouping" && name !== "group") filter[name] = form.elements[name].value;
    const cell = new URLSearchParams(form.elements.group.value);
    if (cell.get("theme") === filter.theme) for (const name of ["grouping", "group"]) filter[name] = cell.get(name) || "";
    return filter;
  }

  document.querySelector(".without-script").hidden = true;
  form.hidden = false;
  for (const link of document.querySelectorAll("a[data-filter]")) link.setAttribute("href", "#" + link.dataset.filter);
  form.addEventListener("input", () => show(readForm()));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => show(readForm())));
  further.addEventListener("click", paintMore);
  window.addEventListener("hashchange", follow);
  if (readHash()) follow();
  else new IntersectionObserver((seen, watch) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    if (!data) show(readForm());
  }, { rootMargin: "600px" }).observe(form);
})();
