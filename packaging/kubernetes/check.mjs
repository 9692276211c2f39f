// check.mjs FILE...: checks that every document in the files is valid for its kind. Finds fields that are misspelt, missing or of a wrong type.
// The package's schemas say which fields are required and of which type; its TypeScript types say which fields exist.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";

const folder = dirname(fileURLToPath(import.meta.url));

/** Throws an error that says what is wrong with a document. */
async function validate(document) {
  const { apiVersion, kind } = document;
  const models = await import(`kubernetes-models/${apiVersion}`);
  if (!models[kind]) throw new Error(`no kind ${kind} in ${apiVersion}`);
  new models[kind](document).validate();
  const file = join(folder, "typed.ts");
  writeFileSync(file, `import type { I${kind} } from "kubernetes-models/${apiVersion}";\n`
    + `export const document: I${kind} = ${JSON.stringify(document, null, 1)};\n`);
  try {
    execFileSync(join(folder, "node_modules/.bin/tsc"),
      ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", file], { cwd: folder });
  } catch (error) {
    throw new Error(String(error.stdout).trim());
  }
}

let failed = 0;
let daemonSet;
for (const file of process.argv.slice(2)) {
  for (const parsed of parseAllDocuments(readFileSync(file, "utf8"), { strict: true, uniqueKeys: true })) {
    if (parsed.errors.length) throw parsed.errors[0];
    const document = parsed.toJS();
    const name = `${document.kind} ${document.metadata?.name}`;
    try {
      await validate(document);
      console.log(`valid    ${name}`);
    } catch (error) {
      failed++;
      console.log(`INVALID  ${name}: ${error.message}`);
    }
    if (document.kind === "DaemonSet") daemonSet = document;
  }
}

const wrong = {
  "a field that does not exist": (it) => { it.spec.template.spec.containers[0].imagePullPolice = "Always"; },
  "a field of a wrong type": (it) => { it.spec.template.spec.containers[0].ports = [{ containerPort: "https" }]; },
  "a missing field": (it) => { delete it.spec.selector; },
};
for (const [what, spoil] of Object.entries(wrong)) {
  const spoilt = structuredClone(daemonSet);
  spoil(spoilt);
  try {
    await validate(spoilt);
    failed++;
    console.log(`NOT FOUND  ${what}`);
  } catch (error) {
    console.log(`found    ${what}: ${error.message.split("\n")[0]}`);
  }
}
process.exit(failed ? 1 : 0);
