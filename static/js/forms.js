// Forms save without this file; it moves focus to the errors, asks before what cannot be undone,
// and stops the second click of a double click.
(function () {
  "use strict";

  function focusErrors(root) {
    const summary = root.querySelector("[data-focus]");
    if (summary && document.activeElement !== summary) {
      summary.focus();
    }
  }

  function release(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }

  const dialog = document.getElementById("confirm-dialog");
  let waiting = null;

  // A form may ask, or one of its buttons alone.
  function question(form, submitter) {
    return (submitter && submitter.dataset.confirm) || form.dataset.confirm;
  }

  function ask(form, submitter) {
    waiting = { form: form, submitter: submitter };
    document.getElementById("confirm-dialog-text").textContent = question(form, submitter);
    dialog.showModal();
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (question(form, event.submitter) && form.dataset.confirmed !== "yes" && dialog && dialog.showModal) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter);
      return;
    }
    delete form.dataset.confirmed;
    // The attribute, not the property: a field may be named "method".
    if ((form.getAttribute("method") || "get").toLowerCase() !== "post" || form.hasAttribute("hx-post")) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    // A file download leaves the page as it is, so the form opens again after a while.
    window.setTimeout(function () { release(form); }, 8000);
  }, true);

  if (dialog) {
    dialog.querySelector("[data-dialog-yes]").addEventListener("click", function () {
      dialog.close();
      if (waiting) {
        waiting.form.dataset.confirmed = "yes";
        waiting.form.requestSubmit(waiting.submitter || undefined);
        waiting = null;
      }
    });
    dialog.querySelector("[data-dialog-no]").addEventListener("click", function () {
      dialog.close();
    });
  }

  // A phrase is put in after what is written, and the page hears of it as if it were typed.
  document.addEventListener("click", function (event) {
    const phrase = event.target.closest("[data-insert]");
    const field = phrase && document.getElementById(phrase.dataset.insert);
    if (field) {
      field.value = [field.value.trimEnd(), phrase.dataset.text].filter(Boolean).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      // The first gap, such as «[beløp]», is chosen, so that it is typed over.
      const gap = phrase.dataset.text.match(/\[[^\]]+\]/);
      if (gap) {
        const start = field.value.length - phrase.dataset.text.length + gap.index;
        field.setSelectionRange(start, start + gap[0].length);
      }
    }
  });

  // Back from the browser's history: the form may be sent anew.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
  window.addEventListener("load", function () { focusErrors(document); });
  document.addEventListener("htmx:afterSwap", function (event) { focusErrors(event.target); });
})();
