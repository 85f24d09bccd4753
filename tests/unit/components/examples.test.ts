/** Compiles the examples in docstrings, so that what people copy works. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const root = path.resolve(__dirname, "../../..");
const components = path.join(root, "components");

/** Pages whose examples are compiled as well, each with the layer that it is of. */
const pages = [
  { page: "dns", layer: "dns" },
  { page: "cdn", layer: "cdn" },
  { page: "web", layer: "web" },
  { page: "access", layer: "compute" },
];

interface Example {
  /** What it may use beside what all may: the exports of its own file. A page has none. */
  file?: string;
  /** `components/data/database/table.ts:48`. */
  place: string;
  code: string;
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));
}

/** The code after each `@example` of a file, without the stars of its comment. */
function examplesOf(file: string): Example[] {
  const text = fs.readFileSync(file, "utf8");
  return [...text.matchAll(/@example\n?([^]*?)(?=\n\s*\* @|\*\/)/g)].map((match) => ({
    file,
    place: `${path.relative(root, file)}:${text.slice(0, match.index).split("\n").length}`,
    code: match[1]
      .split("\n")
      .map((line) => line.replace(/^\s*\* ?/, ""))
      .filter((line) => !line.startsWith("```"))
      .join("\n"),
  }));
}

/** The blocks of TypeScript in a page. */
function blocksOf(page: string): Example[] {
  const text = fs.readFileSync(page, "utf8");
  return [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(({ index, 1: code }) => ({
    place: `${path.relative(root, page)}:${text.slice(0, index).split("\n").length}`,
    code,
  }));
}

/** What examples may use without saying so: whatever the component folders export. */
function surroundings(): string {
  const barrels = filesBelow(components).filter((file) => path.basename(file) === "index.ts");
  const others = [
    "environment",
    "shared-document",
    "component",
    "layer",
    "base/domain-name",
    "base/grants",
    "wiring/connections",
    "wiring/destinations",
    "data/sign-in-token",
    "security/secret-value",
  ];
  const files = [...barrels, ...others.map((name) => path.join(components, `${name}.ts`))];
  const exported = files.map(
    (file) => `export * from ${JSON.stringify(file.replace(/\.ts$/, ""))};`,
  );
  return exported.join("\n");
}

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:class|function|async function|const|type|interface) (\w+)/gm;

const PRELUDE = `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as all from "./surroundings";
`;

/** Names that stand for things made earlier in a program. */
const GIVEN = `
declare const handler: () => Promise<string>;
declare const listPhotos: all.LambdaFunction;
declare const getPhoto: all.LambdaFunction;
declare const createPhoto: all.LambdaFunction;
declare const exportAll: all.LambdaFunction;
declare const guard: all.LambdaFunction;
declare const order: all.LambdaFunction;
declare const orders: all.LambdaFunction;
declare const orderSchema: object;
declare const host: string;
declare const args: never;
declare const alb: all.Alb;
declare const network: all.Network;
declare const zone: all.Zone;
declare const dns: all.DnsLayer;
declare const cdn: all.CdnLayer;
declare const distribution: all.Distribution;
declare const data: all.DataLayer<{ tables: { photos: unknown }; buckets: Record<"originals" | "site" | "shop" | "logs", unknown> }>;
declare const web: all.WebLayer;
declare const api: all.HttpApi;
declare const table: all.Table;
declare const site: all.Bucket;
declare const parent: all.Environment;
declare const inside: { parent: all.Environment };
declare const vpcId: pulumi.Output<string>;
declare const subnetId: pulumi.Output<string>;
declare const allocationId: pulumi.Output<string>;
declare const internetGatewayId: pulumi.Output<string>;
declare const publicRouteTableId: pulumi.Output<string>;
declare const privateRouteTableId: pulumi.Output<string>;
declare const routeTable: aws.ec2.RouteTable;
declare const subnet: aws.ec2.Subnet;
declare const key: aws.kms.Key;
declare const labKey: all.Secret;
`;

/** A module an example: its own declarations win over its file's exports, and those over what is given. */
function moduleText({ file, code }: Example, names: readonly string[]): string {
  const declared = (name: string) =>
    new RegExp(`\\b(const|let|class|function) ${name}\\b`).test(code);
  const text = file === undefined ? "" : fs.readFileSync(file, "utf8");
  const own = [...text.matchAll(EXPORTED)].map(([, name]) => name);
  const others = names.filter((name) => !declared(name) && !own.includes(name));
  const given = GIVEN.split("\n").filter((line) => {
    const [, name, type] = /declare const (\w+)(?:.*\ball\.(\w+))?/.exec(line) ?? [];
    // A layer that was taken out of the program takes what stands for it along.
    return name !== undefined && !declared(name) && (type === undefined || names.includes(type));
  });
  return [
    PRELUDE,
    file === undefined
      ? ""
      : `import { ${own.filter((name) => !declared(name)).join(", ")} } from ${JSON.stringify(file.replace(/\.ts$/, ""))};`,
    `import { ${others.join(", ")} } from "./surroundings";`,
    ...given,
    `(async () => {\n${code.replace(/^export /gm, "")}\n});`,
    "export {};",
  ].join("\n");
}

/** What the compiler has against examples: of all at once, because most of its time goes to the provider's types. */
function diagnose(examples: readonly Example[]): string[] {
  const folder = path.join(root, "build", "examples");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const all = path.join(folder, "surroundings.ts");
  fs.writeFileSync(all, surroundings());
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile).config,
      ts.sys,
      root,
    ).options,
    noEmit: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  const exporting = ts.createProgram([all], options);
  const names = exportedNames(exporting, all);
  const places = new Map<string, string>();
  examples.forEach((example, i) => {
    const file = path.join(folder, `example-${i}.ts`);
    fs.writeFileSync(file, moduleText(example, names));
    places.set(file, example.place);
  });
  const program = ts.createProgram([...places.keys()], options, undefined, exporting);
  return [...places].flatMap(([file, place]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
  );
}

/** Every class and function that an example may mean. */
function exportedNames(program: ts.Program, surroundingsFile: string): string[] {
  const source = program.getSourceFile(surroundingsFile)!;
  const checker = program.getTypeChecker();
  return checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .filter(
      (symbol) =>
        (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).flags &
        ts.SymbolFlags.Value,
    )
    .map(({ name }) => name);
}

describe("examples", function () {
  this.timeout(180_000);
  const inDocstrings = filesBelow(components).flatMap(examplesOf);
  const present = pages
    .filter(({ layer }) => fs.existsSync(path.join(components, layer)))
    .map(({ page }) => path.join(root, "docs", `${page}.md`));
  const inPages = present.flatMap(blocksOf);

  it("are there for every component", () => {
    const without = filesBelow(components).filter((file) => {
      const text = fs.readFileSync(file, "utf8");
      return (
        /^export class \w+[^{]*extends (Component|pulumi\.ComponentResource)\b/m.test(text) &&
        !/@example/.test(text)
      );
    });
    assert.deepEqual(
      without.map((file) => path.relative(root, file)),
      [],
    );
  });

  it("in docstrings and in pages of the layers compile", () => {
    assert.ok(inDocstrings.length > 10);
    assert.ok(inPages.length >= present.length);
    assert.deepEqual(diagnose([...inDocstrings, ...inPages]), []);
  });
});
