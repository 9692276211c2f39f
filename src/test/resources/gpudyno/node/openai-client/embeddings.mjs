// Asks a node what an OpenAI client asks an embeddings server, and prints one line a case: "ok CASE" or "failed CASE: WHY".
// Arguments: the client's module, the base address.
import assert from "node:assert/strict";

const [module, baseURL] = process.argv.slice(2);
const { default: OpenAI } = await import(module);
const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0, timeout: 60_000 });
const model = "all-MiniLM-L6-v2";
const text = "What does this node hold inside my latency target?";

const embed = async (fields) => (await client.embeddings.create({ model, ...fields })).data.map((one) => one.embedding);
const isUnit = (vector) => {
  assert.equal(vector.length, 384);
  assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-3, `norm ${Math.hypot(...vector)}`);
};
const isClose = (a, b) => {
  isUnit(a);
  isUnit(b);
  const cosine = a.reduce((sum, value, i) => sum + value * b[i], 0);
  assert.ok(cosine > 0.9999, `cosine ${cosine}`);
};
const decoded = (base64) => {
  const bytes = Buffer.from(base64, "base64");
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
};
const refused = async (fields, type, status, param, code, words) => {
  const error = await embed(fields).then(() => assert.fail("was answered"), (e) => e);
  assert.ok(error instanceof type, `${error}`);
  assert.deepEqual([error.status, error.param ?? null, error.code ?? null, error.type], [status, param, code, "invalid_request_error"]);
  assert.match(error.message, words);
};

const reference = (await embed({ input: text, encoding_format: "float" }))[0];
const cases = {
  string: async () => isClose((await embed({ input: text }))[0], reference),
  array: async () => {
    const answer = await client.embeddings.create({ model, input: ["first", text, "third"] });
    assert.deepEqual(answer.data.map((one) => [one.index, one.object]), [[0, "embedding"], [1, "embedding"], [2, "embedding"]]);
    assert.deepEqual([answer.object, answer.model], ["list", model]);
    assert.ok(answer.usage.prompt_tokens > 6 && answer.usage.prompt_tokens === answer.usage.total_tokens);
    isClose(answer.data[1].embedding, reference);
  },
  tokens: async () => isClose((await embed({ input: [7592, 1010, 2088, 999] }))[0], (await embed({ input: "Hello, world!" }))[0]),
  "arrays of tokens": async () => {
    const [hello, other] = await embed({ input: [[7592, 1010, 2088, 999], [999]] });
    isClose(hello, (await embed({ input: "Hello, world!" }))[0]);
    isUnit(other);
  },
  base64: async () => isClose(decoded((await embed({ input: text, encoding_format: "base64" }))[0]), reference),
  dimensions: async () => isClose((await embed({ input: text, dimensions: 384 }))[0], reference),
  user: async () => isClose((await embed({ input: text, user: "somebody" }))[0], reference),
  "null fields": async () =>
    isClose((await embed({ input: text, encoding_format: null, dimensions: null, user: null }))[0], reference),
  "null fields on the wire": async () => {
    const body = { model, input: text, encoding_format: null, dimensions: null, user: null };
    isClose((await client.post("/embeddings", { body })).data[0].embedding, reference);
  },
  models: async () => assert.ok((await client.models.list()).data.some((one) => one.id === model)),
  "unknown model": () => refused({ model: "gpt-9", input: text }, OpenAI.NotFoundError, 404, "model", "model_not_found", /all-MiniLM-L6-v2/),
  "other dimensions": () => refused({ input: text, dimensions: 256 }, OpenAI.BadRequestError, 400, "dimensions", null, /384/),
  "too long": () => refused({ input: "word ".repeat(600) }, OpenAI.BadRequestError, 400, "input", "context_length_exceeded", /512/),
  "too many tokens": () => refused({ input: Array(600).fill(7) }, OpenAI.BadRequestError, 400, "input", "context_length_exceeded", /512/),
  "empty string": () => refused({ input: "" }, OpenAI.BadRequestError, 400, "input", null, /empty string/),
  "unknown token": () => refused({ input: [30522] }, OpenAI.BadRequestError, 400, "input", null, /30521/),
  "input null": () => refused({ input: null }, OpenAI.BadRequestError, 400, "input", null, /'input' is missing/),
};

let failed = 0;
for (const [name, check] of Object.entries(cases)) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (e) {
    failed++;
    console.log(`failed ${name}: ${e?.message ?? e}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
