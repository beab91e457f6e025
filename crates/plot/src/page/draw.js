// Drawing: elements, symbols, scales and lines that small and large pictures share.

const SVG = "http://www.w3.org/2000/svg";

// All text goes in by `textContent` or as an attribute: names are shown, never read as markup.
const fill = (element, attributes, children) => {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
  }
  return element;
};
const html = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

// A symbol of the page by its id; hidden from readers of text, which stands beside it.
const symbol = (id) => svg("svg", { "aria-hidden": "true", focusable: "false" }, svg("use", { href: `#${id}` }));

const variationSymbol = (row) => {
  if (["common", "unjudged", "refused"].includes(row.variation)) return symbol(row.variation);
  return symbol(row.side || "sideless");
};

const scale = (from, to, start, end) => {
  const factor = to === from ? 0 : (end - start) / (to - from);
  return (number) => start + (number - from) * factor;
};

// Lowest and highest of the numbers, with some room; never empty.
const domain = (numbers, room) => {
  let low = Infinity;
  let high = -Infinity;
  for (const number of numbers) {
    if (number === null) continue;
    if (number < low) low = number;
    if (number > high) high = number;
  }
  if (low > high) return [0, 1];
  if (low === high) {
    const half = Math.abs(low) / 10 || 1;
    return [low - half, high + half];
  }
  // By parts, since the difference of two huge numbers is none.
  const margin = high * room - low * room;
  return [low - margin, high + margin];
};

// Round numbers from low to high, some four to seven, with the digits they need.
const ticks = (low, high) => {
  const rough = high / 5 - low / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((times) => times * power >= rough * 0.9) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const found = [];
  for (let k = Math.ceil(low / step); k <= high / step && found.length < 12; k++) found.push(k * step);
  const isPlain = Math.max(Math.abs(low), Math.abs(high)) < 1e15 && step > 1e-7;
  const text = (number) => shown(isPlain ? number.toFixed(digits) : number.toExponential(), isPlain ? digits : null).replace(/^-(0(\.0*)?)$/, "$1");
  return found.map((number) => ({ number, text: text(number) }));
};

const round = (number) => Math.round(number * 10) / 10;

// Every number that a picture of these points shows.
const numbersShown = (chart) => {
  const numbers = [];
  for (const point of chart.points) {
    if (point.value !== null) numbers.push(point.value);
    if (point.other !== null) numbers.push(point.other);
  }
  for (const phase of chart.phases) {
    for (const name of ["center", "lower", "upper"]) {
      for (const text of phase[name]) if (text) numbers.push(Number(text));
    }
  }
  if (chart.target !== undefined) numbers.push(Number(chart.target));
  return numbers;
};

// The path of a line of a phase: straight through where it is flat, else a step for each point.
const linePath = (phase, name, x, y, half) => {
  const texts = phase[name];
  let path = "";
  let last = null;
  texts.forEach((text, k) => {
    if (!text) {
      last = null;
      return;
    }
    const height = round(y(Number(text)));
    const at = x(phase.first + k);
    if (last === null) path += `M${round(at - half)} ${height}`;
    else if (height !== last) path += `V${height}`;
    path += `H${round(at + half)}`;
    last = height;
  });
  return path.replace(/(H[\d.-]+)(?:H[\d.-]+)*(H[\d.-]+)/g, "$2");
};

// The area between the limits of a phase.
const bandPath = (phase, x, y, half) => {
  let upper = "";
  let lower = "";
  let path = "";
  const close = () => {
    if (upper) path += `M${upper}L${lower}Z`;
    upper = "";
    lower = "";
  };
  phase.upper.forEach((text, k) => {
    const low = phase.lower[k];
    if (!text || !low) return close();
    const [left, right] = [round(x(phase.first + k) - half), round(x(phase.first + k) + half)];
    const [top, bottom] = [round(y(Number(text))), round(y(Number(low)))];
    upper += `${upper ? "L" : ""}${left} ${top}L${right} ${top}`;
    lower = `${right} ${bottom}L${left} ${bottom}${lower ? "L" : ""}${lower}`;
  });
  close();
  return path;
};

// The path of the data, broken at missing points; `keep` says which points are joined to the one
// before them.
const dataPath = (points, x, y, of, keep = () => true) => {
  let path = "";
  let joined = false;
  points.forEach((point, k) => {
    const value = of(point);
    if (value === null) {
      joined = false;
      return;
    }
    const before = k > 0 ? of(points[k - 1]) : null;
    if (before !== null && keep(point, points[k - 1])) {
      if (!joined) path += `M${round(x(k - 1))} ${round(y(before))}`;
      path += `L${round(x(k))} ${round(y(value))}`;
      joined = true;
    } else {
      joined = false;
    }
  });
  return path;
};

const MEANINGS = ["concern", "improvement", "neutral"];

// What a point shows: its value, and of two sums both, each with the signals of its side.
const tracksOf = (point) => {
  if (point.value === null) return [];
  if (point.other === null) return [{ number: point.value }];
  const isBelow = point.value < 0;
  return [
    { number: point.value, isBelow },
    { number: point.other, isBelow: !isBelow },
  ];
};

// What the signal that speaks for a point means: that of the first rule by precedence, warnings
// last; nothing where there is none. A warning has the color of its meaning but is named in the list.
const meaningAt = (chart, point, track) => {
  let best;
  for (const number of point.signals) {
    const signal = chart.signals[number];
    if (track.isBelow !== undefined && track.isBelow !== Boolean(signal.below)) continue;
    if (signal.rank !== undefined && (best === undefined || signal.rank < best.rank)) best = signal;
  }
  return best && best.meaning;
};

// A point, told by its shape as well: diamond of concern, square of improvement, triangle of
// neither.
const mark = (meaning, x, y, size, classes = "") => {
  const at = { class: `point ${meaning || ""} ${classes}` };
  const r = meaning ? size * 1.35 : size;
  const [left, right, top, bottom] = [x - r, x + r, y - r, y + r].map(round);
  [x, y] = [round(x), round(y)];
  if (meaning === "concern") {
    const d = round(r * 1.25);
    return svg("path", { ...at, d: `M${x} ${round(y - d)}L${round(x + d)} ${y}L${x} ${round(y + d)}L${round(x - d)} ${y}Z` });
  }
  if (meaning === "improvement") return svg("path", { ...at, d: `M${left} ${top}H${right}V${bottom}H${left}Z` });
  if (meaning === "neutral") return svg("path", { ...at, d: `M${x} ${top}L${right} ${bottom}H${left}Z` });
  return svg("circle", { ...at, cx: x, cy: y, r: round(r) });
};

// The small picture of a row: limits as a band, the center, the points, signals marked.
const sparkline = (row, long) => {
  const [width, height] = [180, 32];
  const chart = unfold(row, long);
  const n = chart.points.length;
  const [low, high] = domain(numbersShown(chart), 0.04);
  const step = (width - 8) / Math.max(n, 1);
  const x = (index) => 4 + (index + 0.5) * step;
  const y = scale(low, high, height - 3, 3);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  for (const phase of chart.phases) {
    const band = bandPath(phase, x, y, step / 2);
    if (band) picture.append(svg("path", { class: "band", d: band }));
    picture.append(svg("path", { class: "center", d: linePath(phase, "center", x, y, step / 2), "stroke-width": 1 }));
  }
  if (chart.target !== undefined) {
    const at = round(y(Number(chart.target)));
    picture.append(svg("path", { class: "target", d: `M4 ${at}H${width - 4}` }));
  }
  picture.append(svg("path", { class: "data", d: dataPath(chart.points, x, y, (point) => point.value) }));
  if (chart.points.some((point) => point.other !== null)) {
    picture.append(svg("path", { class: "data", d: dataPath(chart.points, x, y, (point) => point.other) }));
  }
  const size = Math.min(2.2, Math.max(1.2, step * 0.7));
  const newest = chart.points.findLast((point) => point.value !== null);
  for (const point of chart.points) {
    for (const track of tracksOf(point)) {
      const meaning = meaningAt(chart, point, track);
      const isAlone = n === 1 || point === newest;
      if (meaning || isAlone) picture.append(mark(meaning, x(point.index), y(track.number), size));
    }
  }
  return picture;
};
