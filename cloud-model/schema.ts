/**
 * What the installed `@pulumi/*` packages say about a resource type or function: the provider's
 * schema itself is not on npm, but the generated code holds what a preview needs. Constructors mark
 * computed outputs with `out` comments; the declaration files have the types of everything.
 */
import * as fs from "fs";
import { createRequire } from "module";
import * as path from "path";

/** One property of an interface in a declaration file. */
export interface Member {
  name: string;
  optional: boolean;
  /** The TypeScript type as written, e.g. `pulumi.Input<string>`; `{}` for a map. */
  type: string;
}

export interface ResourceSchema {
  /** False where no package describes the type: a component or an unknown package. */
  known: boolean;
  /** Outputs that only the provider can compute. */
  computed: readonly string[];
  /** What the program may set. */
  inputs: readonly Member[];
  /** Output name to TypeScript type, e.g. `string`, `outputs.acm.CertificateOptions`. */
  outputTypes: ReadonlyMap<string, string>;
}

const NOTHING: ResourceSchema = { known: false, computed: [], inputs: [], outputTypes: new Map() };

/** Reads the packages that a program in `folder` would load. Answers are kept. */
export class PackageSchemas {
  private readonly resources = new Map<string, ResourceSchema>();
  private readonly texts = new Map<string, string>();
  private readonly listings = new Map<string, Map<string, string>>();
  private readonly folders = new Map<string, string | undefined>();
  private readonly interfaces = new Map<string, readonly Member[] | undefined>();

  constructor(private readonly folder: string = path.resolve(__dirname, "..")) {}

  /** The schema of a resource type such as `aws:sqs/queue:Queue`. */
  resource(type: string): ResourceSchema {
    let schema = this.resources.get(type);
    if (!schema) {
      schema = this.readResource(type);
      this.resources.set(type, schema);
    }
    return schema;
  }

  /** The members of a function's result, e.g. of `aws:ec2/getAmi:getAmi`. */
  functionResult(token: string): readonly Member[] | undefined {
    const file = this.file(token, ".d.ts");
    const member = token.split(":").pop() ?? "";
    const body = file && interfaceBody(this.text(file), `${capital(member)}Result`);
    return body === undefined || file === undefined ? undefined : membersOf(body);
  }

  /** The members of `inputs.<namespace>.<Name>` or `outputs.<namespace>.<Name>` in a package's types. */
  nested(packageName: string, reference: string): readonly Member[] | undefined {
    const key = `${packageName}|${reference}`;
    if (!this.interfaces.has(key)) {
      this.interfaces.set(key, this.readNested(packageName, reference));
    }
    return this.interfaces.get(key);
  }

  /** The version of a package, or `""` if it is not installed. */
  version(packageName: string): string {
    const folder = this.packageFolder(packageName);
    if (folder === undefined) {
      return "";
    }
    const manifest = JSON.parse(this.text(path.join(folder, "package.json"))) as {
      version?: string;
    };
    return manifest.version ?? "";
  }

  private readResource(type: string): ResourceSchema {
    const file = this.file(type, ".js");
    if (file === undefined) {
      return NOTHING;
    }
    const computed = new Set<string>();
    const settable = new Set<string>();
    const assignments = /resourceInputs\["(\w+)"\] = (.*);$/gm;
    for (const [, property, value] of this.text(file).matchAll(assignments)) {
      if (value.startsWith("undefined /*out*/")) {
        computed.add(property);
      } else if (/\bargs\??\./.test(value)) {
        settable.add(property);
      }
    }
    // A remote component's generated code marks its inputs too, in the branch that rehydrates it.
    settable.forEach((property) => computed.delete(property));

    const declaration = this.text(file.replace(/\.js$/, ".d.ts"));
    const className = /^export declare class (\w+) /m.exec(declaration)?.[1] ?? "";
    const outputTypes = new Map<string, string>();
    for (const { name, type: text } of membersOf(classBody(declaration, className))) {
      outputTypes.set(name, /^pulumi\.Output<([^]*)>$/.exec(text)?.[1] ?? text);
    }
    const args = interfaceBody(declaration, `${className}Args`) ?? "";
    return { known: true, computed: [...computed], inputs: membersOf(args), outputTypes };
  }

  private readNested(packageName: string, reference: string): readonly Member[] | undefined {
    const folder = this.packageFolder(packageName);
    const [side, ...names] = reference.split(".");
    const name = names.pop();
    if (folder === undefined || name === undefined) {
      return undefined;
    }
    const text = this.text(
      path.join(folder, "types", side === "inputs" ? "input.d.ts" : "output.d.ts"),
    );
    const namespace = `\nexport declare namespace ${names.join(".")} {`;
    const start = names.length > 0 ? text.indexOf(namespace) : 0;
    const body = start < 0 ? undefined : interfaceBody(text, name, start);
    return body === undefined ? undefined : membersOf(body);
  }

  /** The generated file of a token: `aws:ec2/vpc:Vpc` is in `ec2/vpc.js`. */
  private file(token: string, extension: string): string | undefined {
    const [packageName, module = "", member = ""] = token.split(":");
    const folder = this.packageFolder(packageName);
    if (folder === undefined) {
      return undefined;
    }
    const [directory, name = uncapital(member)] = module.split("/");
    const isRoot = directory === "index" && !module.includes("/index");
    const place = path.join(folder, isRoot ? "" : directory);
    const files = this.listing(place);
    // A few files differ in case (`iPSet` is in ipset.js), and a resource called Index is in index_.js.
    const found = [`${name}_`, name]
      .map((stem) => files.get((stem + extension).toLowerCase()))
      .find((file) => file !== undefined);
    return found === undefined ? undefined : path.join(place, found);
  }

  private listing(folder: string): Map<string, string> {
    let files = this.listings.get(folder);
    if (!files) {
      const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
      files = new Map(names.map((name) => [name.toLowerCase(), name]));
      this.listings.set(folder, files);
    }
    return files;
  }

  /** Only the two large type files are asked for again and again. */
  private text(file: string): string {
    let text = this.texts.get(file);
    if (text === undefined) {
      text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
      if (/[\\/](input|output)\.d\.ts$|package\.json$/.test(file)) {
        this.texts.set(file, text);
      }
    }
    return text;
  }

  private packageFolder(packageName: string): string | undefined {
    if (!this.folders.has(packageName)) {
      let found: string | undefined;
      try {
        const from = createRequire(path.join(this.folder, "index.js"));
        found = path.dirname(from.resolve(`@pulumi/${packageName}/package.json`));
      } catch {
        found = undefined;
      }
      this.folders.set(packageName, found);
    }
    return this.folders.get(packageName);
  }
}

/** The text between the braces of an interface, found by its indentation. */
function interfaceBody(text: string, name: string, from = 0): string | undefined {
  return bodyAt(text, text.indexOf(`interface ${name} {`, from));
}

function classBody(text: string, name: string): string {
  return bodyAt(text, text.indexOf(`export declare class ${name} `)) ?? "";
}

function bodyAt(text: string, start: number): string | undefined {
  if (start < 0) {
    return undefined;
  }
  const indent = /^ */.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[0] ?? "";
  const first = text.indexOf("\n", start) + 1;
  return text.slice(first, text.indexOf(`\n${indent}}`, start) + 1);
}

/** The properties at the outermost level of a body; methods and comments are passed over. */
function membersOf(body: string): Member[] {
  const indent = /^( +)\S/m.exec(body)?.[1] ?? "";
  const members: Member[] = [];
  const line = new RegExp(`^${indent}(?:readonly )?(\\w+)(\\?)?: (.*)$`, "gm");
  for (const [, name, optional, type] of body.matchAll(line)) {
    const text = type.endsWith("{") ? "{}" : type.replace(/;$/, "");
    members.push({ name, optional: optional === "?", type: text });
  }
  return members;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function uncapital(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
