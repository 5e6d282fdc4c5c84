// The service worker: the round and the contact page open without a line, and what waits is sent when there is one.
// Only those two pages are kept, for a working day, and thrown away when anybody logs out. Nothing else is touched.
(function () {
  "use strict";

  const PAGES = "field-pages-1";
  const STATIC = "field-static-1";
  const LONGEST_KEPT = 10 * 60 * 60 * 1000;
  const PATIENCE = 3000;
  let openedFromKept = 0;

  self.addEventListener("install", function () { self.skipWaiting(); });

  self.addEventListener("activate", function (event) {
    event.waitUntil((async function () {
      const names = await caches.keys();
      await Promise.all(names.filter(function (name) {
        return name.startsWith("field-") && name !== PAGES && name !== STATIC;
      }).map(function (name) { return caches.delete(name); }));
      await self.clients.claim();
    })());
  });

  function isKeptPage(url) {
    return self.FIELD.pages.includes(url.pathname);
  }

  // A page is kept by its path alone; which participant was asked for is chosen again by the page itself.
  async function keep(url, answer) {
    const headers = new Headers(answer.headers);
    headers.set("X-Kept-At", String(Date.now()));
    const copy = new Response(await answer.blob(), { status: 200, headers: headers });
    await (await caches.open(PAGES)).put(url.pathname, copy);
  }

  async function kept(url) {
    const cache = await caches.open(PAGES);
    const found = await cache.match(url.pathname, { ignoreVary: true });
    if (found && Date.now() - Number(found.headers.get("X-Kept-At")) > LONGEST_KEPT) {
      await cache.delete(url.pathname);
      return null;
    }
    return found || null;
  }

  // A line that is there and carries nothing is no line.
  async function fromLine(request) {
    let timer;
    const tired = new Promise(function (resolve, reject) {
      timer = setTimeout(function () { reject(new Error("no line")); }, PATIENCE);
    });
    try {
      return await Promise.race([fetch(request), tired]);
    } finally {
      clearTimeout(timer);
    }
  }

  async function page(event, url) {
    const stored = await kept(url);
    try {
      // Without a kept page one waits as long as it takes.
      const answer = stored ? await fromLine(event.request) : await fetch(event.request);
      if (answer.type === "opaqueredirect" || answer.redirected) {
        await caches.delete(PAGES);
      } else if (answer.status === 200 && !url.search) {
        await keep(url, answer.clone());
      }
      return answer;
    } catch (error) {
      if (stored) {
        openedFromKept = Date.now();
        return stored;
      }
      return new Response(self.FIELD.no_line, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    }
  }

  // What a kept page is drawn with. Fetched anew while there is a line, so that nothing old is shown for long.
  async function drawnWith(request) {
    const cache = await caches.open(STATIC);
    const stored = await cache.match(request, { ignoreVary: true });
    if (stored && Date.now() - openedFromKept < 20000) {
      return stored;
    }
    try {
      const answer = stored ? await fromLine(request) : await fetch(request);
      if (stored && answer.status === 200) {
        await cache.put(request, answer.clone());
      }
      return answer;
    } catch (error) {
      if (stored) {
        return stored;
      }
      throw error;
    }
  }

  self.addEventListener("fetch", function (event) {
    const url = new URL(event.request.url);
    if (url.origin !== self.location.origin) {
      return;
    }
    if (url.pathname === self.FIELD.logout || (event.request.mode === "navigate" && url.pathname === self.FIELD.login)) {
      event.waitUntil(caches.delete(PAGES));
    } else if (event.request.method === "GET" && event.request.mode === "navigate" && isKeptPage(url)) {
      event.respondWith(page(event, url));
    } else if (event.request.method === "GET" && url.pathname.startsWith(self.FIELD.static)) {
      event.respondWith(drawnWith(event.request));
    }
  });

  // A page tells what it is drawn with; it is kept for the time when there is no line.
  async function keepAll(pages, files) {
    const cache = await caches.open(STATIC);
    for (const file of [...self.FIELD.files, ...files]) {
      const path = new URL(file, self.location.origin).pathname;
      if (path.startsWith(self.FIELD.static) && !(await cache.match(path, { ignoreVary: true }))) {
        await cache.add(path).catch(function () {});
      }
    }
    for (const address of pages) {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" }).catch(function () { return null; });
      if (answer && answer.status === 200) {
        await keep(new URL(address, self.location.origin), answer);
      }
    }
  }

  self.addEventListener("message", function (event) {
    if (event.data && event.data.keep) {
      const pages = event.data.keep.filter(function (address) { return self.FIELD.pages.includes(address); });
      event.waitUntil(keepAll(pages, event.data.files || []));
    }
  });

  // The browser says that the line is back, also when the page is closed.
  self.addEventListener("sync", function (event) {
    if (event.tag === "outbox") {
      event.waitUntil((async function () {
        const outcome = await self.Outbox.send(self.FIELD);
        const windows = await self.clients.matchAll();
        windows.forEach(function (client) { client.postMessage({ outbox: "sent" }); });
        if (outcome.problem === "no-line") {
          throw new Error("no line");
        }
      })());
    }
  });
})();
