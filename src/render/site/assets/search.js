// Search as you type. The index is made of small scripts that hand their contents to `PL`; a query loads those of its words.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const meta = JSON.parse($("meta").textContent);
  const input = $("q"), unit = $("unit"), category = $("category"), results = $("results"), status = $("status"), index = $("index");
  const STEP = 20, NEAR = 5;

  // What has been loaded, and who waits for it.
  const words = new Map(), names = new Map(), waiting = new Map();
  window.PL = {
    w(n, found) { words.set(n, found); },
    n(n, list) { names.set(n, list); },
  };
  const load = (kept, n, path) => {
    if (kept.has(n)) return Promise.resolve();
    if (!waiting.has(path)) {
      waiting.set(path, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = path;
        script.onload = () => { waiting.delete(path); done(); };
        script.onerror = () => { waiting.delete(path); script.remove(); failed(new Error(path)); };
        document.head.append(script);
      }));
    }
    return waiting.get(path);
  };
  const pad = (n, digits) => String(n).padStart(digits, "0");
  const loadWord = (word) => { const n = hash(word) % meta.shards; return load(words, n, `search/w${pad(n, 3)}.js`); };
  const block = (document) => Math.floor(document / meta.block);
  const loadName = (document) => { const n = block(document); return load(names, n, `search/n${pad(n, 4)}.js`); };

  // The same words as the index was made of.
  const hash = (word) => { let h = 0; for (let i = 0; i < word.length; i++) h = (Math.imul(h, 31) + word.charCodeAt(i)) >>> 0; return h; };
  const kind = (c) => !/[\p{L}\p{N}々〇]/u.test(c) ? 0 : c >= "\u2e80" && c.toLowerCase() === c.toUpperCase() ? 1 : 2;
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const terms = (text) => {
    const out = [];
    let last = 0;
    for (const c of fold(text)) {
      const now = kind(c);
      if (now && now === last) out[out.length - 1].text += c;
      else if (now) out.push({ text: c, letters: now === 2 });
      last = now;
    }
    return out.slice(0, 12);
  };
  const grams = (term) => {
    if (term.letters) return [term.text.slice(0, 12)];
    const chars = [...term.text];
    if (chars.length === 1) return chars;
    return [...new Set(chars.slice(1).map((c, i) => chars[i] + c))];
  };
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const postings = (word) => {
    const text = (words.get(hash(word) % meta.shards) || {})[word] || "";
    const out = [];
    let at = 0, step = 0, weight = 1;
    for (const c of text) {
      const digit = DIGITS.indexOf(c);
      step += (digit % 32) * weight;
      weight *= 32;
      if (digit < 32) { at += step; out.push(at); step = 0; weight = 1; }
    }
    return out;
  };

  // Which unit and category each item is of.
  const unitOf = new Uint16Array(meta.items), categoryOf = new Uint16Array(meta.items);
  for (let i = 0, at = 0; i < meta.runs.length; i += 3) {
    unitOf.fill(meta.runs[i], at, at + meta.runs[i + 2]);
    categoryOf.fill(meta.runs[i + 1], at, at + meta.runs[i + 2]);
    at += meta.runs[i + 2];
  }
  const unitsNamed = (text) => {
    if ([...text].length < 2) return [];
    const found = meta.units.flatMap((u, n) => fold(u[1]).includes(text) || fold(u[2]).includes(text) || u[0] === text ? [n] : []);
    return found.length * 2 > meta.units.length && meta.units.length > 3 ? [] : found;
  };
  const categoriesNamed = (text) => [...text].length < 2 ? [] : meta.categories.flatMap((c, n) => fold(c[1]).endsWith(text) ? [n] : []);

  /** What a query finds: items and laws by their number, units and categories that it names. */
  const find = (asked) => {
    const byName = asked.map((term) => {
      const lists = grams(term).map(postings).sort((a, b) => a.length - b.length);
      return lists.slice(1).reduce((left, list) => { const there = new Set(list); return left.filter((d) => there.has(d)); }, lists[0] || []);
    });
    const named = asked.map((term) => ({ units: unitsNamed(term.text), categories: categoriesNamed(term.text) }));
    const score = new Map();
    byName.forEach((list, t) => {
      const { units, categories } = named[t];
      const hits = new Map(list.map((d) => [d, 2]));
      if (units.length || categories.length) {
        const ofUnit = new Set(units), ofCategory = new Set(categories);
        for (let d = 0; d < meta.items; d++) if (!hits.has(d) && (ofUnit.has(unitOf[d]) || ofCategory.has(categoryOf[d]))) hits.set(d, 1);
      }
      if (t === 0) hits.forEach((points, d) => score.set(d, points));
      else score.forEach((points, d) => hits.has(d) ? score.set(d, points + hits.get(d)) : score.delete(d));
    });
    const all = [...score.keys()].sort((a, b) => score.get(b) - score.get(a) || a - b);
    return { documents: all, units: asked.length === 1 ? named[0].units : [], categories: asked.length === 1 ? named[0].categories : [] };
  };
  /** What has most of the words where nothing has all. */
  const near = (asked) => {
    const all = asked.flatMap(grams), counts = new Map();
    for (const gram of new Set(all)) for (const d of postings(gram)) counts.set(d, (counts.get(d) || 0) + 1);
    const enough = Math.max(2, Math.ceil(new Set(all).size * 0.5));
    return [...counts].filter(([d, n]) => n >= enough && d < meta.items).sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([d]) => d).slice(0, 100);
  };
  const entry = (d) => { const list = names.get(block(d)), at = (d % meta.block) * 3; return { stem: list[at], name: list[at + 1], more: list[at + 2] }; };

  // Drawing. Everything goes in as text.
  const element = (tag, attributes, ...inside) => { const e = document.createElement(tag); Object.assign(e, attributes); e.append(...inside); return e; };
  const marked = (text, asked) => {
    const low = text.toLowerCase();
    const on = new Uint8Array(text.length);
    for (const { text: term } of asked) for (let at = low.indexOf(term); at >= 0; at = low.indexOf(term, at + 1)) on.fill(1, at, at + term.length);
    const out = [];
    for (let at = 0; at < text.length;) {
      let end = at;
      while (end < text.length && on[end] === on[at]) end++;
      const piece = text.slice(at, end);
      out.push(on[at] ? element("mark", {}, piece) : piece);
      at = end;
    }
    return out;
  };
  const row = (path, name, asked, ...said) => element("li", {},
    element("a", { href: path }, ...marked(name, asked)),
    element("span", { className: "meta" }, ...said.filter(Boolean).map((s) => element("span", {}, s))));
  const list = (...rows) => element("ol", { className: "items" }, ...rows);
  const heading = (text) => element("h2", {}, text);

  let turn = 0, shown = STEP;
  const run = async () => {
    const mine = ++turn, text = input.value.trim(), asked = terms(text);
    remember(text);
    if (!asked.length && !(unit.value || category.value)) {
      results.replaceChildren();
      status.textContent = text ? "没有可以搜索的字。" : "";
      index.hidden = false;
      return;
    }
    try {
      await Promise.all(asked.flatMap(grams).map(loadWord));
      if (mine !== turn) return;
      let found = asked.length ? find(asked) : { documents: [...Array(meta.items).keys()], units: [], categories: [] };
      const u = meta.units.findIndex((x) => x[0] === unit.value), c = meta.categories.findIndex((x) => x[0] === category.value);
      const wanted = (d) => (u < 0 || unitOf[d] === u) && (c < 0 || categoryOf[d] === c);
      let items = found.documents.filter((d) => d < meta.items && wanted(d));
      const laws = found.documents.filter((d) => d >= meta.items).slice(0, NEAR);
      const similar = !items.length && asked.length > 0;
      if (similar) items = near(asked).filter(wanted);
      await Promise.all([...items.slice(0, shown), ...laws].map(loadName));
      if (mine !== turn) return;
      draw(asked, items, laws, found, similar && !laws.length && !found.units.length);
    } catch (error) {
      if (mine === turn) status.textContent = "索引没有读到，检查网络后再试。";
    }
  };
  const draw = (asked, items, laws, found, similar) => {
    const holds = (text, term) => fold(text).includes(term.text);
    const fits = (d) => {
      const { name, more } = entry(d);
      return asked.every((t) => [...t.text].length < 3 || holds(name, t) || holds(more, t) || (d < meta.items && (unitsNamed(t.text).includes(unitOf[d]) || categoriesNamed(t.text).includes(categoryOf[d]))));
    };
    const parts = [];
    const straight = [
      ...found.units.slice(0, NEAR).map((n) => row(`units/${meta.units[n][0]}.html`, meta.units[n][2], asked, "部门")),
      ...found.categories.map((n) => row(`categories/${meta.categories[n][0]}.html`, meta.categories[n][1], asked, "类别")),
      ...laws.filter(fits).map((d) => row(`laws/${entry(d).stem}.html`, entry(d).name, asked, "法律法规")),
    ];
    const first = items.slice(0, shown), kept = similar ? first : first.filter(fits);
    const total = items.length - (first.length - kept.length);
    const rows = kept.map((d) => {
      const { stem, name, more } = entry(d);
      const sub = more.split("\n").find((s) => s && asked.some((t) => holds(s, t) && !holds(name, t)));
      return row(`items/${stem}.html`, name, asked, meta.units[unitOf[d]][1], meta.categories[categoryOf[d]][1], sub && `子项：${sub}`);
    });
    if (straight.length) parts.push(heading("部门、类别、法律"), list(...straight));
    if (rows.length) parts.push(heading(similar ? "相近的事项" : "事项"), list(...rows));
    if (items.length > shown) {
      const more = element("button", { type: "button" }, `再显示 ${Math.min(STEP, items.length - shown)} 项`);
      more.addEventListener("click", async () => {
        const before = results.querySelectorAll("a").length;
        shown += STEP;
        await run();
        const next = results.querySelectorAll("a")[before];
        if (next) next.focus();
      });
      parts.push(more);
    }
    results.replaceChildren(...parts);
    index.hidden = parts.length > 0;
    status.textContent = similar ? (rows.length ? "没有完全相符的，下面是相近的。" : "没有找到。换个说法，或者从下面的目录查找。")
      : `找到 ${total} 项${straight.length ? `，另有部门、类别、法律 ${straight.length} 个` : ""}。`;
  };

  // The address holds the query, so that it can be sent on; a page from a folder may not change its address.
  const remember = (text) => {
    const query = new URLSearchParams();
    if (text) query.set("q", text);
    if (unit.value) query.set("unit", unit.value);
    if (category.value) query.set("category", category.value);
    const said = query.toString();
    try { history.replaceState(null, "", said ? `?${said}` : location.pathname); } catch (error) { /* From a folder. */ }
  };
  let timer = 0, composing = false;
  const soon = () => { clearTimeout(timer); shown = STEP; if (!composing) timer = setTimeout(run, 120); };
  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; soon(); });
  input.addEventListener("input", soon);
  for (const choice of [unit, category]) choice.addEventListener("change", soon);
  $("search").addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await run();
    const first = results.querySelector("a");
    if (first) first.focus();
  });
  const move = (event) => {
    const links = [...results.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (composing || event.isComposing || !links.length) return;
    const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : NaN;
    if (event.key === "Escape" && at >= 0) { input.focus(); return; }
    if (Number.isNaN(to) || (at < 0 && to < 0)) return;
    event.preventDefault();
    if (to < 0) input.focus();
    else if (links[to]) links[to].focus();
  };
  input.addEventListener("keydown", move);
  results.addEventListener("keydown", move);

  const given = new URLSearchParams(location.search);
  input.value = given.get("q") || "";
  for (const choice of [unit, category]) if ([...choice.options].some((o) => o.value === given.get(choice.name))) choice.value = given.get(choice.name);
  if (input.value || unit.value || category.value) run();
  else input.focus();
})();
