// record-visit as it is deployed, in front of what Firehose would take.
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import { request } from "../../tests/handlers/events";
import { planned, runSample } from "../../tests/handlers/sample-stack";

describe("The handler of visits", function () {
  it("puts a line for each page into the lake's stream, and refuses what is no page", async () => {
    const taken: { DeliveryStreamName: string; Record: { Data: string } }[] = [];
    const firehose = http.createServer((incoming, response) => {
      let text = "";
      incoming.on("data", (part) => (text += String(part)));
      incoming.on("end", () => {
        taken.push(JSON.parse(text) as (typeof taken)[number]);
        response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify({ RecordId: "1" }));
      });
    });
    firehose.listen(0, "127.0.0.1");
    await once(firehose, "listening");
    const { port } = firehose.address() as AddressInfo;
    try {
      const { invocations } = await runSample(
        "record-visit",
        {
          AWS_ACCESS_KEY_ID: "local",
          AWS_SECRET_ACCESS_KEY: "local",
          AWS_REGION: "eu-west-1",
          AWS_ENDPOINT_URL_FIREHOSE: `http://127.0.0.1:${port}`,
        },
        [
          request({ body: { page: "/photos" } }),
          request({ body: { page: "javascript:alert(1)" } }),
        ],
      );
      const statuses = invocations.map(
        (each) => (each as unknown as { response: { statusCode: number } }).response.statusCode,
      );
      assert.deepEqual(statuses, [202, 400], JSON.stringify(invocations));
    } finally {
      firehose.close();
    }
    const { outputs } = await planned(
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
      "visits",
    );
    assert.equal(taken.length, 1);
    assert.equal(taken[0].DeliveryStreamName, outputs.name);
    const line = Buffer.from(taken[0].Record.Data, "base64").toString("utf8");
    assert.ok(line.endsWith("\n"));
    const visit = JSON.parse(line) as { page: string; at: string };
    assert.equal(visit.page, "/photos");
    assert.match(visit.at, /^\d{4}-\d\d-\d\dT/);
  });
});
