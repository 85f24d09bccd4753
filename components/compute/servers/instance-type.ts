/** What the name of an instance type tells ("Amazon EC2 instance type naming conventions", EC2 instance types guide). */

interface TypeName {
  readonly family: string;
  readonly generation: number;
  /** What follows the generation: `gd` of `c8gd.large`. */
  readonly options: string;
}

function parsed(instanceType: string): TypeName | undefined {
  const [, family, generation, options] =
    /^([a-z]+)(\d+)([a-z]*)[a-z0-9-]*\./.exec(instanceType) ?? [];
  return family === undefined ? undefined : { family, generation: Number(generation), options };
}

/** The processor that images must be for, as AWS's own parameters name it: `g` stands for Graviton. */
export function processorOf(instanceType: string): "arm64" | "x86_64" {
  const name = parsed(instanceType);
  return name && (name.family === "a" || name.options.includes("g")) ? "arm64" : "x86_64";
}

/** True for types that surely have no disks of their own: of the everyday families those without `d`. */
export function hasNoDisks(instanceType: string): boolean {
  const name = parsed(instanceType);
  if (name === undefined) return false;
  // Generations up to 3 had disks without saying so.
  const isEveryday = name.family === "t" || (/^[mcr]$/.test(name.family) && name.generation >= 4);
  return isEveryday && !name.options.includes("d");
}

/** True where the processor is given by the hour and saved up: t3, t4g and their like. */
export function hasCredits(instanceType: string): boolean {
  return parsed(instanceType)?.family === "t";
}
