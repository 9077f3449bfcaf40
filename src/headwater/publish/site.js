/* What the pages do beyond being read: search, filters, a day to choose. Each works on plain lists and tables that
   stand without it; nothing is asked of another host. */
"use strict";
const headwater = (() => {
  const own = document.currentScript;
  const top = own.src.slice(0, own.src.lastIndexOf("/") + 1);
  const waiting = new Map(), words = new Map(), entries = new Map();
  let facts = null;

  /* files of the index are scripts, so that a page opened from a folder can load them too */
  const load = (file) => {
    if (!waiting.has(file)) {
      waiting.set(file, new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${top}search/${file}`;
        script.onload = script.onerror = () => done();
        document.head.append(script);
      }));
    }
    return waiting.get(file);
  };

  const cut = (text) => (text.toLowerCase().replace(/['’‘`]/g, "").normalize("NFKD").replace(/\p{M}/gu, "")
    .match(/[\p{L}\p{N}]+/gu) || []).map((word) => [...word].slice(0, 24).join(""));
  const pairs = (word) => {
    const [a, b, c] = [...word];
    return c === undefined ? [word] : [...new Set([a + b, a + c, b + c])];
  };
  const shardOf = (pair) => {
    let mark = 7;
    for (const letter of pair) mark = (mark * 31 + letter.codePointAt(0)) % 65521;
    return mark % facts.shards;
  };

  /* the least number of edits (a swap of neighbours is one) that turn the query into the word or a beginning of it */
  const edits = (query, word, most) => {
    let before = null, above = Array.from({ length: word.length + 1 }, (_, at) => at);
    for (let i = 1; i <= query.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= word.length; j += 1) {
        const same = query[i - 1] === word[j - 1] ? 0 : 1;
        row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + same);
        if (before && query[i - 1] === word[j - 2] && query[i - 2] === word[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return [most + 1, most + 1];
      before = above;
      above = row;
    }
    return [above[word.length], Math.min(...above)];
  };
  const distance = (query, word) => {
    if (word === query) return 0;
    if (word.startsWith(query)) return 1;
    const most = query.length >= 8 ? 2 : query.length >= 4 ? 1 : 0;
    if (!most) return Infinity;
    const [whole, beginning] = edits(query, word, most);
    if (whole <= most) return 1 + 2 * whole;
    return beginning <= most ? 2 + 2 * beginning : Infinity;
  };

  const matches = async (query) => {
    const shards = [...new Set(pairs(query).map(shardOf))];
    await Promise.all(shards.map((shard) => load(`w${shard}.js`)));
    const found = new Map(), seen = new Set();
    let isCut = false;
    for (const line of shards.flatMap((shard) => words.get(shard) || [])) {
      const end = line.indexOf(" "), word = line.slice(0, end);
      const score = seen.has(word) ? Infinity : distance(query, word);
      seen.add(word);
      if (score === Infinity) continue;
      isCut = isCut || line.endsWith("!");
      let entry = 0;
      for (const step of line.slice(end + 1).replace("!", "").split(" ")) {
        entry += parseInt(step, 36);
        if (!(found.get(entry) <= score)) found.set(entry, score);
      }
    }
    return { found, isCut };
  };

  /* entries that hold every word; a word that very many entries hold is not asked of all of them */
  const search = async (text, most) => {
    await load("index.js");
    const asked = [...new Set(cut(text))].filter((word) => word.length > 1).slice(0, 8);
    if (!facts || !asked.length) return { rows: [], count: 0 };
    const each = await Promise.all(asked.map(matches));
    const rare = each.some((one) => !one.isCut) ? each.filter((one) => !one.isCut) : each;
    const scores = new Map();
    for (const entry of rare.length ? rare[0].found.keys() : []) {
      if (!rare.every((one) => one.found.has(entry))) continue;
      scores.set(entry, each.reduce((sum, one) => sum + (one.found.has(entry) ? one.found.get(entry) : 6), 0));
    }
    const best = [...scores].sort((one, other) => one[1] - other[1] || one[0] - other[0]);
    const chosen = best.slice(0, 5 * most).map(([entry]) => entry);
    await Promise.all([...new Set(chosen.map((entry) => Math.floor(entry / facts.block)))].slice(0, 2 * most)
      .map((block) => load(`e${block}.js`)));
    const rowOf = (entry) => (entries.get(Math.floor(entry / facts.block)) || [])[entry % facts.block];
    const held = chosen.filter(rowOf), rows = held.map(rowOf);
    /* a name that is the query comes before one in which it stands among others, and before words behind the title */
    const rank = (row, at) => {
      const inTitle = cut(row[2]);
      const missing = asked.filter((word) => !inTitle.some((one) => distance(word, one) < Infinity)).length;
      return 20 * missing + scores.get(held[at]) + Math.min(inTitle.length, 30) / 10;
    };
    const ranks = new Map(rows.map((row, at) => [row, rank(row, at)]));
    rows.sort((one, other) => ranks.get(one) - ranks.get(other));
    return { rows: rows.slice(0, most), count: best.length };
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /* suggestions under the field of the masthead: a combobox whose list is made of links */
  const suggest = (field) => {
    const list = element("ul", { id: "suggestions", role: "listbox", "aria-label": "Search results", hidden: "" });
    const said = element("p", { class: "sr", role: "status" });
    field.after(list, said);
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-expanded": "false", "aria-controls": "suggestions", "aria-autocomplete": "list",
    })) field.setAttribute(key, value);
    let turn = 0, at = -1;
    const close = () => {
      list.hidden = true;
      at = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const options = [...list.children];
      if (!options.length) return;
      at = (next + options.length) % options.length;
      options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      options[at].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", options[at].id);
    };
    field.addEventListener("focus", () => load("index.js"), { once: true });
    field.addEventListener("input", async () => {
      const mine = (turn += 1);
      const { rows, count } = await search(field.value, 8);
      if (mine !== turn) return;
      list.replaceChildren(...rows.map((row, index) => element("li",
        { role: "option", id: `suggestion-${index}`, "aria-selected": "false", "data-at": top + row[1] },
        element("bdi", {}, row[2]), " ", element("span", { class: "small" }, row[3]))));
      at = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = !rows.length;
      field.setAttribute("aria-expanded", String(rows.length > 0));
      said.textContent = !field.value ? "" : `${count} found`;
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (list.hidden) return;
      else if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
      else if (event.key === "Enter" && at >= 0) location.href = list.children[at].dataset.at;
      else return;
      event.preventDefault();
    });
    field.form.addEventListener("focusout", (event) => {
      if (!field.form.contains(event.relatedTarget)) close();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) location.href = option.dataset.at;
    });
  };

  /* names offered while a donor or a target is typed */
  const offer = (list) => {
    for (const field of document.querySelectorAll(`input[list="${list.id}"]`)) {
      field.addEventListener("input", async () => {
        const { rows } = await search(field.value, 20);
        list.replaceChildren(...rows.filter((row) => row[1].startsWith("entities/"))
          .map((row) => element("option", { value: row[2], label: row[3] })));
      });
    }
  };

  /* the page of search results */
  const results = (list, words) => {
    const field = document.getElementById("query"), said = document.getElementById("found");
    let turn = 0;
    const show = async () => {
      const mine = (turn += 1);
      const { rows, count } = await search(field.value, 60);
      if (mine !== turn) return;
      list.replaceChildren(...rows.map((row) => element("li", {},
        element("a", { href: top + row[1] }, element("bdi", {}, row[2])), " ", element("span", { class: "small" }, row[3]))));
      const more = count > rows.length ? `, the first ${rows.length} are listed` : "";
      said.textContent = !field.value.trim() ? words : count ? `${count.toLocaleString("en-US")} found${more}.`
        : "Nothing in these records has such a name. That is not the same as nobody.";
    };
    field.value = new URLSearchParams(location.search).get("q") || "";
    field.form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("input", show);
    document.getElementById("asking").hidden = false;
    show();
  };

  /* tables that can be narrowed: claims by verdict and words, terms by a day */
  const narrow = (table, keeps, said) => {
    const rows = [...table.tBodies[0].rows];
    const show = () => {
      for (const row of rows) row.hidden = !keeps(row);
      said.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} shown`;
    };
    show();
    return show;
  };
  const filters = () => {
    for (const chooser of document.querySelectorAll(".chooser")) chooser.hidden = false;
    const claims = document.getElementById("claims-table"), terms = document.getElementById("terms");
    if (claims?.tBodies) {
      const verdict = document.getElementById("verdict"), words = document.getElementById("words");
      const show = narrow(claims, (row) =>
        (!verdict.value || row.dataset.is === verdict.value) &&
        cut(words.value).every((word) => cut(row.textContent).some((one) => one.startsWith(word))),
      document.getElementById("claims-left"));
      verdict.addEventListener("change", show);
      words.addEventListener("input", show);
    }
    if (terms?.tBodies) {
      const day = document.getElementById("day");
      const narrowed = narrow(terms, ({ dataset }) => !day.value ||
        ((!dataset.start || dataset.start <= day.value) && (!dataset.last || dataset.last >= day.value)),
      document.getElementById("held"));
      const show = () => {
        narrowed();
        if (!("whole" in terms.dataset)) return;
        const held = new Set([...terms.tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.dataset.place));
        for (const place of document.querySelectorAll(".map .held[data-place]"))
          place.classList.toggle("faint", Boolean(day.value) && !held.has(place.dataset.place));
      };
      const slide = document.getElementById("slide"), length = 86400000;
      const days = [...document.querySelectorAll("#terms tbody tr")].flatMap(({ dataset }) => [dataset.start, dataset.last])
        .filter(Boolean).map((text) => Date.parse(text) / length).sort((one, other) => one - other);
      slide.min = days[0] || 0;
      slide.max = days[days.length - 1] || 0;
      slide.hidden = days.length < 2;
      slide.addEventListener("input", () => {
        day.value = new Date(slide.value * length).toISOString().slice(0, 10);
        show();
      });
      day.addEventListener("input", () => {
        if (day.value) slide.value = Date.parse(day.value) / length;
        show();
      });
      document.getElementById("every").addEventListener("click", () => { day.value = ""; show(); });
    }
  };

  /* a table as CSV: the rows that are shown, amounts and counts as plain numbers, no cell that a spreadsheet would run */
  const cell = (one) => {
    const text = one.innerText.replace(/\s+/g, " ").trim().replace(/^[−](?=[$\d])/, "-");
    const number = /^-?\$?[\d,]+(\.\d+)?$/.test(text) && one.classList.contains("num");
    const plain = number ? text.replace(/[$,]/g, "") : /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${plain.replace(/"/g, '""')}"`;
  };
  const take = (table) => {
    const rows = [...table.rows].filter((row) => !row.hidden);
    const text = rows.map((row) => [...row.cells].map(cell).join(",") + "\r\n").join("");
    const link = element("a", { href: URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" })) });
    link.download = `${location.pathname.split("/").pop().replace(/\.html$/, "") || "table"}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  /* the note of a table says of which of its numbers it was opened; Escape leads back as its arrow does */
  const opened = (number) => {
    const note = document.querySelector(number.getAttribute("href")), row = number.closest("tr");
    if (!note) return;
    const cell = number.closest("td, th"), head = cell && number.closest("table").tHead;
    const column = cell && (cell.dataset.label || (head && head.rows[0].cells[cell.cellIndex]?.innerText));
    const name = row && (row.querySelector("th") || row.cells[0]);
    const where = [name !== cell && name?.innerText.split("\n")[0], column].filter(Boolean).join(" · ").replace(/\s+/g, " ");
    note.querySelector(".asked")?.remove();
    const said = element("p", { class: "asked" }, "");
    const value = element("strong", {}, number.innerText);
    said.append(value, where ? ` ${where.slice(0, 200)}` : "");
    note.querySelector("p").before(said);
  };
  const notes = () => {
    document.querySelector("main")?.addEventListener("click", (event) => {
      const number = event.target.closest("a.n[data-at]");
      if (number) opened(number);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && /^#c\d/.test(location.hash)) document.querySelector(`${location.hash} .back`)?.click();
    });
  };

  const start = () => {
    notes();
    for (const button of document.querySelectorAll(".take")) {
      button.addEventListener("click", () => take(button.closest("table")));
    }
    const field = document.getElementById("q"), list = document.getElementById("results");
    for (const link of document.querySelectorAll("[data-permalink]")) link.textContent = link.href;
    filters();
    const names = document.getElementById("names");
    if (field) suggest(field);
    if (names) offer(names);
    if (list) results(list, document.getElementById("found").textContent);
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
  return {
    index: (found) => { facts = found; },
    words: (shard, text) => { words.set(shard, text ? text.split("\n") : []); },
    entries: (block, rows) => { entries.set(block, rows); },
  };
})();
