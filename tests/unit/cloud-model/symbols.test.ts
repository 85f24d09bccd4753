import assert from "node:assert/strict";
import fc from "fast-check";
import { CloudModel, secret, Symbols, Value } from "../../../cloud-model";

const URN = "urn:pulumi:dev::test::aws:sqs/queue:Queue::jobs";

function queue() {
  const model = new CloudModel();
  const inputs = {};
  const place = { region: "eu-west-1", account: "000000000000" };
  const created = model.create({
    type: "aws:sqs/queue:Queue",
    name: "jobs",
    urn: URN,
    inputs,
    ...place,
  });
  const { arn, url, name } = created.outputs as Record<string, string>;
  return { symbols: model.symbols, arn, url, name };
}

const found = (symbols: Symbols, value: Value) =>
  symbols.references(value).map(({ at, property }) => `${at} <- ${property}`);

describe("finding symbolic values again", () => {
  const { symbols, arn, url, name } = queue();

  it("finds them in texts, lists, objects, keys and secrets", () => {
    assert.deepEqual(found(symbols, { a: `x${arn}/*`, b: [url], c: secret(name) }), [
      "a <- arn",
      "b[0] <- url",
      "c <- name",
    ]);
    assert.deepEqual(found(symbols, { env: { [url]: 1 } }), ["env <- url"]);
  });

  it("finds them in JSON, with the place in it, and in base64", () => {
    assert.deepEqual(found(symbols, { policy: JSON.stringify({ Resource: [arn] }) }), [
      "policy{Resource[0]} <- arn",
    ]);
    const script = Buffer.from(`#!/bin/sh\nsend ${url}\n`).toString("base64");
    assert.deepEqual(found(symbols, { userData: script }), ["userData (base64) <- url"]);
  });

  it("takes the ARN for what it is, not for the name in it", () => {
    assert.deepEqual(found(symbols, { both: `${arn} ${name}` }), ["both <- arn", "both <- name"]);
  });

  it("finds nothing in other texts, nor those of the resource itself", () => {
    assert.deepEqual(found(symbols, { a: "arn:aws:sqs:eu-west-1:000000000000:jobs", b: 12 }), []);
    assert.deepEqual(symbols.references({ a: arn }, URN), []);
  });

  it("finds them between any other characters", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before} ${arn} ${after}`;
        assert.ok(symbols.references([text]).some(({ property }) => property === "arn"));
      }),
    );
  });

  it("gives equal resources equal values, and others different ones", () => {
    assert.equal(queue().arn, arn);
    const other = new Symbols();
    assert.notEqual(other.autoName(`${URN}2`, "jobs"), name);
  });

  it("finds another stack's values once they are included", () => {
    const own = new Symbols();
    assert.deepEqual(own.references([arn]), []);
    own.include(symbols);
    assert.deepEqual(own.references([arn]), [{ urn: URN, property: "arn", at: "[0]" }]);
    assert.equal(own.count, 0);
  });
});

describe("addresses", () => {
  it("of many resources are all different", () => {
    const model = new CloudModel();
    const type = "aws:ec2/eip:Eip";
    const addresses = Array.from({ length: 40 }, (_item, i) => {
      const urn = `urn:pulumi:dev::test::${type}::egress-${i}`;
      return model.create({ type, name: `egress-${i}`, urn, inputs: {} }).outputs.publicIp;
    });
    assert.equal(new Set(addresses).size, addresses.length);
  });
});
