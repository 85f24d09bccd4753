import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { PostConfirmationTriggerEvent } from "aws-lambda";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { UserPool, UserPoolArgs } from "../../../../components/identity";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";

const poolOf = async (args: UserPoolArgs) =>
  (await record(() => new UserPool("users", args))).inputs<aws.cognito.UserPoolArgs>(
    aws.cognito.UserPool,
    "users",
  );

describe("UserPool", () => {
  it("asks for long passwords, offers a second factor, and lets nobody in of their own accord", async () => {
    const pool = await poolOf({});
    assert.deepEqual(pool.usernameAttributes, ["email"]);
    assert.deepEqual(pool.usernameConfiguration, { caseSensitive: false });
    assert.equal((pool.passwordPolicy as { minimumLength: number }).minimumLength, 12);
    assert.equal(pool.mfaConfiguration, "OPTIONAL");
    assert.deepEqual(pool.softwareTokenMfaConfiguration, { enabled: true });
    assert.deepEqual(pool.adminCreateUserConfig, { allowAdminCreateUserOnly: true });
    assert.deepEqual(pool.userPoolAddOns, { advancedSecurityMode: "OFF" });
    assert.equal(pool.deletionProtection, "ACTIVE");
    assert.equal(pool.lambdaConfig, undefined);
  });

  it("says every switch in its other position, too", async () => {
    const pool = await poolOf({
      mfa: "off",
      selfSignUp: true,
      threatProtection: true,
      disposable: true,
      signIn: "username",
    });
    assert.equal(pool.mfaConfiguration, "OFF");
    assert.deepEqual(pool.softwareTokenMfaConfiguration, { enabled: false });
    assert.deepEqual(pool.adminCreateUserConfig, { allowAdminCreateUserOnly: false });
    assert.equal(pool.userPoolTier, "PLUS");
    assert.equal(pool.deletionProtection, "INACTIVE");
    assert.equal(pool.usernameAttributes, undefined);
  });

  it("has clients without secret, by authorization code where they use its pages", async () => {
    const { made, ...recording } = await record(
      () =>
        new UserPool("users", {
          domain: { prefix: "photos" },
          clients: { web: { callbackUrls: ["https://www.example.com/"] }, phone: {} },
          groups: { moderators: { precedence: 1 } },
        }),
    );
    const of = (name: string) =>
      recording.resources.find((resource) => resource.name === name)?.inputs as Record<
        string,
        unknown
      >;
    const web = of("users-web");
    assert.equal(web.generateSecret, false);
    assert.deepEqual(web.allowedOauthFlows, ["code"]);
    assert.equal(web.preventUserExistenceErrors, "ENABLED");
    const phone = of("users-phone");
    assert.equal(phone.allowedOauthFlowsUserPoolClient, false);
    assert.deepEqual(phone.explicitAuthFlows, ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
    assert.equal(of("users-group-moderators").name, "moderators");
    assert.equal(of("users-domain").domain, "photos");
    const audience = await Promise.all(made.audience.map((id) => valueOf(id)));
    assert.deepEqual(audience, [
      await valueOf(made.clientIds.phone),
      await valueOf(made.clientIds.web),
    ]);
    assert.match(
      await valueOf(made.issuer),
      /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com\//,
    );
    assert.match(
      await valueOf(made.loginUrl as pulumi.Output<string>),
      /^https:\/\/photos\.auth\..*\.amazoncognito\.com$/,
    );
  });

  it("asks functions, each with a permission for this pool alone", async () => {
    const plan = await previewStack(() => {
      const users = new UserPool("users");
      new LambdaFunction(
        "admit",
        async (event) => ({ ...event, response: { ...event.response, autoConfirmUser: true } }),
        { on: users.on("preSignUp"), timeout: 5 },
      );
      new LambdaFunction("claims", async (event) => event, {
        on: users.on("preTokenGeneration"),
        timeout: 5,
      });
    });
    const pool = plan.get(aws.cognito.UserPool, "users");
    const admit = plan.get(aws.lambda.Function, "admit").outputs.arn;
    const claims = plan.get(aws.lambda.Function, "claims").outputs.arn;
    assert.deepEqual(pool.inputs.lambdaConfig, {
      preSignUp: admit,
      preTokenGenerationConfig: { lambdaArn: claims, lambdaVersion: "V2_0" },
    });
    const permission = plan.get(aws.lambda.Permission, "users-pre-sign-up-admit").inputs;
    assert.equal(permission.principal, "cognito-idp.amazonaws.com");
    assert.equal(permission.sourceArn, pool.outputs.arn);
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("refuses slow functions, two of a kind, senders without a key, and pages without a domain", async () => {
    const asking = (timeout: number, count = 1) =>
      refusal(() => {
        const users = new UserPool("users");
        for (let index = 0; index < count; index += 1) {
          new LambdaFunction(`f${index}`, async (event) => event, {
            on: users.on("preSignUp"),
            timeout,
          });
        }
      });
    assert.match(await asking(6), /"f0" with timeout is 6; allowed: at most 5 seconds/);
    assert.match(await asking(5, 2), /on\("preSignUp"\) is "given twice"; allowed: one function/);
    const sender = () => new UserPool("users").on("customEmailSender");
    assert.match(await refusal(sender), /senderKeyArn is undefined/);
    const pages = () =>
      new UserPool("users", { clients: { web: { callbackUrls: ["https://www.example.com/"] } } });
    assert.match(
      await refusal(pages),
      /clients\.web\.callbackUrls .*allowed: none without a domain/,
    );
  });

  it("names both where a function that it asks would wait for it", async () => {
    const withAccess = await refusal(() => {
      const users = new UserPool("users");
      const access = [users.manage()];
      new LambdaFunction("admit", async (event) => event, {
        on: users.on("preSignUp"),
        access,
        timeout: 5,
      });
    });
    assert.match(
      withAccess,
      /LambdaFunction "admit": access is "UserPool \\?"users\\?""; allowed: .*made before the function/,
    );
    const plan = await previewStack(() => {
      const users = new UserPool("users");
      const captures = { on: users.on("postConfirmation"), timeout: 5 };
      const greet = async (event: PostConfirmationTriggerEvent) => {
        console.log(users.id.get());
        return event;
      };
      new LambdaFunction("greet", greet, captures);
    }).catch((error: Error) => error);
    const said = plan instanceof Error ? plan.message : JSON.stringify(plan.findings);
    assert.match(said, /captures users\.id, an output of UserPool .*users.*made after it/);
  });

  it("gives a pool that is there already the same access, and names its issuer", async () => {
    const { made } = await record(() =>
      UserPool.existing("staff", { id: "eu-west-1_Ab3", clientIds: ["web"] }),
    );
    assert.match(
      String(await valueOf(made.arn)),
      /^arn:aws:cognito-idp:.*:userpool\/eu-west-1_Ab3$/,
    );
    assert.match(
      String(await valueOf(made.issuer)),
      /^https:\/\/cognito-idp\..*\.amazonaws\.com\/eu-west-1_Ab3$/,
    );
    assert.deepEqual(made.read().statements[0].Action, UserPool.grants.read.actions);
  });

  it("is protected and retained, so that no change can replace it", async () => {
    const plan = await previewStack(() => {
      new UserPool("users");
      new UserPool("tests", { disposable: true });
    });
    assert.equal(plan.get(aws.cognito.UserPool, "users").protect, true);
    assert.equal(plan.get(aws.cognito.UserPool, "users").retainOnDelete, true);
    assert.equal(plan.get(aws.cognito.UserPool, "tests").protect, false);
  });
});
