// Loads the interactive parts. The build puts the hashed names of the module and of its WebAssembly in here.
// After leptos 0.8, src/hydration/island_script.js, without what has to be inline there.
// An import carries no hash of its own. A script element does, and the import takes the module that it fetched.
const glue = Object.assign(document.createElement("script"), {
  type: "module", integrity: "{ISLANDS_GLUE_HASH}", src: new URL("{ISLANDS_GLUE}", import.meta.url).href,
});
await new Promise((done, fail) => {
  [glue.onload, glue.onerror] = [done, fail];
  document.head.append(glue);
});
const parts = await import(glue.src);
await parts.default({ module_or_path: fetch(new URL("{ISLANDS_WASM}", import.meta.url), { integrity: "{ISLANDS_WASM_HASH}" }) });
parts.hydrate();

const waiting = [];

async function start(island) {
  waiting.at(-1)?.();
  const part = parts[island.dataset.component];
  if (part) await part(island);
}

async function walk(element) {
  if (element.localName === "leptos-island") await start(element);
  const holdsChildren = element.localName === "leptos-children";
  if (holdsChildren) waiting.push(element.$$on_hydrate);
  for (const child of [...element.children]) await walk(child);
  if (holdsChildren) waiting.pop();
}

await walk(document.body);
document.documentElement.dataset.islands = "ready";
