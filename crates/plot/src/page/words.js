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
  return VARIATION[row.variation] + (side ? `, ${side}` : "") + (row.tentative ? " (tentative)" : "");
};

// Digits behind the point of a number as it is written; none where it is a power of ten.
const digitsOf = (text) => (/e/.test(text) ? null : (text.split(".")[1] || "").length);

// A number from its text in the file: digits as many as its column has, a comma between thousands.
const shown = (text, digits, sign = "", significant = 6) => {
  if (!text) return "";
  if (digits === null || /e/.test(text)) return Number(Number(text).toPrecision(significant)) + sign;
  const [whole, fraction = ""] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return (digits ? `${grouped}.${fraction.padEnd(digits, "0")}` : grouped) + sign;
};

const points = (n) => (n === 1 ? "1 point" : `${n} points`);
const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// For searching: lower case, without accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
