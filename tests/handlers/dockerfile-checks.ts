// What a Dockerfile of ours must keep to. Small on purpose: it reads what we write, and refuses what it can't read.
import { spawnSync } from "node:child_process";

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** Problems of a Dockerfile, in words; none where it is right. */
export function problemsOf(dockerfile: string): string[] {
  const instructions = instructionsOf(dockerfile);
  const stages = new Set<string>();
  return [
    ...instructions.flatMap(({ name, rest }) => {
      switch (name) {
        case "FROM":
          return problemsOfBase(rest, stages);
        case "ADD":
          return [`ADD ${rest}: it fetches and unpacks unseen; use COPY`];
        case "ARG":
        case "ENV":
          return /(password|secret|token|api_?key)/i.test(rest)
            ? [`${name} ${rest}: secrets stay in the image`]
            : [];
        case "RUN":
          return problemsOfRun(rest);
        default:
          return [];
      }
    }),
    ...problemsOfUser(instructions),
  ];
}

/** The shell commands, for shellcheck. */
export function runLines(dockerfile: string): string[] {
  return instructionsOf(dockerfile)
    .filter(({ name }) => name === "RUN")
    .map(({ rest }) => rest);
}

/** What Debian's shellcheck says of a command; undefined where it is not installed. */
export function shellcheck(command: string, shell = "sh"): string | undefined {
  const { error, status, stdout } = spawnSync("shellcheck", [`--shell=${shell}`, "-"], {
    input: `${command}\n`,
    encoding: "utf8",
  });
  return error ? undefined : status === 0 ? "" : stdout;
}

function instructionsOf(dockerfile: string): Instruction[] {
  return dockerfile
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const [, name, rest] = /^([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`"${line}" is no instruction`);
      return { name: name.toUpperCase(), rest };
    });
}

function problemsOfBase(rest: string, stages: Set<string>): string[] {
  const [image, , stage] = rest.replace(/^--\S+\s+/, "").split(/\s+/);
  if (stage) stages.add(stage);
  if (image === "scratch" || stages.has(image)) return [];
  // A digest, or a tag with a whole version: 24.11.1-bookworm-slim, not 24 and not latest.
  const isPinned =
    /@sha256:[0-9a-f]{64}$/.test(image) || /:\d+\.\d+\.\d+([.-][\w.-]+)?$/.test(image);
  return isPinned ? [] : [`FROM ${image}: name a digest or a whole version`];
}

function problemsOfRun(command: string): string[] {
  return [
    ...(/\bsudo\b/.test(command) ? [`RUN ${command}: no sudo`] : []),
    ...(/\b(curl|wget)\b[^|;&]*\|\s*(ba|da)?sh\b/.test(command)
      ? [`RUN ${command}: it runs what it fetched unseen`]
      : []),
    ...(/\bnpm (i|install|add)\b/.test(command)
      ? [`RUN ${command}: npm ci keeps to the lock`]
      : []),
  ];
}

/** The last one counts, and has to be a number: ECS can't tell of a name whether it is root's. */
function problemsOfUser(instructions: readonly Instruction[]): string[] {
  const last = instructions.filter(({ name }) => name === "USER").at(-1)?.rest;
  if (last === undefined) return ["no USER: the container would be root"];
  return /^[1-9]\d*(:[1-9]\d*)?$/.test(last) ? [] : [`USER ${last}: name a number that is not 0`];
}
