// The full chart of one series: axes, limits with their values, phases, signals, a reading at each
// point.

const open = { place: null, chart: null, at: null, picked: null, layout: null };

// Labels at the right end, moved apart where they would lie on each other.
const spread = (labels, gap, top, bottom) => {
  labels.sort((a, b) => a.y - b.y);
  labels.forEach((label, k) => {
    label.at = Math.max(label.y, k ? labels[k - 1].at + gap : top);
  });
  for (let k = labels.length - 1; k >= 0; k--) {
    const limit = k === labels.length - 1 ? bottom : labels[k + 1].at - gap;
    labels[k].at = Math.min(labels[k].at, limit);
  }
  return labels;
};

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

const lineText = (chart, text) => shown(text, chart.digits[1], chart.measure.sign);

// With its own digits, and at most those of lines.
const targetText = (chart) => {
  const [own, most] = [digitsOf(chart.target), chart.digits[1]];
  return shown(chart.target, own === null || most === null ? null : Math.min(own, most), chart.measure.sign);
};

// Picture of the open chart at the width of its place.
const drawChart = () => {
  const { chart } = open;
  const width = Math.max(280, byId("chart").clientWidth || 900);
  const isNarrow = width < 620;
  const height = isNarrow ? 300 : 400;
  const n = chart.points.length;
  const [low, high] = domain(numbersShown(chart), 0.06);
  const marks = ticks(low, high);
  const widest = Math.max(1, ...marks.map((tick) => tick.text.length));
  const last = chart.phases.findLast((phase) => phase.center.some(Boolean));
  const rightLabels = [];
  const addRight = (name, text, classes, words = text && lineText(chart, text)) => {
    if (text) rightLabels.push({ number: Number(text), text: isNarrow ? words : `${name} ${words}`, classes });
  };
  if (last) {
    const end = (name) => last[name].findLast(Boolean);
    addRight("upper limit", end("upper"), "");
    addRight(chart.measure.center, end("center"), "strong");
    addRight("lower limit", end("lower"), "");
  }
  addRight("target", chart.target, "target", chart.target && targetText(chart));
  const right = Math.max(12, 12 + Math.max(0, ...rightLabels.map((label) => label.text.length * (label.classes ? 7.6 : 6.6))));
  const left = 14 + 7 * widest;
  const [top, bottom] = [chart.phases.length > 1 ? 34 : 20, height - 30];
  const step = (width - left - right) / Math.max(n, 1);
  const x = (index) => left + (index + 0.5) * step;
  const y = scale(low, high, bottom, top);
  const half = step / 2;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, height, "aria-hidden": "true" });

  // Axes.
  for (const tick of marks) {
    const at = round(y(tick.number));
    picture.append(
      svg("path", { class: "grid", d: `M${left} ${at}H${round(width - right)}` }),
      svg("text", { x: left - 7, y: at + 4, "text-anchor": "end" }, tick.text),
    );
  }
  picture.append(svg("path", { class: "axis", d: `M${left} ${bottom}H${round(width - right)}` }));
  if (chart.measure.unit) picture.append(svg("text", { x: 2, y: 11 }, shortened(chart.measure.unit, Math.floor(width / 8))));
  const longest = Math.max(1, ...chart.points.map((point) => point.label.length));
  const room = Math.min(longest, 18) * 6.8 + 14;
  const least = Math.max(1, Math.ceil(room / step));
  // Months and quarters repeat by the year.
  const every = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60].find((number) => number >= least) || least;
  for (let index = (n - 1) % every; index < n; index += every) {
    const at = Math.min(Math.max(x(index), room / 2), width - room / 2);
    const { label } = chart.points[index];
    picture.append(
      svg("path", { class: "axis", d: `M${round(x(index))} ${bottom}v4` }),
      svg("text", { x: round(at), y: bottom + 18, "text-anchor": "middle" }, shortened(label, 18)),
    );
  }

  // The stretch of the signal that is picked in the list.
  const stretch = svg("path", { class: "stretch" });
  picture.append(stretch);

  // Limits and center of each phase, with their values; those of the last stand at the right end.
  const values = svg("g");
  const taken = [];
  let phaseTextEnd = -Infinity;
  chart.phases.forEach((phase, number) => {
    for (const name of ["lower", "upper", "center"]) {
      picture.append(svg("path", { class: name === "center" ? "center" : "limit", d: linePath(phase, name, x, y, half) }));
    }
    const start = x(phase.first) - half;
    const span = step * (phase.last - phase.first + 1);
    if (number > 0) picture.append(svg("path", { class: "break", d: `M${round(start)} ${top - 6}V${bottom}` }));
    if (chart.phases.length > 1 && start > phaseTextEnd && span > 20) {
      const text = `Phase ${number + 1}`;
      if (span > text.length * 6.6) {
        picture.append(svg("text", { x: round(start + 4), y: top - 8 }, text));
        phaseTextEnd = start + text.length * 6.8;
      }
    }
    if (phase === last) return;
    const lines = ["upper", "center", "lower"].map((name) => [name, phase[name].findLast(Boolean)]).filter(([, text]) => text);
    for (const [name, text] of lines) {
      const words = lineText(chart, text);
      const length = words.length * 7.4 + 6;
      if (span < length) continue;
      // Where it hides fewest points: above or below the line, at the end of the phase or before.
      const places = [];
      for (let from = start + span - length; from >= start && places.length < 40; from -= length / 2) {
        for (const height of [y(Number(text)) - 10, y(Number(text)) + 10]) places.push({ from, height, hidden: 0 });
      }
      for (const place of places) {
        const isIn = (from, height) => Math.abs(from - place.from - length / 2) < length / 2 + 3 && Math.abs(height - place.height) < 11;
        for (let index = phase.first; index <= phase.last; index++) {
          const { value } = chart.points[index];
          if (value === null) continue;
          if (isIn(x(index), y(value))) place.hidden++;
          // The line to the next point may pass through as well.
          const next = chart.points[index + 1]?.value ?? null;
          if (next !== null && isIn(x(index + 0.5), (y(value) + y(next)) / 2)) place.hidden++;
        }
        place.hidden += taken.filter((box) => isIn(box.from + box.length / 2, box.height)).length * 100;
      }
      const best = places.reduce((one, other) => (other.hidden < one.hidden ? other : one));
      if (best.hidden >= 100) continue;
      taken.push({ ...best, length });
      values.append(svg("text", { class: name === "center" ? "strong value" : "value", x: round(best.from + 3), y: round(best.height + 4) }, words));
    }
  });
  if (chart.target !== undefined) {
    picture.append(svg("path", { class: "target", d: `M${left} ${round(y(Number(chart.target)))}H${round(width - right)}` }));
  }
  for (const label of spread(rightLabels.map((it) => ({ ...it, y: y(it.number) })), 14, top, bottom)) {
    picture.append(svg("text", { class: label.classes, x: round(width - right + 6), y: round(label.at + 4) }, label.text));
  }

  // Data: dotted on the way to a provisional point, broken at a missing one.
  const isSoft = (point) => point.provisional;
  for (const of of [(point) => point.value, (point) => point.other]) {
    picture.append(
      svg("path", { class: "data", d: dataPath(chart.points, x, y, of, (point) => !isSoft(point)) }),
      svg("path", { class: "data soft", d: dataPath(chart.points, x, y, of, isSoft) }),
    );
  }
  picture.append(values);
  const size = Math.min(3.6, Math.max(2, step * 0.34));
  for (const point of chart.points) {
    if (point.value === null) {
      const at = x(point.index);
      picture.append(svg("path", { class: "gap", d: `M${round(at - 2.5)} ${bottom - 7}l5 5m0 -5l-5 5` }));
      continue;
    }
    const classes = point.excluded ? "hollow" : point.provisional ? "soft" : "";
    for (const track of tracksOf(point)) {
      picture.append(mark(meaningAt(chart, point, track), x(point.index), y(track.number), size, classes));
    }
  }
  const cursor = svg("path", { class: "cursor" });
  const here = svg("circle", { class: "here", r: size + 4, visibility: "hidden" });
  picture.append(cursor, here);
  byId("chart").replaceChildren(picture);
  open.layout = { x, y, half, left, step, top, bottom, cursor, here, stretch, width };
  showPicked();
  if (open.at !== null) readAt(open.at);
};

// What there is to say of a point.
const pointWords = (chart, point) => {
  const value = point.value === null ? "no figure" : shown(point.text, chart.digits[0], chart.measure.sign);
  const parts = [`${point.label}: ${value}`];
  if (point.other !== null) parts[0] += ` and ${shown(String(point.other), chart.digits[0])}`;
  const line = (name, word) => {
    const text = lineAt(point, name);
    if (text) parts.push(`${word} ${lineText(chart, text)}`);
  };
  line("center", chart.measure.center);
  const [lower, upper] = [lineAt(point, "lower"), lineAt(point, "upper")];
  if (lower && upper) parts.push(`limits ${lineText(chart, lower)} to ${lineText(chart, upper)}`);
  else {
    line("lower", "lower limit");
    line("upper", "upper limit");
  }
  if (point.excluded) parts.push("excluded");
  if (point.provisional) parts.push("provisional");
  if (point.remark) parts.push(point.remark);
  const rules = point.signals.map((number) => {
    const signal = chart.signals[number];
    return `${signal.rule} (${VARIATION[signal.meaning].toLowerCase()})`;
  });
  if (rules.length) parts.push(rules.join(", "));
  return parts.join(" · ");
};

// Moves the reading to a point.
const readAt = (index) => {
  const { chart, layout } = open;
  const tell = (words, at) => {
    byId("readout").textContent = words;
    byId("chart").setAttribute("aria-valuenow", at);
    byId("chart").setAttribute("aria-valuetext", words);
  };
  if (!chart.points.length) {
    tell("No point yet", 1);
    return;
  }
  open.at = Math.min(Math.max(index, 0), chart.points.length - 1);
  const point = chart.points[open.at];
  const at = round(layout.x(open.at));
  layout.cursor.setAttribute("d", `M${at} ${layout.top - 4}V${layout.bottom}`);
  layout.here.setAttribute("visibility", point.value === null ? "hidden" : "visible");
  if (point.value !== null) {
    layout.here.setAttribute("cx", at);
    layout.here.setAttribute("cy", round(layout.y(point.value)));
  }
  tell(pointWords(chart, point), open.at + 1);
};

const showPicked = () => {
  const { layout, chart } = open;
  const signal = open.picked === null ? null : chart.signals[open.picked];
  layout.stretch.setAttribute("class", `stretch ${signal ? signal.meaning : ""}`);
  const from = signal && round(layout.x(signal.first) - layout.half);
  layout.stretch.setAttribute("d", signal ? `M${from} ${layout.top}H${round(layout.x(signal.last) + layout.half)}V${layout.bottom}H${from}Z` : "");
  for (const button of byId("signal-list").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", Number(button.dataset.number) === open.picked);
  }
};

const showSignals = (chart) => {
  const current = chart.signals.filter((signal) => signal.current).length;
  byId("signals-title").textContent = chart.signals.length
    ? `${chart.signals.length === 1 ? "1 signal" : `${count(chart.signals.length)} signals`}, ${current} current`
    : "No signals";
  // The newest first; what is current stands before what is past.
  const numbers = chart.signals.map((_, number) => number);
  numbers.sort((a, b) => !!chart.signals[b].current - !!chart.signals[a].current || chart.signals[b].last - chart.signals[a].last || a - b);
  byId("signal-list").replaceChildren(
    ...numbers.map((number) => {
      const signal = chart.signals[number];
      const label = (index) => chart.points[index].label;
      const notes = [signal.current ? "Current" : "Past", VARIATION[signal.meaning].toLowerCase(), signal.rule];
      notes.push(signal.first === signal.last ? label(signal.first) : `${label(signal.first)} to ${label(signal.last)}`);
      if (signal.known !== signal.last && signal.known < chart.points.length) notes.push(`known from ${label(signal.known)}`);
      if (signal.tentative) notes.push("tentative: rests on provisional figures");
      if (signal.warning) notes.push("warning only");
      const icon = symbol(`mark-${signal.meaning}`);
      icon.setAttribute("class", signal.meaning);
      const button = html("button", { type: "button", "aria-pressed": "false", "data-number": number }, icon, html("b", { dir: "auto" }, signal.text), html("small", {}, notes.join(" · ")));
      button.addEventListener("click", () => {
        open.picked = open.picked === number ? null : number;
        showPicked();
        readAt(signal.last);
      });
      return html("li", {}, button);
    }),
  );
};

const showLegend = (chart) => {
  const entry = (picture, text) => html("span", {}, svg("svg", { viewBox: "0 0 22 12" }, picture), text);
  const line = (name) => svg("path", { class: name, d: "M0 6H22" });
  const has = (test) => chart.points.some(test);
  const entries = [];
  if (chart.phases.some((phase) => phase.center.some(Boolean))) entries.push(entry(line("center"), chart.measure.center));
  if (chart.phases.some((phase) => phase.upper.some(Boolean))) entries.push(entry(line("limit"), "limits"));
  if (chart.target !== undefined) entries.push(entry(line("target"), "target"));
  for (const meaning of MEANINGS) {
    if (has((point) => tracksOf(point).some((track) => meaningAt(chart, point, track) === meaning))) entries.push(entry(mark(meaning, 11, 6, 3.4), VARIATION[meaning].toLowerCase()));
  }
  if (has((point) => point.excluded)) entries.push(entry(mark("", 11, 6, 3.4, "hollow"), "excluded"));
  if (has((point) => point.provisional)) entries.push(entry(mark("", 11, 6, 3.4, "soft"), "provisional"));
  if (has((point) => point.value === null)) entries.push(entry(svg("path", { class: "gap", d: "M8.5 3.5l5 5m0 -5l-5 5" }), "no figure"));
  byId("legend").replaceChildren(...entries);
};

// What the chart is, and where its limits come from.
const limitsWords = (chart) => {
  const words = [chart.measure.chart + (chart.measure.unit ? `, ${chart.measure.unit}` : "")];
  const label = (index) => chart.points[index].label;
  chart.phases.forEach((phase, number) => {
    const parts = [];
    if (phase.reason) parts.push(phase.reason);
    const center = phase.center.findLast(Boolean);
    if (phase.unjudged) parts.push(`not judged: ${phase.unjudged}`);
    if (center) {
      const [lower, upper] = [phase.lower.findLast(Boolean), phase.upper.findLast(Boolean)];
      const range = lower && upper ? `, limits ${lineText(chart, lower)} to ${lineText(chart, upper)}${phase.isFlat ? "" : " at the end"}` : "";
      parts.push(`${chart.measure.center} ${lineText(chart, center)}${range}`);
      // Of a center that is given, the limits alone are learned, where there are any.
      const isGiven = chart.measure.isGiven;
      parts.push(
        phase.baseline && (range || !isGiven)
          ? `${isGiven ? "limits " : ""}learned from ${points(phase.baseline[2])}, ${label(phase.baseline[0])} to ${label(phase.baseline[1])}`
          : "given, not learned",
      );
    }
    const name = chart.phases.length > 1 ? `Phase ${number + 1} from ${label(phase.first)}: ` : "";
    words.push(name + (name ? parts.join("; ") : capitalized(parts.join("; "))));
  });
  if (chart.preview) words.push("A preview: limits come from all points so far");
  return words;
};

const showFigures = () => {
  const { chart } = open;
  const { sign, center } = chart.measure;
  const names = ["Point", "Value", capitalized(center), "Lower limit", "Upper limit", "Remarks"];
  const number = (text) => html("td", { class: "number" }, text);
  const body = chart.points.map((point) => {
    const remarks = [point.value === null && "no figure", point.excluded && "excluded", point.provisional && "provisional", point.remark, ...point.signals.map((it) => chart.signals[it].rule)];
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, html("bdi", {}, point.label)),
      number(shown(point.text, chart.digits[0], sign) + (point.other !== null ? ` and ${shown(String(point.other), chart.digits[0])}` : "")),
      ...["center", "lower", "upper"].map((name) => number(lineText(chart, lineAt(point, name)))),
      html("td", {}, remarks.filter(Boolean).join("; ")),
    );
  });
  const heading = html("tr", {}, ...names.map((name, k) => html("th", { scope: "col", class: k > 0 && k < 5 ? "number" : "" }, name)));
  byId("figure-table").replaceChildren(html("table", {}, html("thead", {}, heading), html("tbody", {}, ...body)));
};

// Each name apart, so that none turns the direction of the others.
const showKeys = (row) => {
  const names = row.keys.length ? row.keys.map(named) : [document.title];
  byId("chart-title").replaceChildren(...names.flatMap((name, k) => (k ? [" · ", html("bdi", {}, name)] : [html("bdi", {}, name)])));
};

// Fills the dialog with a row, and shows it.
const openChart = async (place) => {
  open.place = place;
  const row = rows[place];
  const long = await longOf(place);
  // Another one may have been asked for in the meantime.
  if (open.place !== place) return;
  open.at = null;
  open.picked = null;
  open.chart = long && unfold(row, long);
  showKeys(row);
  const reading = [html("span", { class: `sign ${kindOf(row)}` }, variationSymbol(row), variationWords(row))];
  if (row.assurance) {
    reading.push(html("span", { class: `sign ${row.assurance}` }, row.assurance !== "unjudged" && symbol(row.assurance), ASSURANCE_AT_LENGTH[row.assurance]));
  }
  if (row.since !== undefined) reading.push(html("span", {}, `since ${labelOf(row.since)}: ${row.rule}`));
  if (row.concern) reading.push(html("span", {}, `concern${row.concerned !== undefined ? ` since ${labelOf(row.concerned)}` : ""}: ${row.concern}`));
  if (row.ended !== undefined) reading.push(html("span", { class: "why" }, `ended ${labelOf(row.ended)}`));
  if (row.why) reading.push(html("span", { class: "why" }, row.why));
  byId("chart-reading").replaceChildren(...reading);
  const position = view.shown.indexOf(place);
  byId("place").textContent = position < 0 ? "" : `${count(position + 1)} of ${count(view.shown.length)}`;
  byId("previous").disabled = position <= 0;
  byId("next").disabled = position < 0 || position >= view.shown.length - 1;
  const parts = ["chart", "readout", "legend", "signals", "chart-limits", "plan-lines", "figures"];
  for (const id of parts) byId(id).hidden = !open.chart;
  if (!elements.dialog.open) elements.dialog.showModal();
  if (open.chart) {
    const words = limitsWords(open.chart);
    byId("chart-limits").replaceChildren(...words.map((text) => html("span", {}, text)).flatMap((span, k) => (k ? [html("br"), span] : [span])));
    byId("plan-lines").replaceChildren(...open.chart.measure.plan.map((text) => html("div", {}, text)));
    showSignals(open.chart);
    showLegend(open.chart);
    byId("chart").setAttribute("aria-valuemin", 1);
    byId("chart").setAttribute("aria-valuemax", Math.max(1, open.chart.points.length));
    drawChart();
    readAt(open.chart.points.findLastIndex((point) => point.value !== null));
    if (byId("figures").open) showFigures();
    byId("chart").focus({ preventScroll: true });
  } else {
    byId("close").focus();
  }
  elements.dialog.scrollTop = 0;
  elements.dialog.dataset.place = place;
};

// The neighbor of the open chart in the table.
const step = (by) => {
  const position = view.shown.indexOf(open.place);
  const next = view.shown[position + by];
  if (position < 0 || next === undefined) return;
  view.active = position + by;
  openChart(next);
  rememberState(next);
};

const chartKey = (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const moves = { ArrowLeft: open.at - 1, ArrowDown: open.at - 1, ArrowRight: open.at + 1, ArrowUp: open.at + 1, Home: 0, End: Infinity };
  if (event.target === byId("chart") && event.key in moves && open.chart) {
    event.preventDefault();
    readAt(moves[event.key]);
  } else if (event.key === "n" || event.key === "p") {
    event.preventDefault();
    step(event.key === "n" ? 1 : -1);
  }
};

const pointAt = (event) => {
  if (!open.chart || !open.layout) return;
  const box = byId("chart").getBoundingClientRect();
  const at = ((event.clientX - box.left) / box.width) * open.layout.width;
  readAt(Math.floor((at - open.layout.left) / open.layout.step));
};

// A copy of the open chart stands above the table on paper.
const printChart = () => {
  const place = byId("printed-chart");
  place.replaceChildren();
  if (!elements.dialog.open) return;
  const copy = byId("sheet").cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) {
    if (element.id === "chart-limits" || element.id === "chart-reading") element.className = element.id;
    element.removeAttribute("aria-labelledby");
    for (const name of ["role", "tabindex"]) element.removeAttribute(name);
  }
  place.append(copy);
};
