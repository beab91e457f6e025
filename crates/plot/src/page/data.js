// Data: what the file holds, deflated, and how it is taken out.
//
// `head` and `index` are needed at once. The long entries, with points and signals, are in blocks
// of rows that are inflated when one of their rows is wanted, and kept.

const bytesOf = (base64) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
};

// The JSON in the element with this id, which is emptied.
const unpack = async (id) => {
  const element = document.getElementById(id);
  const bytes = bytesOf(element.textContent);
  element.remove();
  const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(inflated).json();
};

let head;
let rows;
const blocks = new Map();

const load = async () => {
  const [[first], index] = await Promise.all([unpack("head"), unpack("index")]);
  head = first;
  rows = index;
  head.order.forEach((place, rank) => { rows[place].rank = rank; });
};

// The long entry of a row: a value if it is there already, or a promise.
const longOf = (place) => {
  const number = Math.floor(place / head.blockRows);
  let block = blocks.get(number);
  if (!block) {
    block = unpack(`block-${number}`).then((entries) => {
      blocks.set(number, entries);
      return entries;
    });
    blocks.set(number, block);
  }
  const within = place % head.blockRows;
  return Array.isArray(block) ? block[within] : block.then((entries) => entries[within]);
};

const labelOf = (label) => (typeof label === "number" ? head.labels[label] : label);

// A column of numbers as texts, one for each of `n` points; one number stands for all.
const column = (text, n) => {
  const texts = text.split(",");
  return texts.length === 1 && n > 1 ? new Array(n).fill(texts[0]) : texts;
};

const numberOf = (text) => (text === undefined || text === "" ? null : Number(text));

// A long entry with a text and a number for each point, and the lines of its phase beside it.
const unfold = (row, long) => {
  const measure = head.measures[row.measure];
  const texts = long.values === "" && Array.isArray(long.labels) && !long.labels.length ? [] : long.values.split(",");
  const others = long.others === undefined ? null : long.others.split(",");
  const points = texts.map((text, index) => ({
    index,
    label: labelOf(Array.isArray(long.labels) ? long.labels[index] : long.labels + index) || `point ${index + 1}`,
    text,
    value: numberOf(text),
    other: others && numberOf(others[index]),
    excluded: false,
    provisional: false,
    remark: "",
    signals: [],
    phase: null,
  }));
  for (const index of long.excluded || []) points[index].excluded = true;
  for (const index of long.provisional || []) points[index].provisional = true;
  for (const [index, remark] of long.remarks || []) {
    points[index].remark += (points[index].remark ? "; " : "") + remark;
  }
  const phases = long.phases.map((phase) => {
    const n = phase.last - phase.first + 1;
    const lines = {};
    for (const name of ["center", "lower", "upper"]) {
      lines[name] = column(phase[name], n);
    }
    return { ...phase, ...lines, isFlat: !/,/.test(phase.center + phase.lower + phase.upper) };
  });
  for (const phase of phases) {
    for (let index = phase.first; index <= phase.last; index++) points[index].phase = phase;
  }
  long.signals.forEach((signal, number) => {
    const outside = new Set(signal.except);
    for (let index = signal.first; index <= signal.last; index++) {
      if (!outside.has(index)) points[index].signals.push(number);
    }
  });
  return { points, phases, signals: long.signals, target: long.target, preview: long.preview, digits: long.digits, measure };
};

// A line of the phase at a point, as text; empty where there is none.
const lineAt = (point, name) => (point.phase && point.phase[name][point.index - point.phase.first]) || "";
