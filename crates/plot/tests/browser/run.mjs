// Opens the pages of a directory in headless Chromium and does with them what a reader would.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { Browser } from "./browser.mjs";

const directory = resolve(process.argv[2]);
const shots = process.env.REDBEAD_SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const browser = new Browser();
const url = (name, hash = "") => pathToFileURL(join(directory, name)).href + hash;
const keep = async (tab, name) => {
  if (shots) writeFileSync(join(shots, `${name}.png`), await tab.shot());
};

const tests = [];
const test = (name, body) => tests.push([name, body]);

// What is in the page.
const TITLE = "document.querySelector('#chart-title').textContent";
const IS_OPEN = "document.querySelector('#dialog').open";
const FOUND = "document.querySelector('#found').textContent";
const FIRST_KEY = "document.querySelector('.row a')?.textContent";
const READOUT = "document.querySelector('#readout').textContent";
const ROWS = "document.querySelectorAll('.row').length";
const ROW_COUNT = "Number(document.querySelector('#table').getAttribute('aria-rowcount'))";
const FOCUS = "document.activeElement.closest('.row')?.getAttribute('aria-rowindex')";
const sparks = "document.querySelectorAll('.row .spark svg').length";

// Wall clock limits are generous: the machine may be busy with other things.
const READY = Number(process.env.REDBEAD_READY_MS || 2000);

test("5,000 series of 60 points are ready in under two seconds", async (tab) => {
  const times = [];
  for (let i = 0; i < 5; i++) times.push(await tab.open(url("5000.html")));
  const best = Math.min(...times);
  console.log(`   5,000 x 60: ready after ${times.join(", ")} ms`);
  assert.ok(best < READY, `${best} ms`);
  assert.equal(await tab.run(FOUND), "5,000 series");
  assert.equal(await tab.run(ROW_COUNT), 5001);
  const drawn = await tab.run(ROWS);
  assert.ok(drawn > 10 && drawn < 60, `${drawn} rows drawn`);
  await tab.until(`${sparks} === ${ROWS}`);
  await keep(tab, "5000-light");
});

test("20,000 series of 60 points open as well", async (tab) => {
  const time = await tab.open(url("20000.html"));
  const start = Date.now();
  await tab.until("'loaded' in document.documentElement.dataset");
  console.log(`   20,000 x 60: ready after ${time} ms, all points inflated ${Date.now() - start} ms later`);
  assert.equal(await tab.run(FOUND), "20,000 series");
  await tab.run("scrollTo(0, document.documentElement.scrollHeight)");
  await tab.until("[...document.querySelectorAll('.row')].at(-1).getAttribute('aria-rowindex') === '20001'");
  assert.ok((await tab.run(ROWS)) < 60);
});

test("counts agree with the rows", async (tab) => {
  await tab.open(url("5000.html"));
  const counts = await tab.run("[...document.querySelectorAll('#counts b')].map((b) => Number(b.textContent.replace(',', '')))");
  assert.equal(counts.reduce((a, b) => a + b), 5000);
  assert.ok(counts[0] > 100, "some are of concern");
  await tab.click("#counts .concern");
  assert.equal(await tab.run(ROW_COUNT), counts[0] + 1);
  assert.ok(await tab.run("[...document.querySelectorAll('.row .sign:nth-child(2) span')].every((cell) => /concern/i.test(cell.textContent))"));
  assert.match(await tab.run("location.hash"), /show=concern/);
});

test("search looks at all keys and keeps a link", async (tab) => {
  await tab.open(url("5000.html"));
  await tab.key("/");
  assert.equal(await tab.run("document.activeElement.id"), "search");
  await tab.type("00042 FALLS");
  assert.equal(await tab.run(FOUND), "1 of 5,000 series");
  assert.equal(await tab.run(FIRST_KEY), "Service 00042");
  const hash = await tab.run("location.hash");
  await tab.type(" nothing like it");
  assert.equal(await tab.run(ROW_COUNT), 1);
  assert.equal(await tab.run("document.querySelector('#nothing').hidden"), false);
  await tab.open(url("5000.html", hash));
  assert.equal(await tab.run(FOUND), "1 of 5,000 series");
  await tab.click("#search");
  await tab.key("Escape");
  assert.equal(await tab.run(FOUND), "5,000 series");
});

test("filters of current signals and of targets out of reach", async (tab) => {
  await tab.open(url("5000.html"));
  await tab.click("#only-current");
  const current = (await tab.run(ROW_COUNT)) - 1;
  assert.ok(current > 100 && current < 5000, `${current} current`);
  await tab.click("#only-fails");
  const both = (await tab.run(ROW_COUNT)) - 1;
  assert.ok(both > 0 && both < current, `${both} of them out of reach`);
  assert.ok(await tab.run("[...document.querySelectorAll('.row .fails')].length === document.querySelectorAll('.row').length"));
});

test("each column sorts both ways", async (tab) => {
  await tab.open(url("5000.html"));
  assert.equal(await tab.run("document.querySelector('[data-column=worst]').getAttribute('aria-sort')"), "ascending");
  const latest = "[...document.querySelectorAll('.row .latest')].map((cell) => parseFloat(cell.textContent))";
  const isSorted = (values, turn) => values.every((value, k) => k === 0 || turn * (value - values[k - 1]) >= 0);
  await tab.click("[data-column=latest] button");
  assert.ok(isSorted(await tab.run(latest), 1));
  await tab.click("[data-column=latest] button");
  assert.ok(isSorted(await tab.run(latest), -1));
  assert.equal(await tab.run("document.querySelector('[data-column=latest]').getAttribute('aria-sort')"), "descending");
  await tab.click("[data-column=key-0] button");
  assert.equal(await tab.run(FIRST_KEY), "Service 00001");
  for (const column of ["key-1", "target", "since", "rule", "worst"]) {
    for (const turn of ["ascending", "descending"]) {
      await tab.click(`[data-column=${column}] button`);
      assert.equal(await tab.run(`document.querySelector('[data-column=${column}]').getAttribute('aria-sort')`), turn);
    }
  }
});

test("a click opens the chart, Escape and the history close it", async (tab) => {
  await tab.open(url("5000.html"));
  await tab.click(".row .spark");
  await tab.until(IS_OPEN);
  const title = await tab.run(TITLE);
  assert.match(title, /^Service \d{5} · /);
  assert.match(await tab.run("location.hash"), /open=Service%20/);
  assert.ok(await tab.run("document.querySelectorAll('#signal-list li').length > 0"));
  await keep(tab, "dialog-light");
  await tab.key("Escape");
  assert.equal(await tab.run(IS_OPEN), false);
  assert.equal(await tab.run("location.hash"), "");
  assert.equal(await tab.run(FOCUS), "2");
  await tab.click(".row a");
  await tab.until(IS_OPEN);
  await tab.run("history.back()");
  await tab.until(`!${IS_OPEN}`);
});

test("a link names a series", async (tab) => {
  await tab.open(url("5000.html", "#open=Service%2000007/falls"));
  await tab.until(IS_OPEN);
  assert.equal(await tab.run(TITLE), "Service 00007 · falls");
  await tab.open(url("5000.html", "#open=nobody/nothing&show=madeup&sort=-nonsense&search=%E0%A4%A"));
  assert.equal(await tab.run(IS_OPEN), false);
  await tab.open(url("5000.html"));
  await tab.run("location.hash = '#search=00009%20complaints&open=Service%2000009/complaints'");
  await tab.until(IS_OPEN);
  assert.equal(await tab.run(FOUND), "1 of 5,000 series");
});

test("everything goes by keys", async (tab) => {
  await tab.open(url("5000.html"));
  await tab.key("ArrowDown");
  assert.equal(await tab.run(FOCUS), "2");
  await tab.key("ArrowDown");
  await tab.key("ArrowDown");
  assert.equal(await tab.run(FOCUS), "4");
  await tab.key("End");
  assert.equal(await tab.run(FOCUS), "5001");
  await tab.key("Home");
  assert.equal(await tab.run(FOCUS), "2");
  await tab.key("PageDown");
  assert.ok(Number(await tab.run(FOCUS)) > 8);
  assert.ok(await tab.run("(() => { const b = document.activeElement.getBoundingClientRect(); return b.top > 0 && b.bottom <= innerHeight; })()"), "the row is in view");
  assert.notEqual(await tab.run("getComputedStyle(document.activeElement).outlineStyle"), "none");
  await tab.key("Enter");
  await tab.until(IS_OPEN);
  assert.equal(await tab.run("document.activeElement.id"), "chart");
  assert.match(await tab.run(READOUT), /^2023-12: \d/);
  await tab.key("ArrowLeft");
  assert.match(await tab.run(READOUT), /^2023-11: \d+ · average \d+(\.\d+)? · limits /);
  await tab.key("Home");
  assert.match(await tab.run(READOUT), /^2019-01: \d/);
  assert.equal(await tab.run("document.querySelector('#chart').getAttribute('aria-valuetext')"), await tab.run(READOUT));
  const title = await tab.run(TITLE);
  await tab.key("n");
  await tab.until(`${TITLE} !== ${JSON.stringify(title)}`);
  await tab.key("p");
  await tab.until(`${TITLE} === ${JSON.stringify(title)}`);
  await tab.key("Escape");
  assert.ok(Number(await tab.run(FOCUS)) > 8);
});

test("the pointer reads points, and signals are picked", async (tab) => {
  await tab.open(url("5000.html"));
  await tab.click(".row .spark");
  await tab.until(IS_OPEN);
  const box = await tab.run("(() => { const b = document.querySelector('#chart').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()");
  await tab.pointer("mouseMoved", box[0] + 1, box[1] + 50);
  assert.match(await tab.run(READOUT), /^2019-01/);
  await tab.pointer("mouseMoved", box[0] + box[2] / 2, box[1] + 50);
  assert.match(await tab.run(READOUT), /^202[01]-/);
  await tab.click("#signal-list button");
  assert.equal(await tab.run("document.querySelector('#signal-list button').getAttribute('aria-pressed')"), "true");
  assert.ok(await tab.run("document.querySelector('#chart .stretch').getAttribute('d').length > 10"));
  await tab.click("#figures summary");
  await tab.until("document.querySelectorAll('#figure-table tbody tr').length === 60");
});

test("every kind of chart is drawn", async (tab) => {
  await tab.open(url("kinds.html"));
  await tab.until("'loaded' in document.documentElement.dataset");
  await keep(tab, "kinds-light");
  const all = await tab.run(ROW_COUNT) - 1;
  await tab.key("ArrowDown");
  await tab.key("Enter");
  for (let k = 0; k < all; k++) {
    await tab.until(`document.querySelector('#place').textContent.startsWith('${k + 1} of')`);
    await tab.settle();
    const title = await tab.run(TITLE);
    const broken = await tab.run("document.querySelector('#sheet').innerHTML.match(/NaN|undefined|Infinity|null/)?.input.slice(0, 200)");
    assert.equal(broken, undefined, title);
    if (title.startsWith("cusum")) await holdsBothSums(tab);
    if (title.startsWith("no point")) assert.equal(await tab.run("document.querySelector('#readout').textContent"), "No point yet");
    await keep(tab, `kind-${title.split(" · ")[0].replaceAll(/[^a-z0-9]+/g, "-")}`);
    await tab.key("n");
  }
});

// Of two sums each has its marks: above the line those of the upper one, which is the good one here.
async function holdsBothSums(tab) {
  const middles = (of) => `[...document.querySelectorAll("#chart .point${of}")].map((it) => it.getBBox()).map((box) => box.y + box.height / 2)`;
  const line = await tab.run("document.querySelector('#chart .center').getBBox().y");
  const all = await tab.run(middles(""));
  assert.equal(all.filter((y) => y <= line + 0.5).length >= all.length / 2, true);
  assert.equal(all.filter((y) => y >= line - 0.5).length >= all.length / 2, true);
  const [good, bad] = [await tab.run(middles(".improvement")), await tab.run(middles(".concern"))];
  assert.ok(good.length + bad.length > 0, "the sample has signals");
  assert.ok(good.every((y) => y < line) && bad.every((y) => y > line));
}

test("hostile names are shown and run nothing", async (tab) => {
  await tab.open(url("hostile.html"));
  await tab.until("'loaded' in document.documentElement.dataset");
  await keep(tab, "hostile");
  const all = (await tab.run(ROW_COUNT)) - 1;
  assert.equal(all, 30);
  await tab.key("ArrowDown");
  await tab.key("Enter");
  const titles = new Set();
  for (let k = 0; k < all; k++) {
    await tab.until(`document.querySelector('#place').textContent.startsWith('${k + 1} of')`);
    titles.add((await tab.run(TITLE)).split(" · ")[0]);
    if (await tab.run("!document.querySelector('#figures').hidden")) await tab.run("document.querySelector('#figures').open = true");
    await tab.key("ArrowLeft");
    if (k === 0) await keep(tab, "hostile-dialog");
    await tab.key("n");
  }
  assert.ok(titles.has('</script><img src=x onerror="document.documentElement.dataset.owned=1">'));
  assert.equal(titles.size, 15);
  assert.equal(await tab.run("'owned' in document.documentElement.dataset"), false);
  assert.equal(await tab.run("document.querySelectorAll('img, iframe, object, embed, svg script').length"), 0);
  assert.ok((await tab.run("document.documentElement.scrollWidth")) <= 1280, "nothing is wider than the window");
  // A link by each name finds it again.
  for (const name of [...titles].filter((name) => name !== "(no name)")) {
    const reversed = [...name].reverse().join("");
    await tab.open(url("hostile.html", `#open=${encodeURIComponent(name)}/${encodeURIComponent(reversed)}`));
    await tab.until(IS_OPEN);
  }
});

test("one series without keys opens by its link, its address and its row", async (tab) => {
  await tab.open(url("single.html"));
  await tab.click(".row a");
  await tab.until(IS_OPEN);
  assert.equal(await tab.run(TITLE), "one.csv");
  assert.match(await tab.run("location.hash"), /open=$/);
  await keep(tab, "single-dialog");
  await tab.key("Escape");
  await tab.until(`!${IS_OPEN}`);
  await tab.open(url("single.html", "#open="));
  await tab.until(IS_OPEN);
  await tab.key("Escape");
  await tab.until(`!${IS_OPEN}`);
  await tab.click(".row .spark");
  await tab.until(IS_OPEN);
});

test("digits that are asked for round what is read, not what is drawn", async (tab) => {
  await tab.open(url("fixed.html", "#open="));
  await tab.until(IS_OPEN);
  await tab.until(`${READOUT} !== ""`);
  await tab.run("document.querySelector('#figures').open = true");
  await tab.until("document.querySelectorAll('#figure-table tbody tr').length === 8");
  const shown = await tab.run("[...document.querySelectorAll('#figure-table tbody tr')].map((row) => row.children[1].textContent)");
  // Halves go to the even digit, as in tables and pictures.
  assert.deepEqual(shown, ["0", "2", "2", "0", "1", "0", "0", "3"]);
  const heights = await tab.run("[...document.querySelectorAll('#chart .point')].map((point) => point.getAttribute('cy') ?? point.getAttribute('d'))");
  assert.equal(new Set(heights).size, 8, "each at its own height");
  await keep(tab, "fixed-dialog");
});

test("one point, and no series at all", async (tab) => {
  await tab.open(url("one.html"));
  assert.equal(await tab.run(FOUND), "1 series");
  await tab.until(`${sparks} === 1`);
  await keep(tab, "one-light");
  await tab.click(".row a");
  await tab.until(IS_OPEN);
  await tab.open(url("none.html"));
  assert.equal(await tab.run(FOUND), "0 series");
  assert.match(await tab.run("document.querySelector('#nothing').textContent"), /^There are no series/);
  await keep(tab, "none-light");
});

// Relative luminance contrast of two colors as WCAG defines it.
const CONTRAST = `(ground, ink) => {
  const read = (name) => { const d = document.createElement("i"); d.style.color = "var(" + name + ")"; document.body.append(d); const c = getComputedStyle(d).color.match(/[\\d.]+/g).map(Number); d.remove(); return c; };
  const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const [a, b] = [light(read(ground)), light(read(ink))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}`;

for (const scheme of ["light", "dark"]) {
  test(`colors stand out in the ${scheme} scheme`, async (tab) => {
    await tab.media({ "prefers-color-scheme": scheme });
    await tab.open(url("5000.html"));
    for (const ground of ["--ground", "--raised", "--hover"]) {
      for (const ink of ["--text", "--quiet", "--concern", "--improvement", "--neutral", "--target"]) {
        const ratio = await tab.run(`(${CONTRAST})("${ground}", "${ink}")`);
        assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
      }
    }
    for (const line of ["--data", "--limit", "--focus"]) {
      const ratio = await tab.run(`(${CONTRAST})("--ground", "${line}")`);
      assert.ok(ratio >= 3, `${line}: ${ratio.toFixed(2)}`);
    }
    const ground = await tab.run("getComputedStyle(document.body).backgroundColor");
    assert.equal(ground === "rgb(255, 255, 255)", scheme === "light");
    await tab.until(`${sparks} === ${ROWS}`);
    await keep(tab, `table-${scheme}`);
    await tab.click(".row .spark");
    await tab.until(IS_OPEN);
    await keep(tab, `dialog-${scheme}`);
  });
}

test("a phone shows cards and the whole chart", async (tab) => {
  await tab.size(390, 844, true);
  await tab.open(url("5000.html"));
  await tab.until(`${sparks} === ${ROWS}`);
  assert.ok((await tab.run("document.documentElement.scrollWidth")) <= 390, "nothing is wider than the phone");
  await keep(tab, "phone-table");
  await tab.click(".row a");
  await tab.until(IS_OPEN);
  assert.ok((await tab.run("document.querySelector('#dialog').scrollWidth")) <= 390);
  await keep(tab, "phone-dialog");
  await tab.open(url("hostile.html"));
  await keep(tab, "phone-hostile");
  const wide = await tab.run("[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 391 && !e.closest('#heads')).map((e) => e.outerHTML.slice(0, 80)).slice(0, 4)");
  assert.ok((await tab.run("document.documentElement.scrollWidth")) <= 390, `not even with hostile names: ${wide.join(" ")}`);
});

test("paper gets the filtered rows and the open chart", async (tab) => {
  await tab.open(url("5000.html", "#search=0001&open=Service%2000012/median%20wait%2C%20days"));
  await tab.until(IS_OPEN);
  await tab.until("'loaded' in document.documentElement.dataset");
  await tab.run("dispatchEvent(new Event('beforeprint'))");
  await tab.media({}, "print");
  const found = Number((await tab.run(FOUND)).split(" ")[0]);
  assert.equal(await tab.run(ROWS), found);
  assert.equal(await tab.run("document.querySelector('#printed-chart h2').textContent"), "Service 00012 · median wait, days");
  await tab.size(1060, 740);
  await keep(tab, "print");
  await tab.media({});
  await tab.run("dispatchEvent(new Event('afterprint'))");
  await tab.size(1280, 800);
  assert.ok(await tab.run(IS_OPEN));
  const pdf = await tab.pdf();
  if (shots) writeFileSync(join(shots, "print.pdf"), pdf);
  assert.equal(await tab.run("document.querySelector('#printed-chart').children.length"), 0);
  await tab.open(url("5000.html"));
  await tab.run("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await tab.run(ROWS), 1000);
  assert.match(await tab.run("document.querySelector('#print-note').textContent"), /^The first 1,000 series are printed; 4,000 more/);
});

test("without scripts there is a table of what signals", async (tab) => {
  await tab.send("Emulation.setScriptExecutionDisabled", { value: true });
  await tab.go(url("5000.html"));
  await tab.until("document.querySelectorAll('.plain tbody tr').length === 200");
  assert.match(await tab.run("document.querySelector('.plain').textContent"), /And \d+ more\./);
  await keep(tab, "no-script");
  await tab.go(url("hostile.html"));
  await tab.until("document.querySelectorAll('.plain tbody tr').length > 10");
  assert.equal(await tab.run("document.querySelectorAll('img').length"), 0);
});

const only = process.argv[3];
let failed = 0;
for (const [name, body] of tests) {
  if (only && !name.includes(only)) continue;
  const tab = await browser.tab();
  try {
    await body(tab);
    assert.deepEqual(tab.errors, [], "errors in the console");
    const outside = tab.requests.filter((it) => !it.startsWith("file:") && !it.startsWith("data:,") && it !== "about:blank");
    assert.deepEqual(outside, [], "requests to elsewhere");
    assert.ok(tab.requests.filter((it) => it.startsWith("file:")).length <= 1, "one file and no other");
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}\n   ${error.stack}`);
    await keep(tab, `failed-${failed}`).catch(() => {});
  }
  await tab.close();
}
await browser.close();
console.log(failed ? `${failed} of ${tests.length} failed` : `all ${tests.length} passed`);
process.exit(failed ? 1 : 0);
