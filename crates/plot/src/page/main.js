// The page as a whole: opening, the address, keys, and what happens on each event.

// The address of a choice of rows and an open chart. A chart is named by its keys, so that a link
// still finds it in the next month's file.
const hashOf = ({ open: place }) => {
  const parts = [];
  const add = (name, text) => parts.push(`${name}=${encodeURIComponent(text)}`);
  if (view.search) add("search", view.search);
  if (view.variations.size) parts.push(`show=${[...view.variations].join(",")}`);
  if (view.isCurrent) parts.push("current=1");
  if (view.fails) parts.push("fails=1");
  if (view.sort !== "worst" || view.isDown) parts.push(`sort=${view.isDown ? "-" : ""}${view.sort}`);
  if (place !== null && place !== undefined) parts.push(`open=${rows[place].keys.map(encodeURIComponent).join("/")}`);
  return `#${parts.join("&")}`;
};

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

// Reads the address into the view; gives the place of the chart to open.
const readHash = () => {
  const parts = new Map(location.hash.slice(1).split("&").map((part) => [part.split("=", 1)[0], part.slice(part.indexOf("=") + 1)]));
  view.search = decoded(parts.get("search") || "");
  view.variations = new Set((parts.get("show") || "").split(",").filter((name) => Object.hasOwn(VARIATION, name)));
  view.isCurrent = parts.has("current");
  view.fails = parts.has("fails");
  const sort = parts.get("sort") || "worst";
  const id = sort.replace(/^-/, "");
  view.sort = columns.some((column) => column.id === id && column.of) ? id : "worst";
  view.isDown = view.sort === id && sort.startsWith("-");
  if (!parts.has("open")) return null;
  // Nothing means no keys where the page has none, and one empty key elsewhere.
  const named = parts.get("open");
  const keys = named === "" && !head.keyNames.length ? [] : named.split("/").map(decoded);
  const place = rows.findIndex((row) => row.keys.length === keys.length && row.keys.every((key, k) => key === keys[k]));
  return place < 0 ? null : place;
};

const rememberState = (place) => {
  const hash = hashOf({ open: place });
  history.replaceState(null, "", hash === "#" ? location.pathname + location.search : hash);
};

// The reader chose other rows.
const changed = () => {
  rememberState(null);
  refresh();
};

// The address changed: a link was followed, or the reader went back.
const follow = () => {
  const place = readHash();
  const before = view.shown;
  select();
  const isSame = before.length === view.shown.length && before.every((row, k) => row === view.shown[k]);
  if (!isSame) refresh();
  if (place === null) {
    if (elements.dialog.open) elements.dialog.close();
  } else {
    openChart(place);
  }
};

// All blocks, one after the other while nothing else happens, so that scrolling and printing find
// their rows.
const loadRest = async () => {
  const idle = () => new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve) : setTimeout(resolve, 20)));
  for (let place = 0; place < rows.length; place += head.blockRows) {
    await idle();
    await longOf(place);
  }
  document.documentElement.dataset.loaded = "";
};

const listen = () => {
  let pending = 0;
  const soon = () => {
    pending ||= requestAnimationFrame(() => {
      pending = 0;
      draw();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", () => {
    soon();
    if (elements.dialog.open && open.chart) drawChart();
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", afterPrint);
  elements.search.addEventListener("input", () => {
    view.search = elements.search.value;
    changed();
  });
  elements.search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      focusRow(0);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (view.search) {
        view.search = "";
        changed();
      } else {
        elements.search.blur();
      }
    }
  });
  byId("tools").addEventListener("submit", (event) => event.preventDefault());
  elements.current.addEventListener("change", () => {
    view.isCurrent = elements.current.checked;
    changed();
  });
  elements.fails.addEventListener("change", () => {
    view.fails = elements.fails.checked;
    changed();
  });
  byId("reset").addEventListener("click", () => {
    Object.assign(view, { search: "", variations: new Set(), isCurrent: false, fails: false });
    changed();
  });
  byId("print").addEventListener("click", async () => {
    // The pictures of what is to be printed must be there before the page is laid out.
    await Promise.all(view.shown.slice(0, PRINTED).map(longOf));
    print();
  });
  elements.rows.addEventListener("keydown", tableKey);
  elements.rows.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row || view.isPrinting) return;
    view.active = view.shown.indexOf(Number(row.dataset.place));
    // A link in the row does it by itself, and can be opened elsewhere with the usual keys.
    if (!event.target.closest("a") && getSelection().isCollapsed) location.hash = hashOf({ open: Number(row.dataset.place) });
  });
  addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName || "");
    if (event.key === "/" && !isTyping && !elements.dialog.open) {
      event.preventDefault();
      elements.search.focus();
      elements.search.select();
    } else if (event.key === "ArrowDown" && event.target === document.body && !elements.dialog.open) {
      event.preventDefault();
      focusRow(view.active);
    }
  });
  elements.dialog.addEventListener("keydown", chartKey);
  elements.dialog.addEventListener("click", (event) => {
    // On the ground outside of the sheet.
    if (event.target === elements.dialog) {
      const box = elements.dialog.getBoundingClientRect();
      const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!isInside) elements.dialog.close();
    }
  });
  elements.dialog.addEventListener("close", () => {
    open.place = null;
    rememberState(null);
    focusRow(Math.max(0, view.active));
  });
  byId("close").addEventListener("click", () => elements.dialog.close());
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("chart").addEventListener("pointermove", pointAt);
  byId("chart").addEventListener("pointerdown", pointAt);
  byId("figures").addEventListener("toggle", () => byId("figures").open && open.chart && showFigures());
};

const start = async () => {
  const ids = { counts: "counts", search: "search", current: "only-current", fails: "only-fails", found: "found", table: "table", heads: "heads", headsGroup: "heads-group", rows: "rows", nothing: "nothing", printNote: "print-note", dialog: "dialog" };
  for (const [name, id] of Object.entries(ids)) elements[name] = byId(id);
  await load();
  columns = columnsOf();
  byId("fails-label").hidden = !rows.some((row) => row.assurance);
  byId("wait").hidden = true;
  byId("page").hidden = false;
  countButtons();
  heads();
  const place = readHash();
  refresh();
  listen();
  if (place !== null) openChart(place);
  document.documentElement.dataset.ready = Math.round(performance.now());
  loadRest();
};

start().catch((error) => {
  byId("wait").textContent = `This page cannot be opened: ${error.message}. A browser of 2023 or later is needed, and the whole file.`;
});
