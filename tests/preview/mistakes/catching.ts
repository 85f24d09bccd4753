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

/** Findings on the marked lines of each program; all run as stacks of one project. */
export async function catchInPrograms(pack: PolicyPack): Promise<Caught> {
  return withCopy("mistakes", async (folder) => {
    const names = programNames();
    for (const name of names) fs.writeFileSync(path.join(folder, `Pulumi.${name}.yaml`), "");
    const preview = new ProjectPreview(readProject(folder), pack);
    const plans = await Promise.all(names.map((name) => preview.plan(name)));
    return new Map(
      plans.map(({ stack, findings }) => {
        const file = `programs/${stack}.ts`;
        const lines = fs.readFileSync(path.join(folder, file), "utf8").split("\n");
        const marked = lines.flatMap((text, index) => (MARK.test(text) ? [index + 1] : []));
        return [stack, loud(findings).filter((finding) => isAt(finding, file, marked))];
      }),
    );
  });
}

/**
 * Findings that an edit of the sample brings, on the lines of the call that it is part of. The
 * unedited sample, under the name `""`, has all its findings.
 */
export async function catchInSample(
  pack: PolicyPack,
  edits: Readonly<Record<string, Edit>>,
): Promise<Caught> {
  const sample = await withCopy("mistakes-sample", (folder) => findingsOf(folder, pack));
  const caught = new Map<string, readonly Finding[]>([["", loud(sample)]]);
  for (const [name, { file, found, replaced }] of Object.entries(edits)) {
    const findings = await withCopy("mistakes-sample", (folder) => {
      const text = fs.readFileSync(path.join(folder, file), "utf8");
      const at = text.indexOf(found);
      if (at < 0) throw new Error(`${name}: ${file} has no ${found}`);
      fs.writeFileSync(path.join(folder, file), text.replace(found, replaced));
      const call = text.lastIndexOf("new ", at);
      const lines = [lineOf(text, call), lineOf(text, at)];
      return findingsOf(folder, pack).then((all) =>
        loud(all).filter((finding) => isAt(finding, file, range(lines[0], lines[1]))),
      );
    });
    caught.set(name, findings);
  }
  return caught;
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

async function findingsOf(folder: string, pack: PolicyPack): Promise<readonly Finding[]> {
  const plan = await new ProjectPreview(readProject(folder), pack).plan("dev");
  return plan.findings;
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
