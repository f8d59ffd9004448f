// Apart from the page: cleans a file and seals it, one deed after the other, as the page asks for them. The glue of the module stands before this.
const { Treatment, Sealing } = wasm_bindgen;

let treatment = null;
let sealing = null;

const bytes = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

async function begin(file, keep) {
  treatment = new Treatment(await bytes(file, 0, Treatment.head()), file.size, keep);
}

const DEEDS = {
  async start(module) {
    await wasm_bindgen({ module_or_path: module });
    return Sealing.segment();
  },
  // Answers with what is to be sealed.
  async treat(file, keep) {
    await begin(file, keep);
    for (let wanted = treatment.wants(); wanted; wanted = treatment.wants()) treatment.supply(await bytes(file, ...wanted));
    const content = treatment.content();
    return content ? new Blob([content]) : file;
  },
  async leave(file, keep) {
    await begin(file, keep);
    treatment.give_up();
    return file;
  },
  lookup: (code) => Sealing.lookup(code),
  seal(code, granted, name) { sealing = new Sealing(code, granted, name, treatment); },
  async push(source, from) { return sealing.push(await bytes(source, from, from + Sealing.segment())); },
  finish: () => sealing.finish(),
  known: () => sealing.known(),
};

addEventListener('message', async ({ data: [deed, ...given] }) => {
  try {
    postMessage({ answer: await DEEDS[deed](...given) });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
});
