// The accounts feature, built as it is deployed and run against DynamoDB.
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import assert from "node:assert/strict";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { createTable, planned, runSample } from "../../tests/handlers/sample-stack";

const event = (triggerSource: string, email: string) => ({
  version: "1",
  triggerSource,
  region: "eu-central-1",
  userPoolId: "eu-central-1_a",
  userName: "a",
  callerContext: { awsSdkVersion: "1", clientId: "web" },
  request: { userAttributes: { sub: "0b1c", email } },
  response: {},
});

describe("The functions that the user pool asks", function () {
  const database = useDynamoDb();

  it("are those of its triggers", async () => {
    const { inputs } = await planned("aws:cognito/userPool:UserPool", "accounts");
    const { preSignUp, postConfirmation } = inputs.lambdaConfig as Record<string, string>;
    assert.match(preSignUp, /:admit-sign-up/);
    assert.match(postConfirmation, /:make-profile/);
  });

  it("admit an address that mail reaches, and no other", async () => {
    const good = event("PreSignUp_SignUp", "ada@lovelace.io");
    const { invocations } = await runSample("admit-sign-up", database.server.environment, [
      good,
      event("PreSignUp_SignUp", "ada@mailinator.com"),
    ]);
    assert.deepEqual(invocations[0], { response: good });
    assert.ok("error" in invocations[1]);
  });

  it("make one profile, however often the pool asks", async () => {
    const TableName = await createTable(database.client, "account-profiles");
    const confirmed = event("PostConfirmation_ConfirmSignUp", "ada@lovelace.io");
    const forgot = event("PostConfirmation_ConfirmForgotPassword", "eve@lovelace.io");
    const { invocations } = await runSample("make-profile", database.server.environment, [
      forgot,
      confirmed,
      { ...confirmed, request: { userAttributes: { sub: "0b1c", email: "other@lovelace.io" } } },
    ]);
    assert.equal(invocations.filter((invocation) => "error" in invocation).length, 0);
    const documents = DynamoDBDocumentClient.from(database.client);
    const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
    assert.deepEqual(
      Items.map(({ userId, displayName }) => [userId, displayName]),
      [["0b1c", "ada"]],
    );
  });
});
