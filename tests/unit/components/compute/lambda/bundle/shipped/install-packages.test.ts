import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import {
  installPackages,
  InstallOptions,
} from "../../../../../../../components/compute/lambda/bundle/shipped/install-packages";
import { workFolder } from "../../capture-runs";
import { Entry, packed, recordingNpm, Written, writtenProject } from "./locked-projects";

const architecture = "arm64" as const;

/** What npm is given for these packages, and the warnings. */
async function given(names: string[], project: Written) {
  const { npm, calls } = recordingNpm();
  const warnings: string[] = [];
  const warn = (warning: string) => warnings.push(warning);
  await installPackages(names, { architecture, ...project, npm, warn });
  assert.equal(calls.length, 1);
  const { packages = {} } = calls[0].lock ?? {};
  const versions = Object.entries(packages).map(([place, entry]) => [place, entry.version]);
  return { ...calls[0], packages, versions: Object.fromEntries(versions.slice(1)), warnings };
}

describe("Packages with native parts", () => {
  const root = path.resolve(".");

  it("are installed once, in the project's version, for Lambda", async () => {
    const { npm, calls } = recordingNpm();
    const install = { architecture, root, folder: workFolder("install"), npm };
    const [first, second] = await Promise.all([
      installPackages(["zod"], install),
      installPackages(["zod"], install),
    ]);
    assert.equal(first, second);
    await installPackages(["zod"], install);
    assert.equal(calls.length, 1);
    const { version } = JSON.parse(
      fs.readFileSync(path.join(root, "node_modules/zod/package.json"), "utf8"),
    );
    const [{ parameters, manifest, lock }] = calls;
    const expected = ["--os=linux", "--cpu=arm64", "--libc=glibc", "--ignore-scripts"];
    for (const parameter of ["ci", ...expected])
      assert.ok(parameters.includes(parameter), parameter);
    assert.deepEqual(manifest?.dependencies, { zod: version });
    assert.equal(lock?.packages["node_modules/zod"].version, version);
    await installPackages(["zod"], { ...install, architecture: "x86_64" });
    assert.ok(calls[1].parameters.includes("--cpu=x64"));
  });

  it("are installed again when the lock file of the project changes", async () => {
    const folder = workFolder("install-lock-file");
    const project = path.join(folder, "project");
    const program = path.join(project, "program");
    fs.mkdirSync(program, { recursive: true });
    fs.mkdirSync(path.join(project, "node_modules/a"), { recursive: true });
    fs.writeFileSync(path.join(project, "node_modules/a/package.json"), '{"version":"1.0.0"}');
    let calls = 0;
    const installWith = (lockFile: string) => {
      fs.writeFileSync(path.join(project, "package-lock.json"), lockFile);
      const npm = async () => ++calls;
      return installPackages(["a"], { architecture: "arm64", root: program, folder, npm });
    };
    const first = await installWith("one");
    assert.equal(await installWith("one"), first);
    assert.equal(calls, 1);
    assert.notEqual(await installWith("two"), first);
    assert.equal(calls, 2);
  });

  it("must be installed in the project, and npm's error is told", async () => {
    const folder = workFolder("install-errors");
    await assert.rejects(
      installPackages(["no-such-package"], { architecture: "arm64", root, folder }),
      /"no-such-package" is not installed in this project/,
    );
    const failing: InstallOptions = {
      architecture: "x86_64",
      root,
      folder,
      npm: () => Promise.reject(new Error("offline")),
    };
    await assert.rejects(
      installPackages(["zod"], failing),
      /npm can't install zod@.* for linux\/x64: offline/,
    );
    assert.deepEqual(fs.readdirSync(folder), [], "nothing is left of it");
  });
});

describe("Packages below an installed one", () => {
  it("have the project's versions, and those of no other package", async () => {
    const project = writtenProject("install-locked", {
      "node_modules/native": {
        version: "1.2.3",
        resolved: "https://registry.npmjs.org/native/-/native-1.2.3.tgz",
        integrity: "sha512-x",
        dev: true,
        dependencies: { helper: "^2.0.0", shared: "*" },
        optionalDependencies: { "@native/linux-arm64": "1.2.3" },
        peerDependencies: { peer: ">=1", absent: "*", "not-wanted": "*" },
        peerDependenciesMeta: { "not-wanted": { optional: true } },
        scripts: { install: "node-gyp rebuild" },
        engines: { node: ">=99" },
      },
      "node_modules/native/node_modules/helper": { version: "2.0.1", dev: true },
      "node_modules/helper": { version: "1.0.0", dependencies: { unrelated: "1" } },
      "node_modules/shared": { version: "3.0.0", dependencies: { helper: "1", native: "1" } },
      "node_modules/peer": { version: "5.0.0", peer: true },
      "node_modules/not-wanted": { version: "6.0.0" },
      "node_modules/unrelated": { version: "7.0.0", name: "real" },
      "node_modules/other": { version: "8.0.0" },
      "node_modules/@native/linux-arm64": { version: "1.2.3", os: ["linux"], cpu: ["arm64"], libc: ["glibc"], dev: true, optional: true }, // prettier-ignore
    });
    const { manifest, packages, versions, warnings } = await given(["native"], project);
    assert.deepEqual(manifest?.dependencies, { native: "1.2.3" });
    assert.deepEqual(versions, {
      "node_modules/@native/linux-arm64": "1.2.3",
      "node_modules/helper": "1.0.0",
      "node_modules/native": "1.2.3",
      "node_modules/native/node_modules/helper": "2.0.1",
      "node_modules/peer": "5.0.0",
      "node_modules/shared": "3.0.0",
      "node_modules/unrelated": "7.0.0",
    });
    assert.deepEqual(packages["node_modules/native"], {
      version: "1.2.3",
      resolved: "https://registry.npmjs.org/native/-/native-1.2.3.tgz",
      integrity: "sha512-x",
      dependencies: { helper: "2.0.1", peer: "5.0.0", shared: "3.0.0" },
      optionalDependencies: { "@native/linux-arm64": "1.2.3" },
    });
    assert.deepEqual(packages["node_modules/@native/linux-arm64"], {
      version: "1.2.3",
      os: ["linux"],
      cpu: ["arm64"],
      libc: ["glibc"],
      optional: true,
      dependencies: {},
      optionalDependencies: {},
    });
    assert.deepEqual(packages["node_modules/helper"].dependencies, { unrelated: "npm:real@7.0.0" });
    assert.deepEqual(warnings, []);
  });

  it("are those of the program's workspace", async () => {
    const packages = {
      "packages/infra/node_modules/native": { version: "2.0.0", dependencies: { helper: "2", shared: "*" } }, // prettier-ignore
      "packages/infra/node_modules/helper": { version: "2.0.0", dependencies: { deep: "2" } },
      "packages/infra/node_modules/helper/node_modules/deep": { version: "2.0.0" },
      "node_modules/native": { version: "1.0.0" },
      "node_modules/helper": { version: "1.0.0", dependencies: { deep: "1", shared: "*" } },
      "node_modules/helper/node_modules/deep": { version: "1.0.0" },
      "node_modules/shared": { version: "3.0.0", dependencies: { helper: "1" } },
    };
    const project = writtenProject("install-workspace", packages, { program: "packages/infra" });
    const { versions } = await given(["native"], project);
    assert.deepEqual(versions, {
      "node_modules/helper": "2.0.0",
      "node_modules/helper/node_modules/deep": "2.0.0",
      "node_modules/native": "2.0.0",
      "node_modules/shared": "3.0.0",
      "node_modules/shared/node_modules/helper": "1.0.0",
      "node_modules/shared/node_modules/helper/node_modules/deep": "1.0.0",
    });
  });

  it("are read from lockfiles of npm 7 and later", async () => {
    const packages = { "node_modules/native": { version: "1.0.0" } };
    const project = writtenProject("install-version-2", packages, {
      lock: { lockfileVersion: 2, dependencies: { native: { version: "1.0.0" } } },
    });
    assert.deepEqual((await given(["native"], project)).versions, { "node_modules/native": "1.0.0" }); // prettier-ignore
  });

  it("are installed in today's versions, with a warning, where the lockfile doesn't say", async () => {
    const native = { version: "1.0.0", optionalDependencies: { "native-linux": "1.0.0" } };
    const packages = { "node_modules/native": native };
    const cases: [reason: string, lock: Entry][] = [
      ["has lockfileVersion 1 (2 or 3 is needed, which npm 7 and later write)", { lockfileVersion: 1 }], // prettier-ignore
      ['has no "native-linux", which native needs', { lockfileVersion: 3 }],
    ];
    const projects = cases.map(([reason, lock]): [string, Written] => [
      reason,
      writtenProject(`install-fallback-${String(lock.lockfileVersion)}`, packages, { lock }),
    ]);
    // Above the tests' own folders there is the lockfile of this project.
    const within = fs.mkdtempSync(path.join(os.tmpdir(), "install-"));
    const without = writtenProject("install-without", packages, { within });
    fs.rmSync(path.join(without.root, "package-lock.json"));
    for (const [reason, project] of [...projects, ["is missing", without] as const]) {
      const { parameters, manifest, warnings } = await given(["native"], project);
      assert.deepEqual(parameters.slice(0, 3), ["install", "--no-save", "native@1.0.0"]);
      assert.equal(manifest, undefined);
      assert.equal(warnings.length, 1);
      assert.ok(
        warnings[0].startsWith(
          `install: the project's package-lock.json ${reason}, so that what native@1.0.0 needs in turn is installed in today's versions`,
        ),
        warnings[0],
      );
    }
    fs.rmSync(within, { recursive: true });
  });

  it("can't be folders of the project, nor others than are installed", async () => {
    const linked = writtenProject("install-link", {
      "node_modules/native": { version: "1.0.0", dependencies: { own: "*" } },
      "node_modules/own": { resolved: "packages/own", link: true },
    });
    await assert.rejects(given(["native"], linked), {
      message:
        'install: "own" is a folder of this project (packages/own), which npm can\'t install for Lambda. Leave it out of install, ' +
        "so that it is bundled, and list the packages with native parts that it needs.",
    });
    const other = writtenProject("install-other", { "node_modules/native": { version: "1.0.0" } });
    const manifest = path.join(other.root, "node_modules/native/package.json");
    fs.writeFileSync(manifest, '{"version":"1.0.1"}');
    await assert.rejects(
      given(["native"], other),
      /package-lock\.json has native 1\.0\.0, but 1\.0\.1 is installed in the project\. Run npm ci/,
    );
  });

  it("come out of npm itself like this", async function () {
    this.timeout(60_000);
    const archives = workFolder("install-archives");
    const source = (name: string, version: string, more = {}) => ({
      version,
      resolved: `file:../../install-archives/${packed(archives, { name, version, ...more })}`,
      ...more,
    });
    packed(archives, { name: "helper", version: "1.1.0" });
    const platform = (cpu: string, libc: string) => ({ os: ["linux"], cpu: [cpu], libc: [libc] });
    const packages: Record<string, Record<string, unknown>> = {
      "node_modules/native": source("native", "1.0.0", {
        dependencies: { helper: "^1.0.0" },
        optionalDependencies: { "native-arm64": "1.0.0", "native-arm64-musl": "1.0.0", "native-x64": "1.0.0" }, // prettier-ignore
      }),
      "node_modules/helper": source("helper", "1.0.0"),
      "node_modules/native-arm64": source("native-arm64", "1.0.0", platform("arm64", "glibc")),
      "node_modules/native-arm64-musl": source("native-arm64-musl", "1.0.0", platform("arm64", "musl")), // prettier-ignore
      "node_modules/native-x64": source("native-x64", "1.0.0", platform("x64", "glibc")),
    };
    // As npm 10 writes it.
    for (const entry of Object.values(packages)) delete entry.libc;
    const project = writtenProject("install-npm", packages);
    const npm = (parameters: readonly string[]) =>
      promisify(execFile)("npm", [...parameters, "--offline", `--cache=${archives}/cache`]);
    const installed = await installPackages(["native"], { architecture, ...project, npm });
    assert.deepEqual(fs.readdirSync(installed).sort(), ["helper", "native", "native-arm64"]);
    const helper = fs.readFileSync(path.join(installed, "helper/package.json"), "utf8");
    assert.equal((JSON.parse(helper) as { version: string }).version, "1.0.0");
    assert.deepEqual(fs.readdirSync(path.dirname(path.dirname(installed))).length, 1);
  });
});
