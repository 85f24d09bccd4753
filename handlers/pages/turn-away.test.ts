// What crawlers get, from the function as it is deployed.
import assert from "node:assert/strict";
import { runSample } from "../../tests/handlers/sample-stack";
import { largest, settings } from "../../tests/stacks/shipped-stacks";

describe("Crawlers behind the load balancer", function () {
  this.timeout(240_000);

  it("are sent to the site", async () => {
    const event = { httpMethod: "GET", path: "/photos", headers: { "user-agent": "Somebot/1.0" } };
    const { invocations } = await runSample("turn-away", {}, [event]);
    const [invocation] = invocations;
    assert.ok("response" in invocation, JSON.stringify(invocation));
    const { statusCode, headers } = invocation.response as {
      statusCode: number;
      headers: { [name: string]: string };
    };
    assert.equal(statusCode, 308);
    const domain = settings.get(largest)!["strata:dns"]?.domain;
    assert.equal(headers.location, domain ? `https://www.${domain}/` : "/");
    assert.equal(headers["x-robots-tag"], "noindex");
  });
});
