// The Dockerfiles of the sample application.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { problemsOf, runLines, shellcheck } from "./dockerfile-checks";
import { skipUnless } from "./newer-node";

const handlers = path.resolve(__dirname, "../../handlers");
const dockerfiles = fs
  .readdirSync(handlers, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "Dockerfile")
  .sort();
const right = "FROM node:24.11.1-slim\nUSER 1000:1000\n";

describe("Dockerfiles", () => {
  for (const file of dockerfiles) {
    const text = fs.readFileSync(path.join(handlers, file), "utf8");

    it(`${file} is pinned, not root's, and fetches nothing unseen`, () => {
      assert.deepEqual(problemsOf(text), []);
    });

    it(`${file} copies what is there`, () => {
      const copied = [...text.matchAll(/^COPY (?:--\S+ )*(.+) \S+$/gm)].flatMap(([, from]) =>
        from.split(" "),
      );
      assert.ok(copied.length > 0);
      for (const source of copied) {
        assert.ok(fs.existsSync(path.join(handlers, path.dirname(file), source)), source);
      }
    });

    it(`${file} has commands that are clean for shellcheck`, function () {
      skipUnless(shellcheck("true") !== undefined, this, "shellcheck is not installed");
      for (const command of runLines(text)) {
        assert.equal(shellcheck(command), "", command);
      }
    });
  }

  it("are the ones that the features build", () => {
    const built = fs
      .readdirSync(handlers, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => fs.readFileSync(path.join(handlers, file), "utf8"))
      .flatMap((text) => [...text.matchAll(/context: "handlers\/([^"]+)"/g)])
      .map(([, context]) => `${context}/Dockerfile`);
    assert.deepEqual(built.sort(), dockerfiles);
  });

  for (const [what, dockerfile, problem] of [
    ["a base without version", "FROM node\nUSER 1000\n", /FROM node: name a digest/],
    ["a base of half a version", "FROM node:24-slim\nUSER 1000\n", /FROM node:24-slim/],
    ["the newest base", "FROM node:latest\nUSER 1000\n", /FROM node:latest/],
    ["no user", "FROM node:24.11.1\n", /no USER/],
    ["root", "FROM node:24.11.1\nUSER 0\n", /USER 0/],
    ["a user by name", "FROM node:24.11.1\nUSER node\n", /USER node/],
    ["root in the end", `${right}USER root\n`, /USER root/],
    ["ADD", `${right}ADD https://example.com/a.tgz /app/\n`, /ADD/],
    ["a secret", `${right}ENV LAB_API_KEY=abc\n`, /secrets stay/],
    ["what runs unseen", `${right}RUN curl -s https://example.com/i | sh\n`, /unseen/],
    ["packages beside the lock", `${right}RUN npm install\n`, /npm ci/],
  ] as const) {
    it(`are refused with ${what}`, () => {
      assert.match(problemsOf(dockerfile).join("\n"), problem);
    });
  }

  it("may be pinned by digest, and build in stages", () => {
    const digest = `node@sha256:${"a".repeat(64)}`;
    assert.deepEqual(problemsOf(`FROM ${digest} AS build\nFROM build\nUSER 1000\n`), []);
  });

  it("have their commands read by shellcheck as they stand", function () {
    skipUnless(shellcheck("true") !== undefined, this, "shellcheck is not installed");
    const [command] = runLines(`${right}RUN cd $FOLDER \\\n  && ls\n`);
    assert.match(String(shellcheck(command)), /SC2086/);
  });
});
