/** Previews programs with a mistake in them, with the repository's components and policy pack. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PolicyPack } from "../../../preview/host/policy-pack";
import { readProject } from "../../../preview/host/project";
import { ProjectPreview } from "../../../preview/host/project-preview";
import type { Finding } from "../../../preview/report/plan";

const root = path.resolve(__dirname, "../../..");
const fixtures = path.join(root, "tests/preview/fixtures");
const MARK = /\/\/ <- here/;

/** What of the sample is edited. */
const SAMPLE = ["index.ts", "handlers"];
/** Runs the sample, or the edited one that has the stack's name. */
const ENTRY = `import * as pulumi from "@pulumi/pulumi";
export = require(pulumi.getStack() === "dev" ? "./sample" : \`./\${pulumi.getStack()}\`);
`;

/** An edit of the frozen sample: `found` becomes `replaced` in one file. */
export interface Edit {
  readonly file: string;
  readonly found: string;
  readonly replaced: string;
}

/** What the preview says on the lines of a mistake. */
export type Caught = ReadonlyMap<string, readonly Finding[]>;

/** The programs' names: those of their files. */
export function programNames(): string[] {
  const files = fs.readdirSync(path.join(fixtures, "mistakes/programs"));
  return files.map((file) => path.basename(file, ".ts")).sort();
}

/** Findings on the marked lines of each program; all run in one stack. */
export async function catchInPrograms(pack: PolicyPack): Promise<Caught> {
  return withCopy("mistakes", async (folder) => {
    const { findings } = await new ProjectPreview(readProject(folder), pack).plan("all");
    return new Map(
      programNames().map((name) => {
        const file = `programs/${name}.ts`;
        const lines = fs.readFileSync(path.join(folder, file), "utf8").split("\n");
        const marked = lines.flatMap((text, index) => (MARK.test(text) ? [index + 1] : []));
        return [name, loud(findings).filter((finding) => isAt(finding, file, marked))];
      }),
    );
  });
}

/**
 * Findings that an edit of the sample brings, on the lines of the call that it is part of. The
 * unedited sample, under the name `""`, has all its findings. Each edited sample is a stack of one
 * project, so that the components' types are checked once.
 */
export async function catchInSample(
  pack: PolicyPack,
  edits: Readonly<Record<string, Edit>>,
): Promise<Caught> {
  return withCopy("mistakes-sample", async (folder) => {
    for (const name of Object.keys(edits)) {
      for (const part of SAMPLE) {
        fs.cpSync(path.join(folder, part), path.join(folder, name, part), { recursive: true });
      }
      fs.symlinkSync("../components", path.join(folder, name, "components"));
      fs.writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), "");
    }
    const places = Object.entries(edits).map(([name, edit]) => apply(edit, folder, name));
    fs.renameSync(path.join(folder, "index.ts"), path.join(folder, "sample.ts"));
    fs.writeFileSync(path.join(folder, "index.ts"), ENTRY);
    const preview = new ProjectPreview(readProject(folder), pack);
    const findings = async (stack: string) => loud((await preview.plan(stack)).findings);
    const caught = new Map([["", await findings("dev")]]);
    for (const { name, file, lines } of places) {
      caught.set(
        name,
        (await findings(name)).filter((finding) => isAt(finding, file, lines)),
      );
    }
    return caught;
  });
}

/** Makes the edit in its copy; the lines of the call that it is part of. */
function apply({ file, found, replaced }: Edit, folder: string, name: string) {
  const place = path.join(folder, name, file);
  const text = fs.readFileSync(place, "utf8");
  const at = text.indexOf(found);
  if (at < 0) throw new Error(`${name}: ${file} has no ${found}`);
  fs.writeFileSync(place, text.replace(found, replaced));
  const lines = range(lineOf(text, text.lastIndexOf("new ", at)), lineOf(text, at));
  return { name, file: `${name}/${file}`, lines };
}

/** A copy of a fixture with the components and rules beside it, as in a clone. */
async function withCopy<Result>(
  fixture: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mistakes-"));
  try {
    fs.cpSync(path.join(fixtures, fixture), folder, { recursive: true });
    for (const name of ["components", "rules", "cloud-model"]) {
      fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    }
    fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(folder, "tsconfig.json"));
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    return await use(fs.realpathSync(folder));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function loud(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity !== "info");
}

function isAt({ source }: Finding, file: string, lines: readonly number[]): boolean {
  return source?.file === file && lines.includes(source.line);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
