import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { refusal as refusalOf } from "../../../../../components/base/refusal";
import { Refuse } from "../../../../../components/component";
import {
  refuseUserData,
  renderUserData,
  UserDataPart,
} from "../../../../../components/compute/servers/user-data";
import { valueOf } from "../../record";

const rendered = async (parts: UserDataPart[]) => {
  const text = renderUserData(parts);
  assert.ok(text);
  return valueOf(text);
};

/** The parts as Python's reader of mail sees them, which is the one that cloud-init uses. */
function partsOf(text: string): { type: string; body: string }[] {
  const program = [
    "import email, json, sys",
    "m = email.message_from_string(sys.stdin.read())",
    "assert m.is_multipart() and not m.defects, m.defects",
    "print(json.dumps([{'type': p.get_content_type(), 'body': p.get_payload(decode=True).decode()} for p in m.get_payload()]))",
  ].join("\n");
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program], {
    input: text,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as { type: string; body: string }[];
}

describe("user data", () => {
  it("is read by a reader of mail as the parts that were given, in their order", async () => {
    const parts = partsOf(
      await rendered([
        { script: "echo one" },
        { everyStart: "#!/usr/bin/python3\nprint('two')\n" },
        { cloudConfig: { packages: ["nginx"] } },
        { file: { path: "/etc/app.conf", content: 'name = "é"\n' } },
      ]),
    );
    assert.deepEqual(
      parts.map(({ type }) => type),
      ["text/cloud-config", "text/x-shellscript", "text/x-shellscript-per-boot"],
    );
    const [config, first, second] = parts.map(({ body }) => body);
    const lines = config.split("\n");
    assert.equal(lines[0], "#cloud-config");
    assert.deepEqual(JSON.parse(lines.slice(1).join("\n")), {
      packages: ["nginx"],
      write_files: [
        { path: "/etc/app.conf", content: 'name = "é"\n', permissions: "0644", owner: "root:root" },
      ],
    });
    assert.equal(first.trimEnd(), "#!/bin/bash\nset -euo pipefail\necho one");
    assert.equal(second.trimEnd(), "#!/usr/bin/python3\nprint('two')");
  });

  it("keeps a part whole that has the line between parts in it", async () => {
    const script = "#!/bin/bash\ncat <<END\n--user-data-part\nEND";
    const [part] = partsOf(await rendered([{ script }]));
    assert.equal(part.body.trimEnd(), script);
  });

  it("is nothing where nothing is given", () => {
    assert.equal(renderUserData([]), undefined);
  });

  it("refuses what cloud-init would pass over", () => {
    const refuse: Refuse = (...given) => refusalOf("It", ...given);
    assert.throws(
      () => refuseUserData([{ file: { path: "etc/app.conf", content: "" } }], refuse),
      /begins with \//,
    );
    const both: UserDataPart[] = [
      { cloudConfig: { write_files: [] } },
      { file: { path: "/a", content: "" } },
    ];
    assert.throws(() => refuseUserData(both, refuse), /write_files of cloudConfig, or parts/);
  });
});
