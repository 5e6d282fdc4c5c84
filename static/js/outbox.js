// What is typed in the field is kept on the phone until it is sent, and sent once. Used by pages and by the service
// worker alike. The key each contact carries makes it one contact however often it is sent, also when an answer is lost.
(function (scope) {
  "use strict";

  const DATABASE = "oppfolging";
  const STORE = "outbox";
  const PATIENCE = 15000;

  function opened() {
    return new Promise(function (resolve, reject) {
      const asked = scope.indexedDB.open(DATABASE, 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE, { keyPath: "key" }); };
      asked.onsuccess = function () { resolve(asked.result); };
      asked.onerror = function () { reject(asked.error); };
      asked.onblocked = function () { reject(new Error("blocked")); };
    });
  }

  // Resolved when the change is on the disk, not when it is asked for.
  async function inStore(mode, act) {
    const database = await opened();
    try {
      return await new Promise(function (resolve, reject) {
        const change = database.transaction(STORE, mode);
        const asked = act(change.objectStore(STORE));
        change.oncomplete = function () { resolve(asked.result); };
        change.onabort = change.onerror = function () { reject(change.error); };
      });
    } finally {
      database.close();
    }
  }

  async function all() {
    const rows = await inStore("readonly", function (store) { return store.getAll(); });
    return rows.sort(function (one, other) { return one.typedAt - other.typedAt; });
  }

  function put(row) {
    return inStore("readwrite", function (store) { return store.put(row); });
  }

  function remove(key) {
    return inStore("readwrite", function (store) { return store.delete(key); });
  }

  function newKey() {
    const parts = scope.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(parts, function (part) { return part.toString(16).padStart(2, "0"); }).join("");
  }

  async function ask(address, options) {
    const stop = new AbortController();
    const timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    try {
      // A session that has ended leads to the log-in page: that is no answer, and not followed.
      const answer = await fetch(address, {
        credentials: "same-origin", redirect: "manual", cache: "no-store", signal: stop.signal, ...options,
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      return { status: answer.status, redirected: answer.type === "opaqueredirect", json: isJson ? await answer.json() : null };
    } catch (error) {
      return { status: 0, redirected: false, json: null };
    } finally {
      clearTimeout(timer);
    }
  }

  // Whose outbox may be sent now, with a fresh token; or why none can be.
  async function whoAmI(addresses) {
    const answer = await ask(addresses.who, { headers: { Accept: "application/json" } });
    if (answer.status === 200 && answer.json && answer.json.user) {
      return answer.json;
    }
    return { problem: answer.redirected || answer.status === 401 || answer.status === 403 ? "log-in" : "no-line" };
  }

  async function sendOne(addresses, me, row) {
    const body = new URLSearchParams(row.fields);
    const headers = { Accept: "application/json", "X-CSRFToken": me.token };
    const answer = await ask(addresses.post, { method: "POST", body: body, headers: headers });
    if (answer.status === 200 && answer.json && answer.json.stored === row.key) {
      await remove(row.key);
      return "sent";
    }
    if (answer.status === 422 && answer.json) {
      await put({ ...row, refused: answer.json.errors });
      return "refused";
    }
    return answer.redirected || answer.status === 403 ? "log-in" : "no-line";
  }

  // Sends what this user has waiting, in the order it was typed. What another user typed on the phone is left alone.
  async function send(addresses) {
    const waiting = (await all()).filter(function (row) { return !row.refused; });
    if (!waiting.length) {
      return { problem: "" };
    }
    const me = await whoAmI(addresses);
    if (me.problem) {
      return { problem: me.problem };
    }
    for (const row of waiting) {
      if (row.user === String(me.user)) {
        const outcome = await sendOne(addresses, me, row);
        if (outcome === "log-in" || outcome === "no-line") {
          return { problem: outcome };
        }
      }
    }
    return { problem: "", user: String(me.user) };
  }

  scope.Outbox = { all: all, put: put, remove: remove, newKey: newKey, send: send };
})(self);
