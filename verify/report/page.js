"use strict";
document.documentElement.classList.remove("nojs");
// The sources and demands; they are large, so they are read when the code is first looked at.
let data;
const byId = id => document.getElementById(id);
const signs = {}, names = {};
for (const box of document.querySelectorAll("#classes input")) {
  const mark = box.parentElement.querySelector(".mark");
  signs[box.value] = mark.textContent;
  names[box.value] = box.parentElement.textContent.replace(mark.textContent, "").trim();
}
const rank = Object.keys(signs); // strongest first
let file = -1, chosen = 0;

function load() {
  if (data) return;
  data = JSON.parse(byId("data").textContent);
  for (const kind of [...new Set(data.demands.map(d => d.k))].sort()) byId("kind").append(make("option", "", kind));
}

function make(tag, className, text) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

function shown(d) {
  const box = document.querySelector(`#classes input[value=${d.c}]`);
  return box.checked && (!byId("kind").value || byId("kind").value === d.k);
}

// The weakest of the strongest proofs: several engines may speak of one demand, and the best of them counts. A second opinion weakens nothing.
function classOfLine(demands) {
  const best = new Map(), first = demands.filter(d => !d.s);
  for (const d of first.length ? first : demands) {
    const key = d.k + "\t" + (d.e || "");
    if (d.c === "unproven" || !best.has(key) || best.get(key) !== "unproven" && rank.indexOf(d.c) < rank.indexOf(best.get(key))) best.set(key, d.c);
  }
  return rank[Math.max(...[...best.values()].map(c => rank.indexOf(c)))];
}

function drawFiles() {
  const wanted = byId("find-code").value.toLowerCase();
  const narrowed = byId("kind").value || document.querySelector("#classes input:not(:checked)"), counts = new Map();
  for (const d of data.demands) if (shown(d)) counts.set(d.f, (counts.get(d.f) || 0) + 1);
  const tree = byId("files"), folders = new Map();
  tree.replaceChildren();
  data.files.forEach((f, i) => {
    const cut = f.file.lastIndexOf("/"), folder = f.file.slice(0, cut);
    const functions = wanted ? data.functions.filter(fn => fn.f === i && fn.n.toLowerCase().includes(wanted)) : [];
    if (wanted && !f.file.toLowerCase().includes(wanted) && !functions.length || narrowed && !counts.has(i)) return;
    if (!folders.has(folder)) {
      const group = make("details"), head = make("summary", "", folder);
      group.append(head);
      group.open = Boolean(wanted) || file >= 0 && data.files[file].file.startsWith(folder + "/");
      folders.set(folder, group);
      tree.append(group);
    }
    const link = make("a");
    link.href = "#code/" + f.file;
    link.append(make("span", "", f.file.slice(cut + 1)), make("span", "file", counts.get(i) || ""));
    if (i === file) link.setAttribute("aria-current", "true");
    folders.get(folder).append(link);
    for (const fn of functions) {
      const to = make("a", "fn", fn.n);
      to.href = `#code/${f.file}:${fn.l}`;
      folders.get(folder).append(to);
    }
  });
  if (!tree.children.length) tree.append(make("p", "hint", "nothing matches"));
}

function drawText(line) {
  const text = make("span", "text"), at = line.search(/\/\/(?!.*")/);
  if (at < 0) {
    text.textContent = line;
    return text;
  }
  text.append(line.slice(0, at), make("span", /^\/\/ ?@/.test(line.slice(at)) ? "clause" : "remark", line.slice(at)));
  return text;
}

function drawLines() {
  const list = byId("lines");
  list.replaceChildren();
  byId("file-name").textContent = file < 0 ? "Choose a file" : data.files[file].file;
  if (file < 0) return;
  const at = new Map();
  for (const d of data.demands) {
    if (d.f !== file || !shown(d)) continue;
    if (!at.has(d.l)) at.set(d.l, []);
    at.get(d.l).push(d);
  }
  data.files[file].text.split("\n").forEach((line, i) => {
    const demands = at.get(i + 1), row = make(demands ? "button" : "div", "row");
    row.dataset.line = i + 1;
    const sign = make("span", "sign");
    if (demands) {
      const key = classOfLine(demands);
      row.type = "button";
      sign.className += " " + key;
      sign.textContent = signs[key] + demands.length;
      row.setAttribute("aria-label", `line ${i + 1}: ${demands.length} demands, ${names[key]}: ${line.trim()}`);
    }
    row.append(make("span", "no", i + 1), sign, drawText(line));
    if (demands) row.querySelector(".text").classList.add(classOfLine(demands));
    list.append(row);
  });
}

function drawDetails() {
  const panel = byId("panel"), details = byId("details");
  const demands = data.demands.filter(d => d.f === file && d.l === chosen && shown(d));
  const fn = data.functions.filter(f => f.f === file && f.l <= chosen).pop();
  const here = fn && (demands.length === 0 ? fn.l === chosen : true) ? fn : null;
  panel.hidden = !chosen || !demands.length && !here;
  document.querySelector(".browser").classList.toggle("open", !panel.hidden);
  details.replaceChildren();
  if (panel.hidden) return;
  details.append(make("h3", "", "Line " + chosen));
  if (here) {
    details.append(make("div", "file", here.n + ": " + here.v));
    if (here.c) {
      const more = make("details"), head = make("summary", "", "Contract");
      more.open = demands.length < 4;
      more.append(head, make("pre", "", here.c));
      details.append(more);
    }
  }
  for (const d of demands) {
    const one = make("div", "demand"), head = make("div");
    head.append(make("span", "mark " + d.c, signs[d.c] + " " + names[d.c]), ` ${d.k}`);
    one.append(head);
    if (d.e) one.append(make("code", "", d.e));
    if (d.d) one.append(make("div", "", d.d));
    if (d.b) one.append(make("pre", "bound", "within: " + d.b));
    if (d.t) one.append(make("pre", "detail", d.t));
    one.append(make("div", "file", `${d.v}${d.g ? ", by " + d.g : ""}, in ${d.fn}`));
    details.append(one);
  }
}

function choose(line, focus) {
  chosen = line;
  for (const row of document.querySelectorAll(".row.at")) row.classList.remove("at");
  const row = document.querySelector(`.row[data-line="${line}"]`);
  if (row) {
    row.classList.add("at");
    row.scrollIntoView({block: "center"});
    if (focus && row.tagName === "BUTTON") row.focus({preventScroll: true});
  }
  drawDetails();
}

function route() {
  const [path, query] = decodeURIComponent(location.hash.slice(1) || "overview").split("?");
  const [, codeFile, codeLine] = path.match(/^code\/(.*?)(?::(\d+))?$/) || [];
  const view = path.startsWith("code") ? "code" : byId(path) ? path : "overview";
  for (const section of document.querySelectorAll(".view")) section.classList.toggle("on", section.id === view);
  for (const link of document.querySelectorAll("nav a")) {
    const to = link.getAttribute("href").slice(1);
    if (to === view || to === "matrix" && view.startsWith("inv/")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (query === "gaps") byId("only-gaps").checked = true;
  if (view === "matrix") filterInvariants();
  if (view === "code") {
    load();
    if (query && rank.includes(query)) {
      for (const box of document.querySelectorAll("#classes input")) box.checked = box.value === query;
      file = data.files.findIndex((f, i) => data.demands.some(d => d.f === i && d.c === query));
    }
    if (codeFile) file = data.files.findIndex(f => f.file === codeFile);
    if (file < 0) file = data.files.findIndex((f, i) => data.demands.some(d => d.f === i));
    drawFiles();
    drawLines();
    choose(Number(codeLine) || 0, false);
    if (query) step(1);
  }
  if (!codeLine && !query) scrollTo(0, 0);
}

function filterRows(table, test) {
  for (const row of byId(table).tBodies[0].rows) row.hidden = !test(row);
}

function filterInvariants() {
  const wanted = byId("find-invariant").value.toLowerCase(), gaps = byId("only-gaps").checked;
  filterRows("invariants", row => row.textContent.toLowerCase().includes(wanted) && (!gaps || row.dataset.gaps !== "0"));
}

function redraw() {
  drawFiles();
  drawLines();
  choose(chosen, false);
}

function step(direction) {
  const rows = [...document.querySelectorAll("button.row")];
  if (!rows.length) return;
  const after = rows.findIndex(row => Number(row.dataset.line) > chosen);
  let next = direction > 0 ? (after < 0 ? 0 : after) : (after < 0 ? rows.length : after) - 1;
  if (direction < 0 && next >= 0 && Number(rows[next].dataset.line) === chosen) next--;
  choose(Number(rows[(next + rows.length) % rows.length].dataset.line), true);
}

byId("find-invariant").addEventListener("input", filterInvariants);
byId("only-gaps").addEventListener("change", filterInvariants);
byId("find-harness").addEventListener("input", event => filterRows("harness-table", row => row.textContent.toLowerCase().includes(event.target.value.toLowerCase())));
byId("find-code").addEventListener("input", drawFiles);
byId("kind").addEventListener("change", redraw);
byId("classes").addEventListener("change", redraw);
byId("close").addEventListener("click", () => choose(0, false));
byId("lines").addEventListener("click", event => {
  const row = event.target.closest("button.row");
  if (row) history.replaceState(null, "", `#code/${data.files[file].file}:${row.dataset.line}`), choose(Number(row.dataset.line), true);
});
byId("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "light" : "dark";
});
addEventListener("hashchange", route);
addEventListener("keydown", event => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && data) return choose(0, false);
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !byId("code").classList.contains("on")) return;
  if (event.key === "n" || event.key === "j") step(1);
  else if (event.key === "p" || event.key === "k") step(-1);
  else if (event.key === "/") event.preventDefault(), byId("find-code").focus();
});
route();
document.body.dataset.ready = "yes";
