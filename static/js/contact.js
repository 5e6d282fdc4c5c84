// The contact form, for a thumb. It is kept on the phone first and sent after: a line that breaks loses nothing.
(function () {
  "use strict";

  const form = document.querySelector("[data-contact]");
  if (!form) {
    return;
  }
  const kept = document.querySelector("[data-kept]");
  const wanted = ["participation", "was_met", "kind"];

  function twoDigits(number) {
    return String(number).padStart(2, "0");
  }

  function dayFrom(days) {
    const day = new Date();
    day.setDate(day.getDate() + days);
    return twoDigits(day.getDate()) + "." + twoDigits(day.getMonth() + 1) + "." + day.getFullYear();
  }

  // A page that was kept was drawn on another day: what nobody has touched is today.
  let untouched = form.dataset.today;
  function freshenDay() {
    if (form.elements.happened_on.value === untouched) {
      untouched = dayFrom(0);
      form.elements.happened_on.value = untouched;
    }
  }

  function showDoor() {
    document.querySelectorAll("[data-door]").forEach(function (door) {
      door.hidden = door.dataset.door !== form.elements.participation.value;
    });
  }

  function choose(participation) {
    form.elements.participation.value = participation;
    if (form.elements.participation.value !== participation) {
      form.elements.participation.value = "";
    }
    showDoor();
  }

  form.elements.participation.addEventListener("change", showDoor);
  document.querySelectorAll("[data-quick]").forEach(function (part) { part.hidden = false; });
  form.addEventListener("click", function (event) {
    const quick = event.target.closest("[data-set]");
    if (quick) {
      const value = quick.dataset.days ? dayFrom(Number(quick.dataset.days)) : quick.dataset.value;
      document.getElementById(quick.dataset.set).value = value;
    }
  });
  const asked = new URLSearchParams(window.location.search).get("deltaker");
  if (asked && !form.querySelector("[data-focus]")) {
    choose(asked);
  }
  showDoor();
  freshenDay();

  if (!window.Field) {
    return;
  }

  function placeOf(name) {
    return document.getElementById("id_" + name + "_error");
  }

  function tell(name, message) {
    const place = placeOf(name);
    if (place) {
      const line = document.createElement("p");
      line.className = "ds-validation-message";
      line.textContent = message;
      place.append(line);
      const hidden = place.closest("details");
      if (hidden) {
        hidden.open = true;
      }
      return;
    }
    const above = form.querySelector("[data-form-error]");
    above.textContent = message;
    above.hidden = false;
  }

  function clear() {
    form.querySelectorAll("[data-field='validation']").forEach(function (place) { place.replaceChildren(); });
    form.querySelector("[data-form-error]").hidden = true;
    kept.hidden = true;
  }

  function valuesOf(key) {
    const values = Array.from(new FormData(form)).filter(function (pair) { return pair[0] !== "csrfmiddlewaretoken"; });
    return values.map(function (pair) { return pair[0] === "external_id" ? ["external_id", key] : pair; });
  }

  // «Jonas B. · Ikke truffet · 29.11. kl. 14.05»
  function labelOf() {
    const who = form.elements.participation.selectedOptions[0].textContent.trim();
    const met = form.querySelector("[name=was_met]:checked").closest("label").textContent.trim();
    const now = new Date();
    const day = twoDigits(now.getDate()) + "." + twoDigits(now.getMonth() + 1) + ".";
    return [who, met, day + " kl. " + twoDigits(now.getHours()) + "." + twoDigits(now.getMinutes())].join(" · ");
  }

  function fill(fields) {
    form.reset();
    fields.forEach(function (pair) {
      const controls = form.querySelectorAll('[name="' + pair[0] + '"]');
      controls.forEach(function (control) {
        if (control.type === "radio" || control.type === "checkbox") {
          control.checked = control.checked || control.value === pair[1];
        } else {
          control.value = pair[1];
        }
      });
    });
    showDoor();
  }

  function release() {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }

  function missing() {
    const values = new FormData(form);
    return wanted.filter(function (name) { return !values.get(name); });
  }

  // One key for what stands in the form: used again only for what the server has said that it did not take.
  let key = null;

  function startAnew() {
    key = null;
    form.reset();
    form.querySelectorAll("details").forEach(function (part) { part.open = false; });
    choose("");
    untouched = form.elements.happened_on.value;
    freshenDay();
  }

  function mend(row) {
    key = row.key;
    clear();
    fill(row.fields);
    row.refused.forEach(function (fault) { tell(fault.field, fault.message); });
    form.elements.participation.focus();
  }

  document.addEventListener("outbox:mend", function (event) { mend(event.detail); });

  function say(words, label) {
    kept.querySelector("[data-kept-text]").textContent = words + " " + label;
    kept.hidden = false;
    kept.focus();
  }

  // What was told to wait is told when it is sent, also when the service worker sent it.
  let waits = null;
  document.addEventListener("outbox:shown", function (event) {
    const row = waits && event.detail.find(function (other) { return other.key === waits.key; });
    if (!waits || (row && !row.refused)) {
      return;
    }
    kept.querySelector("[data-kept-text]").textContent = kept.dataset.sent + " " + waits.label;
    kept.hidden = Boolean(row);
    waits = null;
  });

  async function keepAndSend() {
    waits = null;
    freshenDay();
    const row = {
      key: key || window.Outbox.newKey(), user: window.Field.user, label: labelOf(), typedAt: Date.now(), refused: null,
    };
    row.fields = valuesOf(row.key);
    await window.Outbox.put(row);
    startAnew();
    say(kept.dataset.sending, row.label);
    await window.Field.show();
    await window.Field.flush();
    const left = (await window.Outbox.all()).find(function (other) { return other.key === row.key; });
    if (!left) {
      say(kept.dataset.sent, row.label);
    } else if (left.refused) {
      mend(left);
    } else {
      waits = row;
      say(kept.dataset.waits, row.label);
    }
  }

  form.addEventListener("submit", function (event) {
    // A second tap has been stopped already.
    if (event.defaultPrevented) {
      return;
    }
    event.preventDefault();
    clear();
    const names = missing();
    if (names.length) {
      names.forEach(function (name) { tell(name, form.dataset.required); });
      form.querySelector('[name="' + names[0] + '"]').focus();
      release();
      return;
    }
    keepAndSend().catch(function () {
      // Nothing can be kept here: the browser sends it as any form.
      form.submit();
    }).finally(release);
  });
})();
