/** What a server does when it starts, as cloud-init reads it. */
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../../component";

/** One part of a server's user data. */
export type UserDataPart =
  /** Run by root at the first start. Without `#!` on its first line it is bash that ends at the first error. */
  | { script: pulumi.Input<string> }
  /** The same, run at every start. */
  | { everyStart: pulumi.Input<string> }
  /** Written at the first start, before scripts run. */
  | { file: ServerFile }
  /** In cloud-init's own words, such as `{ packages: ["nginx"] }`; once at most, since a second one would not be merged. */
  | { cloudConfig: Readonly<Record<string, unknown>> };

export interface ServerFile {
  /** Where it lies, such as `/etc/app/app.conf`. */
  path: string;
  /** No secrets: whoever may describe the server can read them. */
  content: pulumi.Input<string>;
  /** Default: `0644`. */
  permissions?: string;
  /** User and group, which must be there. Default: `root:root`. */
  owner?: string;
}

const BASH = "#!/bin/bash\nset -euo pipefail\n";
const BOUNDARY = "user-data-part";

/** cloud-init's names of the parts (its documentation, "User data formats", "MIME multi-part archive"). */
const contentTypes = {
  cloudConfig: "text/cloud-config",
  script: "text/x-shellscript",
  everyStart: "text/x-shellscript-per-boot",
} as const;

interface Part {
  readonly type: keyof typeof contentTypes;
  readonly text: pulumi.Input<string>;
}

/** What the parts say together that cloud-init would not do. */
export function refuseUserData(parts: readonly UserDataPart[], refuse: Refuse): void {
  const configs = parts.filter((part) => "cloudConfig" in part);
  if (configs.length > 1) {
    throw refuse(
      "userData",
      `${configs.length} parts with cloudConfig`,
      "one: cloud-init would pass over what the second one says again",
      "write them as one",
    );
  }
  const [config] = configs;
  const hasFiles = parts.some((part) => "file" in part);
  if (config && "write_files" in config.cloudConfig && hasFiles) {
    const allowed = "write_files of cloudConfig, or parts with file";
    throw refuse("userData", "write_files and file", allowed, "write all of them as file");
  }
  const relative = parts.find((part) => "file" in part && !part.file.path.startsWith("/"));
  if (relative && "file" in relative) {
    const { path } = relative.file;
    throw refuse("userData", path, "a path that begins with /", "name the file from the root on");
  }
}

/**
 * The parts as one text; undefined where there is none. Files and `cloudConfig` become one part, which
 * cloud-init reads first wherever it stands; scripts run in the order in which they are given.
 */
export function renderUserData(parts: readonly UserDataPart[]): pulumi.Output<string> | undefined {
  const all: Part[] = [...configuration(parts), ...parts.flatMap(scriptOf)];
  if (all.length === 0) {
    return undefined;
  }
  return pulumi.all(all.map(({ text }) => text)).apply((texts) => {
    const boundary = boundaryFor(texts);
    const bodies = texts.flatMap((text, position) => [
      `--${boundary}`,
      `Content-Type: ${contentTypes[all[position].type]}; charset="utf-8"`,
      "MIME-Version: 1.0",
      ...encoded(text.trimEnd()),
    ]);
    const head = `Content-Type: multipart/mixed; boundary="${boundary}"`;
    return [head, "MIME-Version: 1.0", "", ...bodies, `--${boundary}--`, ""].join("\n");
  });
}

function scriptOf(part: UserDataPart): Part[] {
  for (const type of ["script", "everyStart"] as const) {
    const body = (part as Partial<Record<typeof type, pulumi.Input<string>>>)[type];
    if (body !== undefined) {
      return [{ type, text: pulumi.output(body).apply(withShell) }];
    }
  }
  return [];
}

function withShell(script: string): string {
  return script.startsWith("#!") ? script : BASH + script;
}

/** JSON is YAML, and needs no escaping of ours. */
function configuration(parts: readonly UserDataPart[]): Part[] {
  const files = parts.flatMap((part) => ("file" in part ? [part.file] : []));
  const given = parts.find((part) => "cloudConfig" in part)?.cloudConfig ?? {};
  const config = {
    ...given,
    ...(files.length > 0 && {
      write_files: files.map(({ path, content, permissions = "0644", owner = "root:root" }) => ({
        path,
        content,
        permissions,
        owner,
      })),
    }),
  };
  return Object.keys(config).length > 0
    ? [
        {
          type: "cloudConfig",
          text: pulumi.interpolate`#cloud-config\n${pulumi.jsonStringify(config)}`,
        },
      ]
    : [];
}

/** The last header, the empty line and the body. What is beyond ASCII would not come through as it is. */
function encoded(text: string): string[] {
  const isAscii = [...text].every((character) => character <= "\x7f");
  return isAscii
    ? ["Content-Transfer-Encoding: 7bit", "", text]
    : ["Content-Transfer-Encoding: base64", "", Buffer.from(text, "utf8").toString("base64")];
}

/** A line that no part has. */
function boundaryFor(texts: readonly string[]): string {
  let boundary = BOUNDARY;
  while (texts.some((text) => text.includes(boundary))) {
    boundary += "-";
  }
  return boundary;
}
