// Words: what codes and numbers read as. `VARIATION` stands before all parts, as readers without
// scripts get its words too.

const SIDE = { above: "high", below: "low" };
const ASSURANCE = {
  fails: "Out of reach",
  misses: "Hit and miss",
  meets: "Met",
  unjudged: "Not judged",
};
const ASSURANCE_AT_LENGTH = {
  fails: "Target out of reach as it is",
  misses: "Target hit or missed by chance",
  meets: "Target met as it is",
  unjudged: "Target not judged",
};
// From the worst to the best.
const ASSURANCE_ORDER = ["fails", "misses", "unjudged", "meets"];

const variationWords = (row) => {
  const side = row.variation === "common" ? "" : SIDE[row.side];
  return VARIATION[row.variation] + (side ? `, ${side}` : "") + (row.tentative ? " (tentative)" : "") + (row.concern ? " + concern" : "");
};

// What a row is counted and filtered as: of concern where a current signal is one.
const kindOf = (row) => (row.concern ? "concern" : row.variation);

// Why a row reads as it does, in one line.
const rowReasons = (row) =>
  [
    row.ended !== undefined && `ended ${labelOf(row.ended)}`,
    row.rule,
    row.concern && `concern: ${row.concern}${row.concerned !== undefined ? ` since ${labelOf(row.concerned)}` : ""}`,
    row.why,
  ].filter(Boolean);

// Digits behind the point of a number as it is written; none where it is a power of ten.
const digitsOf = (text) => (/e/.test(text) ? null : (text.split(".")[1] || "").length);

// A number with so many digits behind the point, as tables and pictures round it: halves to the even
// digit, and no minus zero.
const rounded = (number, digits) => {
  const size = Math.abs(number);
  const twice = size * 2 * 10 ** digits;
  const isHalf = Number.isInteger(size * 2 ** (digits + 1)) && twice % 2 === 1;
  const below = (twice - 1) / 2;
  const text = isHalf ? ((below + (below % 2)) / 10 ** digits).toFixed(digits) : size.toFixed(digits);
  return (number < 0 && /[1-9]/.test(text) ? "-" : "") + text;
};

// A number from its text in the file: digits as many as its column has, a comma between thousands.
const shown = (text, digits, sign = "", significant = 6) => {
  if (!text) return "";
  if (digits === null || /e/.test(text)) return Number(Number(text).toPrecision(significant)) + sign;
  const long = (text.split(".")[1] || "").length > digits;
  const [whole, fraction = ""] = (long ? rounded(Number(text), digits) : text).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (digits ? `${grouped}.${fraction.padEnd(digits, "0")}` : grouped) + sign;
};

const points = (n) => (n === 1 ? "1 point" : `${n} points`);
const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// A key as it is shown.
const named = (key) => (key.trim() ? key : "(no name)");

// For searching: lower case, without accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
