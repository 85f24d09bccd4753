// show-photo, built as it is deployed. There is no local DAX, so what runs here is the client's bundle and the way
// round a cache that can't be reached: the table, in a DynamoDB server.
import assert from "node:assert/strict";
import { newPhotoId } from "../photo-id";
import { request } from "../../tests/handlers/events";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { planned, runSample } from "../../tests/handlers/sample-stack";

describe("The photo cache's handler, built and run without its cache", function () {
  const table = usePhotoTable();

  it("answers from the table", async () => {
    const photoId = newPhotoId();
    await table.put({ userId: "public", photoId, bytes: 7, uploadedAt: "2026-11-23T12:00:00Z" });
    const { outputs } = await planned("aws:dax/cluster:Cluster", "photo-cache");
    // The discard port, where nobody listens.
    const nowhere = { [`daxs://${String(outputs.clusterAddress)}`]: "daxs://127.0.0.1:9" };
    const { invocations } = await runSample(
      "show-photo",
      table.environment,
      [request({ path: { photoId } }), request({ path: { photoId: newPhotoId() } })],
      nowhere,
    );
    const answers = invocations.map((each) => {
      assert.ok("response" in each, JSON.stringify(each));
      const { statusCode, body } = each.response as { statusCode: number; body: string };
      return [statusCode, (JSON.parse(body) as { bytes?: number }).bytes];
    });
    assert.deepEqual(answers, [
      [200, 7],
      [404, undefined],
    ]);
  });
});
