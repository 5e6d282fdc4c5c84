// On the round and on the contact page: shows what waits on this phone, and sends it whenever there is a line.
(function () {
  "use strict";

  const root = document.querySelector("[data-field]");
  if (!root || !window.Outbox || !window.indexedDB) {
    return;
  }
  const addresses = { post: root.dataset.post, who: root.dataset.who };
  const box = root.querySelector("[data-outbox]");
  const words = box.dataset;
  const STALE_AFTER = 15 * 60 * 1000;
  let sending = null;
  let again = false;
  let problem = "";

  function element(name, text, attributes) {
    const made = document.createElement(name);
    made.textContent = text;
    Object.assign(made, attributes || {});
    return made;
  }

  function button(text, act) {
    const made = element("button", text, { type: "button", className: "ds-button" });
    made.dataset.variant = "secondary";
    made.addEventListener("click", act);
    return made;
  }

  function rowOf(row) {
    const item = element("li", "", { className: "outbox__row" });
    item.append(element("p", row.label));
    if (!row.refused) {
      item.append(element("p", words.waiting, { className: "sub" }));
      return item;
    }
    const faults = row.refused.map(function (fault) { return [fault.label, fault.message].filter(Boolean).join(": "); });
    item.append(element("p", words.failed + " " + faults.join(" "), { className: "ds-validation-message" }));
    const buttons = element("div", "", { className: "buttons" });
    if (document.querySelector("[data-contact]")) {
      buttons.append(button(words.mend, function () {
        document.dispatchEvent(new CustomEvent("outbox:mend", { detail: row }));
      }));
    }
    buttons.append(button(words.again, async function () {
      await window.Outbox.put({ ...row, refused: null });
      await flush();
    }));
    buttons.append(button(words.discard, async function () {
      if (window.confirm(words.sure)) {
        await window.Outbox.remove(row.key);
        await show();
      }
    }));
    item.append(buttons);
    return item;
  }

  async function show() {
    const rows = await window.Outbox.all();
    const mine = rows.filter(function (row) { return row.user === root.dataset.user; });
    box.hidden = rows.length === 0;
    box.querySelector("[data-count]").textContent = mine.length ? "(" + mine.length + ")" : "";
    box.querySelector("[data-rows]").replaceChildren(...mine.map(rowOf));
    box.querySelector("[data-log-in-link]").hidden = problem !== "log-in" || mine.length === 0;
    const note = box.querySelector("[data-note]");
    note.textContent = words.others;
    note.hidden = mine.length === rows.length;
    document.dispatchEvent(new CustomEvent("outbox:shown", { detail: mine }));
    return mine;
  }

  async function askForSync() {
    const worker = "serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration("/") : null;
    if (worker && worker.sync) {
      await worker.sync.register("outbox").catch(function () {});
    }
  }

  // One at a time in a page; asked for meanwhile, it is done once more.
  async function flush() {
    if (sending) {
      again = true;
      return sending;
    }
    sending = (async function () {
      do {
        again = false;
        problem = (await window.Outbox.send(addresses)).problem;
      } while (again);
      const mine = await show();
      if (mine.some(function (row) { return !row.refused; })) {
        await askForSync();
      }
    })();
    try {
      await sending;
    } finally {
      sending = null;
    }
    return sending;
  }

  async function standBy() {
    if (!("serviceWorker" in navigator)) {
      return;
    }
    navigator.serviceWorker.addEventListener("message", function (event) {
      if (event.data && event.data.outbox) {
        show();
      }
    });
    await navigator.serviceWorker.register(root.dataset.worker, { scope: "/" });
    const ready = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map(function (entry) { return entry.name; })
      .filter(function (name) { return name.startsWith(window.location.origin + root.dataset.static); });
    ready.active.postMessage({ keep: root.dataset.pages.split(" "), files: files });
    root.dataset.ready = "yes";
  }

  // A page that was kept says so: an alert may have come since.
  function tellIfStale() {
    const age = Date.now() - Date.parse(root.dataset.fetchedAt);
    root.querySelector("[data-stale]").hidden = age < STALE_AFTER && navigator.onLine;
  }

  window.Field = { show: show, flush: flush, user: root.dataset.user };
  window.addEventListener("online", function () { tellIfStale(); flush(); });
  window.addEventListener("offline", tellIfStale);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) {
      tellIfStale();
      flush();
    }
  });
  window.setInterval(async function () {
    tellIfStale();
    const rows = await window.Outbox.all();
    if (rows.some(function (row) { return !row.refused; })) {
      flush();
    }
  }, 20000);
  tellIfStale();
  show().then(flush);
  window.addEventListener("load", function () { standBy().catch(function () {}); });
})();
