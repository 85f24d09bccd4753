/** What a program gets of a value in a stack file; `tests/engine/stack-file.test.ts` asks the CLI the same. */
export const values: readonly (readonly [yaml: string, text: string])[] = [
  ["010", "8"],
  ["1_000", "1000"],
  ["0x1F", "31"],
  ["-0x1F", "-31"],
  ["0o17", "15"],
  ["0b11", "3"],
  ["089", "89"],
  ["+5", "5"],
  ["1.0", "1"],
  ["1.50", "1.5"],
  ["1_0.5_0", "10.5"],
  [".5", "0.5"],
  ["1e3", "1000"],
  ["1e21", "1e+21"],
  ["1e-7", "1e-7"],
  ["123456789012345678", "123456789012345678"],
  ["12345678901234567890", "12345678901234567890"],
  ["123456789012345678901234567890", "1.2345678901234568e+29"],
  ['"007"', "007"],
  ["'1_000'", "1_000"],
  ['"null"', "null"],
  ["yes", "yes"],
  ["off", "off"],
  ["True", "true"],
  ["~", ""],
  ['""', ""],
  ["1:30", "1:30"],
  ["2024-01-02", "2024-01-02 00:00:00 +0000 UTC"],
  ["2024-1-2", "2024-01-02 00:00:00 +0000 UTC"],
  ["2024-01-02T03:04:05Z", "2024-01-02 03:04:05 +0000 UTC"],
  ["2024-01-02T03:04:05.678Z", "2024-01-02 03:04:05.678 +0000 UTC"],
  ["2024-01-02T03:04:05+02:00", "2024-01-02 03:04:05 +0200 +0200"],
  ["2024-01-02 03:04:05", "2024-01-02 03:04:05 +0000 UTC"],
  ["2024-01-02 03:04:05 +02:00", "2024-01-02 03:04:05 +02:00"],
  ["2024-02-31", "2024-02-31"],
  ["!!binary aGVsbG8=", "hello"],
  ["!foo bar", "bar"],
  ["!!str 010", "010"],
  [
    "{a: 010, b: 1_000, c: null, d: [1.50, yes, 0x10]}",
    '{"a":8,"b":1000,"c":null,"d":[1.5,"yes",16]}',
  ],
  ["{<<: {a: 1}, b: 2}", '{"a":1,"b":2}'],
];

/** What the CLI refuses to read, as the whole of `config`, and what our message says of it. */
export const refused: readonly (readonly [yaml: string, says: RegExp])[] = [
  ["config: []", /Pulumi\.dev\.yaml: config is a list; allowed: a map of keys to values/],
  ["config: hello", /Pulumi\.dev\.yaml: config is "hello"; allowed: a map/],
  ["- 1", /Pulumi\.dev\.yaml: the file is a list; allowed: a map/],
  ["config: {p:a: .inf}", /Pulumi\.dev\.yaml: \.inf is no value of a setting/],
  ["config: {p:a: {b: .nan}}", /Pulumi\.dev\.yaml: \.nan is no value of a setting/],
  ["config: {p:a: &x [*x]}", /Pulumi\.dev\.yaml: the anchor &x contains itself/],
  ["config: {p:a: &x {b: [*x]}}", /Pulumi\.dev\.yaml: the anchor &x contains itself/],
  ["config:\n  p:a: 1\n  p:a: 2", /Pulumi\.dev\.yaml: Map keys must be unique at line 3/],
];

/** A few hundred bytes that would be a hundred million items. */
export const bomb = [
  "config:",
  "  p:a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefgh".split("").map((key, i) => {
    const item = `*${"abcdefg"[i]}`;
    return `  p:${key}: &${key} [${Array<string>(9).fill(item).join(", ")}]`;
  }),
].join("\n");
