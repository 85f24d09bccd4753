/** An IPv4 block: its first address as a number, and the length of its prefix. */
export interface Block {
  readonly first: number;
  readonly prefix: number;
}

const ADDRESS_BITS = 32;

/** `10.0.0.0/16` as numbers; `undefined` where it is no IPv4 block. Leading zeros are none: some read them as octal. */
export function blockOf(cidr: string): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (/(^|[./])0\d/.test(cidr)) return undefined;
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > ADDRESS_BITS) return undefined;
  return { first: ((a * 256 + b) * 256 + c) * 256 + d, prefix };
}

/** Number of addresses in the block. */
export function sizeOf({ prefix }: Block): number {
  return 2 ** (ADDRESS_BITS - prefix);
}

/** True where the block begins at a multiple of its size, as AWS demands. */
export function isAligned(block: Block): boolean {
  return block.first % sizeOf(block) === 0;
}

/** True where `inner` lies wholly within `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** True where the blocks share an address. */
export function overlaps(a: Block, b: Block): boolean {
  return a.first < b.first + sizeOf(b) && b.first < a.first + sizeOf(a);
}
