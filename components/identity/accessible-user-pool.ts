/** What can be done with a user pool, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../base/grants";
import { Component } from "../component";
import { Access } from "../contracts";

export abstract class AccessibleUserPool extends Component {
  static readonly grants = {
    read: {
      actions: [
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminListGroupsForUser",
        "cognito-idp:ListUsers",
        "cognito-idp:ListUsersInGroup",
      ],
    },
    manage: {
      actions: [
        "cognito-idp:AdminCreateUser",
        "cognito-idp:AdminUpdateUserAttributes",
        "cognito-idp:AdminDisableUser",
        "cognito-idp:AdminEnableUser",
        "cognito-idp:AdminDeleteUser",
        "cognito-idp:AdminResetUserPassword",
        "cognito-idp:AdminUserGlobalSignOut",
        "cognito-idp:AdminAddUserToGroup",
        "cognito-idp:AdminRemoveUserFromGroup",
      ],
    },
  } satisfies Grants;
  abstract readonly id: pulumi.Output<string>;
  abstract readonly arn: pulumi.Output<string>;
  /** URL that its tokens name as their issuer, for an API's authorizer. */
  abstract readonly issuer: pulumi.Output<string>;
  /** Ids of its clients, for an API's authorizer. */
  abstract readonly audience: pulumi.Output<string>[];

  /** Reads users and their groups. */
  read(): Access {
    return accessTo(this, AccessibleUserPool.grants.read);
  }

  /** Makes, changes, disables and deletes users, and puts them into groups. */
  manage(): Access {
    return accessTo(this, AccessibleUserPool.grants.manage);
  }
}

export interface ExistingUserPoolArgs {
  /** Id, such as `eu-west-1_Ab3dEf6hI`. */
  id: pulumi.Input<string>;
  /** Ids of the clients whose tokens are good here. Default: none. */
  clientIds?: pulumi.Input<string>[];
}

/**
 * A user pool that others made. Made by `UserPool.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const staff = UserPool.existing("staff", { id: "eu-west-1_Ab3dEf6hI", clientIds: ["4f7"] });
 * new HttpApi("api", { authorizer: { issuer: staff.issuer, audience: staff.audience } });
 */
export class ExistingUserPool extends AccessibleUserPool {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly issuer: pulumi.Output<string>;
  readonly audience: pulumi.Output<string>[];

  constructor(name: string, args: ExistingUserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:identity:ExistingUserPool", name, args, opts);
    const { region, accountId } = this.environment;
    this.id = pulumi.output(args.id);
    this.arn = pulumi.interpolate`arn:aws:cognito-idp:${region}:${accountId}:userpool/${this.id}`;
    this.issuer = pulumi.interpolate`https://cognito-idp.${region}.amazonaws.com/${this.id}`;
    this.audience = (args.clientIds ?? []).map((clientId) => pulumi.output(clientId));
  }
}
