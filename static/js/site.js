// Pages work without this file; it adds shortcuts and closes menus.
(function () {
  "use strict";

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
      const search = document.querySelector("[data-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach(function (menu) {
        const hadFocus = menu.contains(document.activeElement);
        menu.open = false;
        if (hadFocus) {
          menu.querySelector("summary").focus();
        }
      });
    }
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
    const printer = event.target.closest("[data-print]");
    if (printer) {
      window.print();
    }
  });

  function tellFailure(event) {
    // A draft that could not be saved is told of beside the form: the page is not moved while one types.
    const beside = event.detail.elt && event.detail.elt.querySelector("[data-failed]");
    if (beside) {
      beside.textContent = beside.dataset.failed;
      return;
    }
    const place = document.querySelector("[data-failure]");
    const alert = document.createElement("div");
    alert.className = "ds-alert";
    alert.dataset.color = "danger";
    alert.textContent = place.dataset.failure;
    place.replaceChildren(alert);
    place.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:responseError", tellFailure);
  document.addEventListener("htmx:sendError", tellFailure);

  // A whole page where a piece was asked for: the session has ended, and the page must ask anew.
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status === 200 && /^\s*<!doctype/i.test(event.detail.serverResponse)) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
})();
