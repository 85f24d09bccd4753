/** One part of a pattern: a character, any one character, or any number of them. */
type Part =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "one" }
  | { readonly kind: "many"; readonly without: string };

/** Characters that some names in ARN templates can't hold: what comes after them is another part. */
const WITHOUT: { readonly [name: string]: string } = {
  Partition: ":/",
  Region: ":/",
  Account: ":/",
  BucketName: "/",
  TableName: "/",
};

/**
 * True where some ARN fits both patterns. `*` and `?` stand for any characters as in IAM, `${Name}`
 * for a name as in AWS's templates, such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
 */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  const known = new Map<number, boolean>();
  const from = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const found = step(i, j);
    known.set(key, found);
    return found;
  };
  const step = (i: number, j: number): boolean => {
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return true;
    if (
      x?.kind === "many" &&
      (from(i + 1, j) || (y !== undefined && takes(x, y) && from(i, j + 1)))
    )
      return true;
    if (
      y?.kind === "many" &&
      (from(i, j + 1) || (x !== undefined && takes(y, x) && from(i + 1, j)))
    )
      return true;
    if (x === undefined || y === undefined || x.kind === "many" || y.kind === "many") return false;
    return (
      (x.kind === "one" || y.kind === "one" || x.character === y.character) && from(i + 1, j + 1)
    );
  };
  return from(0, 0);
}

/** True where the many characters may be, or begin with, what the part stands for. */
function takes(many: Part & { kind: "many" }, part: Part): boolean {
  return part.kind !== "character" || !many.without.includes(part.character);
}

function partsOf(pattern: string): Part[] {
  return [...pattern.matchAll(/\$\{([^}]*)\}|([\s\S])/g)].map(([, name, character = ""]): Part => {
    if (name !== undefined) return { kind: "many", without: WITHOUT[name] ?? "" };
    if (character === "*") return { kind: "many", without: "" };
    return character === "?" ? { kind: "one" } : { kind: "character", character };
  });
}
