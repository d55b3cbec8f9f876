// Every page works without this script: it copies, keeps lists fresh and goes to the search by "/".

document.documentElement.dataset.script = "on";

const REFRESH_MS = 2000;

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
  if (!(button instanceof HTMLButtonElement)) return;
  void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => {
    const label = button.querySelector("[data-label]");
    const said = document.getElementById("said");
    if (said) said.textContent = "Copied";
    if (!label) return;
    const before = label.textContent;
    label.textContent = "Copied";
    button.disabled = true;
    setTimeout(() => {
      label.textContent = before;
      button.disabled = false;
      if (said) said.textContent = "";
    }, 1200);
  });
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input,textarea,select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("input[type=search]");
  if (!(search instanceof HTMLElement)) return;
  event.preventDefault();
  search.focus();
});

// On a narrow screen the sections go sideways; scrollIntoView would also move where the Tab key starts.
const section = document.querySelector("nav [aria-current=page]");
const sections = section?.closest("nav");
if (section instanceof HTMLElement && sections) {
  sections.scrollLeft = section.offsetLeft - sections.clientWidth / 2;
}

/** Takes the marked parts of the page as the server shows them now. Nothing moves under the keyboard or a selection. */
async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.querySelector(`[data-live="${part.getAttribute("data-live") ?? ""}"]`);
    const selecting = getSelection()?.isCollapsed === false;
    if (!now || selecting || part.contains(document.activeElement)) continue;
    if (part.innerHTML !== now.innerHTML) part.replaceChildren(...now.childNodes);
  }
}

if (document.querySelector("[data-live]")) {
  const again = () =>
    void refresh()
      .catch(() => undefined)
      .finally(() => setTimeout(again, REFRESH_MS));
  setTimeout(again, REFRESH_MS);
}
