/** Accounts: who signs up is asked for a real address, and gets a profile. */
import { LambdaFunction } from "../../components/compute";
import { Table } from "../../components/data";
import { UserPool } from "../../components/identity";
import type { FeatureNeeds } from "..";
import { admitSignUp } from "./admit-sign-up";
import { makeProfile } from "./make-profile";
import { sessions } from "./sessions";

/** What a user pool waits for a function. */
const ANSWER_SECONDS = 5;

/** Domains of well-known throw-away addresses. */
const refused = ["mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com"];

/** Joins the feature's user pool and handlers to the layers. */
export function accounts(needs: FeatureNeeds): void {
  const { compute, data, environment } = needs;
  const inside = { parent: compute };
  const disposable = !environment.production;
  const users = new UserPool(
    "accounts",
    { selfSignUp: true, clients: { web: {} }, groups: { moderators: {} }, disposable },
    { parent: environment },
  );
  const profiles = new Table(
    "account-profiles",
    { hashKey: "userId", disposable },
    { parent: data },
  );

  new LambdaFunction(
    "admit-sign-up",
    admitSignUp({ refused }),
    { on: users.on("preSignUp"), timeout: ANSWER_SECONDS },
    inside,
  );
  new LambdaFunction(
    "make-profile",
    makeProfile({ profiles: profiles.name }),
    { on: users.on("postConfirmation"), access: [profiles.write()], timeout: ANSWER_SECONDS },
    inside,
  );
  sessions(needs);
}
