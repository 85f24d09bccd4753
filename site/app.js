// The gallery: lists photos, uploads one, and waits until it is listed. No build step.

const api = "/api/photos";
const pageSize = 12;
const maximumBytes = 25 * 1024 * 1024;

// A photo is listed once its notification has gone through the queue: a second or two, as a rule.
const listedTries = 15;
const listedPauseMs = 1000;

const form = document.querySelector("#upload");
const file = document.querySelector("#file");
const fileError = document.querySelector("#file-error");
const submit = form.querySelector("button");
const uploadStatus = document.querySelector("#upload-status");
const photosStatus = document.querySelector("#photos-status");
const list = document.querySelector("#photos");
const more = document.querySelector("#more");

/** What the list shows, by photo id, so that none is shown twice. */
const shown = new Map();
let nextCursor;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  // Not `disabled`: a button that is disabled loses the keyboard's focus.
  if (submit.getAttribute("aria-disabled") === "true" || !checkFile()) {
    return;
  }
  submit.setAttribute("aria-disabled", "true");
  try {
    const photoId = await upload(file.files[0]);
    form.reset();
    say(uploadStatus, "Uploaded. Your photo will appear in a moment…");
    say(
      uploadStatus,
      (await appears(photoId))
        ? "Your photo is in the gallery."
        : "Uploaded. It takes longer than usual to appear: reload the page in a minute.",
    );
  } catch (error) {
    say(uploadStatus, `Your photo was not uploaded. ${error.message} Try again.`, "error");
  } finally {
    submit.removeAttribute("aria-disabled");
  }
});

file.addEventListener("change", () => showFileError(""));

more.addEventListener("click", async () => {
  if (more.getAttribute("aria-disabled") === "true") {
    return;
  }
  const before = list.children.length;
  await showPage({ cursor: nextCursor });
  // The button may be gone now; the keyboard goes on at the first new photo.
  list.children[before]?.querySelector("a").focus();
});

await showPage();

function checkFile() {
  const [chosen] = file.files;
  const accepted = file.accept.split(",");
  if (!chosen) {
    return showFileError("Choose a photo.");
  }
  if (!accepted.includes(chosen.type)) {
    return showFileError(`${chosen.name} is not an AVIF, GIF, JPEG, PNG or WebP picture.`);
  }
  if (chosen.size === 0 || chosen.size > maximumBytes) {
    return showFileError(`${chosen.name} is ${chosen.size === 0 ? "empty" : "over 25 MB"}.`);
  }
  return showFileError("");
}

/** Shows what is wrong with the chosen file; `true` where nothing is. */
function showFileError(message) {
  fileError.textContent = message;
  fileError.hidden = message === "";
  if (message === "") {
    file.removeAttribute("aria-invalid");
    return true;
  }
  file.setAttribute("aria-invalid", "true");
  say(uploadStatus, "");
  file.focus();
  return false;
}

async function upload(chosen) {
  say(uploadStatus, `Uploading ${chosen.name}…`);
  const { photoId, upload: target } = await call(api, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ contentType: chosen.type, bytes: chosen.size }),
  });
  const { method, headers } = target;
  const stored = await reach(target.url, { method, headers, body: chosen });
  if (!stored.ok) {
    throw new Error(`The storage answered ${stored.status}.`);
  }
  return photoId;
}

async function appears(photoId) {
  for (let attempt = 0; attempt < listedTries; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, listedPauseMs));
    const { photos } = await call(`${api}?limit=${pageSize}`);
    if (photos.some((photo) => photo.photoId === photoId)) {
      photos.toReversed().forEach((photo) => show(photo, "first"));
      describeList();
      return true;
    }
  }
  return false;
}

async function showPage({ cursor } = {}) {
  const query = new URLSearchParams({ limit: pageSize, ...(cursor && { cursor }) });
  more.setAttribute("aria-disabled", "true");
  try {
    const page = await call(`${api}?${query}`);
    page.photos.forEach((photo) => show(photo, "last"));
    nextCursor = page.nextCursor;
    more.hidden = nextCursor === undefined;
    describeList();
  } catch (error) {
    say(
      photosStatus,
      `The photos could not be loaded. ${error.message} Reload the page to try again.`,
      "error",
    );
  } finally {
    more.removeAttribute("aria-disabled");
  }
}

function show(photo, where) {
  if (shown.has(photo.photoId)) {
    return;
  }
  const taken = new Date(photo.uploadedAt).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const image = document.createElement("img");
  image.src = photo.url;
  image.alt = `Photo uploaded ${taken}`;
  image.loading = "lazy";
  const link = document.createElement("a");
  link.href = photo.url;
  link.append(image);
  const item = document.createElement("li");
  item.append(link);
  shown.set(photo.photoId, item);
  if (where === "first") {
    list.prepend(item);
  } else {
    list.append(item);
  }
}

function describeList() {
  const count = shown.size === 1 ? "1 photo" : `${shown.size} photos`;
  say(
    photosStatus,
    shown.size === 0
      ? "No photos yet. Upload the first one."
      : more.hidden
        ? `${count}.`
        : `${count}, and there are more.`,
  );
}

function say(status, message, kind = "info") {
  status.textContent = message;
  status.classList.toggle("error", kind === "error");
}

/** The JSON of an answer; what went wrong as an error in words. */
async function call(url, options) {
  const response = await reach(url, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const problems = (body.problems ?? []).map(({ field, message }) => `${field}: ${message}.`);
    throw new Error(
      [body.message ?? `The server answered ${response.status}.`, ...problems].join(" "),
    );
  }
  return body;
}

async function reach(url, options) {
  try {
    return await fetch(url, options);
  } catch {
    throw new Error("The server could not be reached. Check your connection.");
  }
}
