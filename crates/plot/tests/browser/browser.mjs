// A browser by its debugging protocol over a pipe: no package, no port.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
];

export class Browser {
  #next = 1;
  #waiting = new Map();
  #listeners = new Map();

  constructor() {
    this.profile = mkdtempSync(join(tmpdir(), "redbead-browser-"));
    const command = process.env.CHROMIUM || "chromium";
    this.process = spawn(command, [...FLAGS, `--user-data-dir=${this.profile}`], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    this.process.on("error", (error) => {
      console.error(`${command} does not start (${error.message}); name the browser in CHROMIUM`);
      process.exit(1);
    });
    let rest = "";
    this.process.stdio[4].setEncoding("utf8").on("data", (text) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop();
      messages.forEach((message) => this.#receive(JSON.parse(message)));
    });
  }

  #receive({ id, result, error, method, params, sessionId }) {
    if (id) {
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      return error ? reject(new Error(error.message)) : resolve(result);
    }
    this.#listeners.get(sessionId)?.(method, params);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  // A new tab of this size, in which errors and requests are noted.
  async tab(width = 1280, height = 800) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(this, targetId, sessionId);
    this.#listeners.set(sessionId, (method, params) => tab.note(method, params));
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await tab.send(`${domain}.enable`);
    await tab.size(width, height);
    await tab.media({});
    return tab;
  }

  async close() {
    await this.send("Browser.close").catch(() => {});
    await new Promise((resolve) => this.process.on("exit", resolve));
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const KEYS = { Enter: "\r", Escape: "", ArrowDown: "", ArrowUp: "", ArrowLeft: "", ArrowRight: "", Home: "", End: "", PageDown: "", Tab: "" };

class Tab {
  errors = [];
  requests = [];

  constructor(browser, targetId, sessionId) {
    Object.assign(this, { browser, targetId, sessionId });
  }

  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  note(method, params) {
    if (method === "Runtime.exceptionThrown") this.errors.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Log.entryAdded") this.errors.push(params.entry.text);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") this.errors.push(JSON.stringify(params.args));
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Page.javascriptDialogOpening") this.errors.push(`a dialog opened: ${params.message}`);
  }

  size(width, height, isMobile = false) {
    return this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: isMobile ? 2 : 1, mobile: isMobile });
  }

  media(features, media = "") {
    return this.send("Emulation.setEmulatedMedia", {
      media,
      features: Object.entries({ "prefers-reduced-motion": "reduce", ...features }).map(([name, value]) => ({ name, value })),
    });
  }

  // Goes to an address; what was asked for before is forgotten.
  async go(url) {
    await this.send("Page.navigate", { url: "about:blank" });
    this.requests.length = 0;
    await this.send("Page.navigate", { url });
  }

  // Opens a file and waits until it says that it is ready; gives the milliseconds it took by its
  // own clock.
  async open(url) {
    await this.go(url);
    return Number(await this.until("document.documentElement.dataset.ready"));
  }

  async run(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    return result.value;
  }

  async until(expression, milliseconds = 30_000) {
    const end = Date.now() + milliseconds;
    for (;;) {
      const value = await this.run(expression).catch(() => undefined);
      if (value) return value;
      if (Date.now() > end) throw new Error(`never came true: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  async key(key) {
    const text = KEYS[key] ?? key;
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", key, text: text || undefined, windowsVirtualKeyCode: key === "Enter" ? 13 : key === "Escape" ? 27 : undefined });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    await this.settle();
  }

  async type(text) {
    for (const character of text) await this.key(character);
  }

  async click(selector) {
    const box = await this.run(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); e.scrollIntoView({ block: "nearest" }); const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()`);
    await this.pointer("mousePressed", ...box);
    await this.pointer("mouseReleased", ...box);
    await this.settle();
  }

  pointer(type, x, y) {
    return this.send("Input.dispatchMouseEvent", { type, x, y, button: type === "mouseMoved" ? "none" : "left", clickCount: 1 });
  }

  settle() {
    return this.run("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))");
  }

  async shot() {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    return Buffer.from(data, "base64");
  }

  async pdf() {
    const { data } = await this.send("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
    return Buffer.from(data, "base64");
  }

  async close() {
    await this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}
