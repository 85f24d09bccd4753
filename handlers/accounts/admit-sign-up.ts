/** Asked before somebody is signed up: whoever gives an address that cannot be written to is refused. */
import type { PreSignUpTriggerEvent } from "aws-lambda";
import * as z from "zod/mini";
import { log } from "../log";

/** Names that RFC 2606 and RFC 6761 set aside: no mail arrives there. */
const nowhere = /(^|\.)(example|invalid|localhost|test|example\.(com|net|org))$/;

const address = z.email();

/**
 * The handler of the trigger `preSignUp`. An error refuses the sign-up; its message is shown to whoever
 * asked, so it names the address and nothing else.
 *
 * @param needs `refused`: domains that nobody may sign up from, such as those of throw-away addresses.
 */
export function admitSignUp({ refused = [] }: { refused?: readonly string[] } = {}) {
  return async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
    // An administrator knows whom he makes a user of; another directory has checked its own.
    if (event.triggerSource !== "PreSignUp_SignUp") {
      return event;
    }
    const email = (event.request.userAttributes.email ?? "").trim().toLowerCase();
    const at = email.lastIndexOf("@");
    const domain = at < 0 ? "" : email.slice(at + 1);
    const isRefused = refused.some((name) => domain === name || domain.endsWith(`.${name}`));
    if (!z.safeParse(address, email).success || nowhere.test(domain) || isRefused) {
      log("warn", "sign-up refused", { userPoolId: event.userPoolId, domain });
      throw new Error("Sign up with an e-mail address that you can be reached at.");
    }
    return event;
  };
}
