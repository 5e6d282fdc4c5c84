// A part of a form that is asked only after a certain answer: <div data-only-when="situation=no_home">.
// What is not asked is not sent either. Without this file everything is shown, and the server says what does not fit.
(function () {
  "use strict";

  function isAnswered(form, wanted) {
    const [name, value] = wanted.split("=");
    return Array.from(form.elements).some(function (control) {
      return control.name === name && control.value === value && control.checked && !control.disabled;
    });
  }

  // In the order of the page: what stands within another such part is looked at after it.
  function update(form) {
    form.querySelectorAll("[data-only-when]").forEach(function (part) {
      const isAsked = !part.parentElement.closest("[data-only-when][hidden]") && isAnswered(form, part.dataset.onlyWhen);
      part.hidden = !isAsked;
      part.querySelectorAll("input, select, textarea").forEach(function (control) {
        control.disabled = !isAsked;
      });
    });
  }

  document.querySelectorAll("form:has([data-only-when])").forEach(function (form) {
    form.addEventListener("change", function () { update(form); });
    update(form);
  });
})();
