// Asks a runtime API for two events, answers each rightly and wrongly, and writes what came of it: a line of JSON an answer.
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const seen = [];

async function ask(what, address, body) {
  const response = await fetch(`${api}/${address}`, body && { method: "POST", body });
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => /^lambda-runtime-|^content-type$/.test(name)),
  );
  const text = await response.text();
  const left = Number(headers["lambda-runtime-deadline-ms"]) - Date.now();
  seen.push({ what, status: response.status, headers, text, left });
  return headers["lambda-runtime-aws-request-id"];
}

for (const [kind, body] of [
  ["response", JSON.stringify({ is: "done" })],
  ["error", JSON.stringify({ errorType: "Failed", errorMessage: "no", trace: ["here"] })],
]) {
  const id = await ask("next", "invocation/next");
  await ask("wrong id", "invocation/nobody/response", "1");
  await ask(kind, `invocation/${id}/${kind}`, body);
  await ask("again", `invocation/${id}/response`, "1");
  await ask("no such path", "nothing", "1");
}
console.error(`seen ${JSON.stringify(seen)}`);
await fetch(`${api}/invocation/next`); // waits, as a warm runtime does
