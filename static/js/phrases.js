// A phrase is put into its field by a button. Without this file there is no button, and the phrase is copied by hand.
(function () {
  "use strict";

  function showButtons(root) {
    root.querySelectorAll("[data-phrase][hidden]").forEach(function (button) {
      button.hidden = false;
    });
  }

  // At the end, on a line of its own, with the first gap chosen so that it is typed over.
  function insert(field, text) {
    const before = field.value.trimEnd();
    field.value = before ? before + "\n" + text : text;
    const start = field.value.length - text.length;
    const gap = text.match(/\[[^\]]+\]/);
    field.focus();
    if (gap) {
      field.setSelectionRange(start + gap.index, start + gap.index + gap[0].length);
    } else {
      field.setSelectionRange(field.value.length, field.value.length);
    }
    // The preview and the draft listen to what is typed.
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-phrase]");
    if (!button) {
      return;
    }
    const field = document.getElementById(button.dataset.into);
    const phrase = document.getElementById(button.dataset.phrase);
    if (field && phrase && !field.disabled) {
      insert(field, phrase.textContent.trim());
    }
  });

  document.addEventListener("htmx:load", function (event) {
    showButtons(event.detail.elt);
  });
  showButtons(document);
})();
