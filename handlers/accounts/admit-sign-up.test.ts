import type { PreSignUpTriggerEvent } from "aws-lambda";
import assert from "node:assert/strict";
import { admitSignUp } from "./admit-sign-up";
import { captureLog } from "../../tests/handlers/captured-log";

const signUp = (email?: string, triggerSource = "PreSignUp_SignUp") =>
  ({
    triggerSource,
    userPoolId: "eu-west-1_a",
    request: { userAttributes: email === undefined ? {} : { email } },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  }) as unknown as PreSignUpTriggerEvent;

describe("admitSignUp", () => {
  const logged = captureLog();
  const admit = admitSignUp({ refused: ["throwaway.io"] });

  for (const email of ["ada@lovelace.io", "ADA@Lovelace.IO ", "ada@notthrowaway.io"]) {
    it(`lets ${email} in, and gives the event back`, async () => {
      const event = signUp(email);
      assert.equal(await admit(event), event);
    });
  }

  for (const email of [
    undefined,
    "",
    "ada",
    "@lovelace.io",
    "ada@example.com",
    "ada@mail.test",
    "ada@throwaway.io",
    "ada@mail.THROWAWAY.io",
  ]) {
    it(`refuses ${email}, and keeps the address out of the log`, async () => {
      await assert.rejects(admit(signUp(email)), /e-mail address that you can be reached at/);
      assert.deepEqual(
        logged().map(({ message }) => message),
        ["sign-up refused"],
      );
      assert.ok(!JSON.stringify(logged()).includes("ada"));
    });
  }

  it("leaves to administrators whom they make a user", async () => {
    const event = signUp("ada@example.com", "PreSignUp_AdminCreateUser");
    assert.equal(await admit(event), event);
  });
});
