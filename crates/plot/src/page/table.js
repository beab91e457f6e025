// The table: which rows are shown, in which order, and only those in view as elements.

const COLLATOR = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const OVERSCAN = 8;
const PRINTED = 1000;

const byId = (id) => document.getElementById(id);
const elements = {};

// What the reader has asked for; `shown` are the places of rows that fit, in order.
const view = {
  search: "",
  variations: new Set(),
  isCurrent: false,
  fails: false,
  sort: "worst",
  isDown: false,
  shown: [],
  active: 0,
  isPrinting: false,
};

// Columns: what sorts them, and how a row is compared; nothing sorts last either way.
let columns;
// As wide as its longest name asks for, within bounds, so that a short key leaves its room to a long one.
const widthOf = (name, number) => {
  const longest = rows.reduce((most, row) => Math.max(most, row.keys[number].length), name.length);
  const share = Math.min(Math.max(longest, 5), 40) / 15;
  return `minmax(${Math.round(28 + 26 * Math.min(share, 1.2))}px, ${share.toFixed(2)}fr)`;
};
const columnsOf = () => [
  ...head.keyNames.map((name, number) => ({
    id: `key-${number}`,
    title: name || "name",
    width: widthOf(name, number),
    of: (row) => row.keys[number],
    compare: COLLATOR.compare,
  })),
  { id: "worst", title: "Variation", width: rows.some((row) => row.concern) ? "252px" : "176px", of: (row) => row.rank, compare: (a, b) => a - b },
  ...(rows.some((row) => row.assurance)
    ? [{ id: "target", title: "Target", width: "132px", of: (row) => (row.assurance ? ASSURANCE_ORDER.indexOf(row.assurance) : undefined), compare: (a, b) => a - b }]
    : []),
  { id: "latest", title: "Latest", width: "142px", of: (row) => numberOf(row.latest) ?? undefined, compare: (a, b) => a - b },
  { id: "since", title: "Since", width: "minmax(76px, .5fr)", of: (row) => row.ago, compare: (a, b) => a - b },
  { id: "rule", title: "Rule", width: "minmax(90px, 1.2fr)", of: (row) => row.rule, compare: COLLATOR.compare },
  { id: "chart", title: "Chart", width: "160px" },
];

const rowWords = (row) => {
  row.folded ??= folded(row.keys.join(" "));
  return row.folded;
};

const fits = (row, words) =>
  (view.variations.size === 0 || view.variations.has(kindOf(row))) &&
  (!view.isCurrent || row.current > 0) &&
  (!view.fails || row.assurance === "fails") &&
  words.every((word) => rowWords(row).includes(word));

const select = () => {
  const words = folded(view.search).split(/\s+/).filter(Boolean);
  const found = head.order.filter((place) => fits(rows[place], words));
  const column = columns.find(({ id }) => id === view.sort);
  if (column.id !== "worst" || view.isDown) {
    // `order` is from the worst on, and sorting is stable: rows that are equal stay so.
    const values = new Map(found.map((place) => [place, column.of(rows[place])]));
    const turn = view.isDown ? -1 : 1;
    found.sort((a, b) => {
      const [one, other] = [values.get(a), values.get(b)];
      if (one === undefined || other === undefined) return (one === undefined) - (other === undefined);
      return turn * column.compare(one, other);
    });
  }
  view.shown = found;
};

const countButtons = () => {
  const order = ["concern", "neutral", "common", "improvement", "unjudged", "refused"];
  elements.counts.replaceChildren(
    ...order.map((variation) => {
      const icon = MEANINGS.includes(variation) ? `mark-${variation}` : variation;
      const button = html(
        "button",
        { type: "button", class: variation, "aria-pressed": "false", "data-variation": variation, "data-count": head.counts[variation] },
        symbol(icon),
        html("b", {}, count(head.counts[variation])),
        html("span", {}, VARIATION[variation]),
      );
      button.addEventListener("click", () => {
        if (!view.variations.delete(variation)) view.variations.add(variation);
        changed();
      });
      return button;
    }),
  );
};

const heads = () => {
  elements.table.style.setProperty("--columns", columns.map((column) => column.width).join(" "));
  elements.table.setAttribute("aria-colcount", columns.length);
  elements.heads.replaceChildren(
    ...columns.map((column) => {
      if (!column.of) return html("div", { role: "columnheader", class: "unsorted" }, column.title);
      const button = html("button", { type: "button" }, column.title);
      button.addEventListener("click", () => {
        view.isDown = view.sort === column.id && !view.isDown;
        view.sort = column.id;
        changed();
      });
      return html("div", { role: "columnheader", class: column.id, "data-column": column.id }, button);
    }),
  );
};

// Shows which filters and which order are on.
const showState = () => {
  for (const button of elements.counts.children) {
    button.setAttribute("aria-pressed", view.variations.has(button.dataset.variation));
  }
  for (const cell of elements.heads.children) {
    if (cell.dataset.column === view.sort) cell.setAttribute("aria-sort", view.isDown ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }
  if (elements.search.value !== view.search) elements.search.value = view.search;
  elements.current.checked = view.isCurrent;
  elements.fails.checked = view.fails;
  const [found, all] = [view.shown.length, rows.length];
  elements.found.textContent = found === all ? `${count(all)} series` : `${count(found)} of ${count(all)} series`;
  elements.table.setAttribute("aria-rowcount", found + 1);
  elements.nothing.hidden = found > 0;
  elements.nothing.firstChild.textContent = all ? "No series fits. " : "There are no series.";
  byId("reset").hidden = all === 0;
};

const cell = (name, ...children) => html("div", { role: "cell", class: name }, ...children);

const rowElement = (place, position) => {
  const row = rows[place];
  const measure = head.measures[row.measure];
  const link = (...children) => html("a", { href: hashOf({ open: place }), tabindex: position === view.active ? 0 : -1 }, ...children);
  const names = row.keys.map((key, number) =>
    html(
      "div",
      { role: "cell", class: "key", title: key },
      number === 0 ? link(html("bdi", {}, named(key))) : html("bdi", {}, named(key)),
    ),
  );
  const spark = cell("spark");
  const reasons = rowReasons(row);
  const say = (row.rule || row.concern ? reasons.filter((reason) => reason !== row.why) : reasons).join("; ");
  const sign = html("span", {}, variationWords(row));
  const element = html(
    "div",
    { role: "row", class: "row", "aria-rowindex": position + 2, "data-place": place },
    html("div", { class: "names", role: "presentation" }, ...names),
    html("div", { role: "cell", class: `sign ${kindOf(row)}`, title: variationWords(row) }, variationSymbol(row), names.length ? sign : link(sign)),
    columns.some(({ id }) => id === "target") &&
      cell(`sign ${row.assurance || ""}`, row.assurance && row.assurance !== "unjudged" && symbol(row.assurance), row.assurance && html("span", {}, ASSURANCE[row.assurance])),
    cell("latest", row.latest !== undefined && shown(row.latest, digitsOf(row.latest), measure.sign, 4), " ", row.at !== undefined && html("small", {}, html("bdi", {}, labelOf(row.at)))),
    cell("since", row.since !== undefined && html("bdi", {}, labelOf(row.since))),
    html("div", { role: "cell", class: row.rule || row.concern ? "rule" : "rule why", title: reasons.join("; ") }, say),
    spark,
  );
  if (row.variation !== "refused") drawSpark(spark, place);
  if (!view.isPrinting) element.style.transform = `translateY(calc(var(--row) * ${position}))`;
  return element;
};

// At once where the points are there, later where they are still packed.
const drawSpark = (cell, place) => {
  const draw = (long) => {
    if (long) cell.replaceChildren(sparkline(rows[place], long));
  };
  const long = longOf(place);
  if (long instanceof Promise) long.then((entry) => cell.isConnected && draw(entry));
  else draw(long);
};

const rowHeight = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));

// Draws the rows in view, keeps those that stay, and the one that has the focus.
const drawn = new Map();
const draw = () => {
  if (view.isPrinting) return;
  const height = rowHeight();
  const top = elements.rows.getBoundingClientRect().top;
  const first = Math.max(0, Math.floor(-top / height) - OVERSCAN);
  const last = Math.min(view.shown.length - 1, Math.ceil((innerHeight - top) / height) + OVERSCAN);
  for (const [position, element] of drawn) {
    if ((position < first || position > last) && !element.contains(document.activeElement)) {
      element.remove();
      drawn.delete(position);
    }
  }
  for (let position = first; position <= last; position++) {
    if (drawn.has(position)) continue;
    const element = rowElement(view.shown[position], position);
    drawn.set(position, element);
    // In order, as readers of the screen go by it.
    let next = position + 1;
    while (next <= last && !drawn.has(next)) next++;
    elements.rows.insertBefore(element, drawn.get(next) || null);
  }
};

const redraw = () => {
  drawn.clear();
  elements.rows.replaceChildren();
  elements.rows.style.height = `calc(var(--row) * ${view.shown.length})`;
  draw();
};

// Another choice of rows: from the top again.
const refresh = () => {
  select();
  view.active = 0;
  showState();
  redraw();
};

// Moves the focus to a row, scrolling where it must.
const focusRow = (position) => {
  const wanted = Math.min(Math.max(position, 0), view.shown.length - 1);
  if (wanted < 0) return;
  drawn.get(view.active)?.querySelector("a")?.setAttribute("tabindex", -1);
  view.active = wanted;
  const height = rowHeight();
  const top = elements.rows.getBoundingClientRect().top + wanted * height;
  const covered = elements.headsGroup.offsetHeight;
  if (top < covered) scrollBy(0, top - covered - height);
  else if (top + height > innerHeight) scrollBy(0, top + 2 * height - innerHeight);
  draw();
  const link = drawn.get(wanted)?.querySelector("a");
  link?.setAttribute("tabindex", 0);
  link?.focus({ preventScroll: true });
};

const rowsInView = () => Math.max(1, Math.floor(innerHeight / rowHeight()) - 2);

const tableKey = (event) => {
  const moves = {
    ArrowDown: () => view.active + 1,
    ArrowUp: () => view.active - 1,
    PageDown: () => view.active + rowsInView(),
    PageUp: () => view.active - rowsInView(),
    Home: () => 0,
    End: () => view.shown.length - 1,
  };
  const move = moves[event.key];
  if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  focusRow(move());
};

// On paper all rows stand one after the other, up to a number that is said.
const beforePrint = () => {
  view.isPrinting = true;
  drawn.clear();
  const printed = view.shown.slice(0, PRINTED);
  elements.rows.replaceChildren(...printed.map(rowElement));
  const left = view.shown.length - printed.length;
  elements.printNote.textContent = left > 0 ? `The first ${count(PRINTED)} series are printed; ${count(left)} more fit the search and filters.` : "";
  printChart();
};

const afterPrint = () => {
  view.isPrinting = false;
  byId("printed-chart").replaceChildren();
  redraw();
};
