/** A directory of users, with sign-up and sign-in. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { sorted } from "../base/sorted";
import { accessTo } from "../base/grants";
import { outputOf } from "../base/outputs";
import { existing, main } from "../component";
import { AliasTarget, Invocable, Trigger } from "../contracts";
import { SharedDocument } from "../shared-document";
import { userPoolTriggerTimeout } from "../../rules/stack/callers";
import { AccessibleUserPool, ExistingUserPool } from "./accessible-user-pool";
import { MfaMode, UserPoolArgs, UserPoolClientSettings } from "./user-pool-args";
import {
  eventVersions,
  isSender,
  UserPoolAnswer,
  UserPoolEvents,
  UserPoolTriggerKind,
} from "./user-pool-triggers";

/** A function and what it is asked for. */
interface Asked {
  readonly kind: UserPoolTriggerKind;
  readonly arn: pulumi.Output<string>;
}

/**
 * A Cognito user pool: sign-in by email, long passwords, a second factor by app for who wants it, and
 * only administrators make users unless `selfSignUp`. Protected and retained unless disposable; AWS
 * refuses to delete it, too, and Pulumi to replace it: a change that would lose its users is an error.
 *
 * A function that it asks is made before the pool: it learns the pool from `event.userPoolId`, and
 * neither captures the pool's outputs nor has access to it, or each would wait for the other.
 *
 * Creates: 1 user pool, 1 client for each of `clients`, 1 group for each of `groups`, with `domain` its
 * domain. Costs nothing when idle; the first 10,000 monthly users are free.
 *
 * @example
 * const users = new UserPool("users", {
 *   selfSignUp: true,
 *   domain: { prefix: "photos-example" },
 *   clients: { web: { callbackUrls: ["https://www.example.com/"] } },
 *   groups: { moderators: {} },
 * });
 * new LambdaFunction("admit", async (event) => event, { on: users.on("preSignUp"), timeout: 5 });
 * new HttpApi("api", { authorizer: { issuer: users.issuer, audience: users.audience } });
 */
export class UserPool<const Clients extends string = string> extends AccessibleUserPool {
  /** Gives a pool that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingUserPool);
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** URL that its tokens name as their issuer, for an API's authorizer. */
  readonly issuer: pulumi.Output<string>;
  /** Ids of its clients, in the order of their names, for an API's authorizer. */
  readonly audience: pulumi.Output<string>[];
  /** Ids of its clients, by their names. */
  readonly clientIds: { readonly [Name in Clients]: pulumi.Output<string> };
  /** URL of the login pages, with a domain. */
  readonly loginUrl?: pulumi.Output<string>;
  readonly nodes: { readonly userPool: aws.cognito.UserPool };
  readonly #asked: SharedDocument<Asked>;
  readonly #kinds = new Set<UserPoolTriggerKind>();
  readonly #senderKeyArn?: pulumi.Output<string>;
  readonly #alias?: AliasTarget;

  constructor(
    name: string,
    args: UserPoolArgs<Clients> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:identity:UserPool", name, args, opts);
    this.#asked = new SharedDocument(`triggers of user pool "${name}"`);
    this.#senderKeyArn = outputOf(args.senderKeyArn ?? this.environment.keyArn("secrets"));
    const pool = this.child(
      aws.cognito.UserPool,
      main,
      { ...poolArgs(args), lambdaConfig: this.lambdaConfig() },
      this.keep(args.disposable),
    );
    this.id = pool.id;
    this.arn = pool.arn;
    this.issuer = pulumi.interpolate`https://${pool.endpoint}`;
    this.nodes = { userPool: pool };
    if (args.domain) {
      const domain = this.makeDomain(args.domain);
      this.loginUrl = domain.url;
      this.#alias = domain.alias;
    }
    this.clientIds = this.makeClients(args);
    this.audience = (Object.values(this.clientIds) as pulumi.Output<string>[]).slice();
    for (const [group, settings] of sorted(args.groups ?? {})) {
      const made = { name: group, userPoolId: pool.id, ...settings };
      this.child(aws.cognito.UserGroup, `group-${group}`, made, { key: "group" });
    }
  }

  /**
   * Asks a function: `on: users.on("preSignUp")`. A pool waits 5 seconds, tries three times and then
   * refuses whoever wanted in, so the function's `timeout` is at most 5.
   *
   * @throws pulumi.RunError for a slower function, for a second one of the same kind, for one that sends where no key
   *   is, and for one that captures the pool's outputs or has access to it.
   */
  on<Kind extends UserPoolTriggerKind>(
    kind: Kind,
  ): Trigger<UserPoolEvents[Kind], UserPoolAnswer<Kind>> {
    const key = isSender(kind) ? this.senderKey(kind) : undefined;
    return {
      ...(key ? { access: accessTo({ arn: key }, { actions: ["kms:Decrypt"] }) } : {}),
      sourceArn: this.arn,
      madeAfter: this,
      connect: (target: Invocable) => this.ask(kind, target),
    };
  }

  /**
   * For a record of the pool's own domain name: `dns.alias("login", users.loginPages())`.
   *
   * @throws pulumi.RunError for a pool without a name of its own.
   */
  loginPages(): AliasTarget {
    if (!this.#alias) {
      const allowed = "a pool with a name of its own";
      throw this.refuse(
        "loginPages()",
        undefined,
        allowed,
        "give it domain: { name, certificate }",
      );
    }
    return this.#alias;
  }

  private ask(kind: UserPoolTriggerKind, target: Invocable): void {
    const { timeoutSeconds: seconds } = target;
    if (seconds !== undefined && seconds > userPoolTriggerTimeout) {
      throw this.refuse(
        `on("${kind}") for function "${target.logicalName}" with timeout`,
        seconds,
        `at most ${userPoolTriggerTimeout} seconds, which is what a user pool waits (COG-01)`,
        `give the function timeout: ${userPoolTriggerTimeout}, and let slow work go through a queue`,
      );
    }
    if (this.#kinds.has(kind)) {
      const fix = "let one function do both";
      throw this.refuse(`on("${kind}")`, "given twice", "one function for each kind", fix);
    }
    this.#kinds.add(kind);
    this.#asked.add({ kind, arn: target.arn });
    this.child(
      aws.lambda.Permission,
      `${kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-${target.logicalName}`,
      {
        action: "lambda:InvokeFunction",
        function: target.functionName,
        qualifier: target.qualifier,
        principal: "cognito-idp.amazonaws.com",
        sourceArn: this.arn, // has the account
      },
      { key: "permission" },
    );
  }

  private senderKey(kind: UserPoolTriggerKind): pulumi.Output<string> {
    if (!this.#senderKeyArn) {
      throw this.refuse(
        "senderKeyArn",
        undefined,
        `a key for codes, which on("${kind}") decrypts`,
        "give senderKeyArn: key.arn, of an EncryptionKey",
      );
    }
    return this.#senderKeyArn;
  }

  /** Once the program has said all of it. */
  private lambdaConfig(): Promise<aws.types.input.cognito.UserPoolLambdaConfig | undefined> {
    return this.#asked.entries.then((asked) =>
      asked.length === 0
        ? undefined
        : (Object.fromEntries([
            ...asked.map(({ kind, arn }): [string, unknown] => {
              const lambdaVersion = eventVersions[kind];
              return lambdaVersion === undefined
                ? [kind, arn]
                : kind === "preTokenGeneration"
                  ? ["preTokenGenerationConfig", { lambdaArn: arn, lambdaVersion }]
                  : [kind, { lambdaArn: arn, lambdaVersion }];
            }),
            ...(asked.some(({ kind }) => isSender(kind)) ? [["kmsKeyId", this.#senderKeyArn]] : []),
          ]) as aws.types.input.cognito.UserPoolLambdaConfig),
    );
  }

  private makeDomain(wanted: NonNullable<UserPoolArgs["domain"]>): {
    url: pulumi.Output<string>;
    alias?: AliasTarget;
  } {
    const own = "name" in wanted;
    const domain = this.child(aws.cognito.UserPoolDomain, "domain", {
      userPoolId: this.id,
      domain: own ? wanted.name : wanted.prefix,
      ...(own ? { certificateArn: wanted.certificate.arn } : {}),
    });
    if (own) {
      return {
        url: pulumi.interpolate`https://${domain.domain}`,
        alias: {
          aliasName: domain.cloudfrontDistribution,
          aliasZoneId: domain.cloudfrontDistributionZoneId,
          hostNames: [wanted.name],
          reportsHealth: false,
        },
      };
    }
    const { region } = this.environment;
    return { url: pulumi.interpolate`https://${domain.domain}.auth.${region}.amazoncognito.com` };
  }

  private makeClients(args: UserPoolArgs<Clients>): {
    readonly [Name in Clients]: pulumi.Output<string>;
  } {
    const ids = sorted<UserPoolClientSettings>(args.clients ?? {}).map(([name, settings]) => {
      if (settings.callbackUrls && !args.domain) {
        throw this.refuse(
          `clients.${name}.callbackUrls`,
          settings.callbackUrls.length,
          "none without a domain, which has the login pages",
          'give the pool domain: { prefix: "..." }, or sign people in without its pages',
        );
      }
      const made = { userPoolId: this.id, ...clientArgs(settings) };
      const client = this.child(aws.cognito.UserPoolClient, name, made, { key: "client" });
      return [name, client.id] as const;
    });
    return Object.fromEntries(ids) as { [Name in Clients]: pulumi.Output<string> };
  }
}

/** Every switch in both positions: Cognito keeps what an update does not say. */
function poolArgs(args: UserPoolArgs): aws.cognito.UserPoolArgs {
  const { signIn = "email", mfa = "optional", threatProtection = false, mail } = args;
  return {
    ...(signIn === "email" ? { usernameAttributes: ["email"] } : {}),
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: !(args.selfSignUp ?? false) },
    passwordPolicy: {
      minimumLength: args.minimumPasswordLength ?? 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    },
    mfaConfiguration: mfaWords[mfa],
    softwareTokenMfaConfiguration: { enabled: mfa !== "off" },
    // A new address counts once its owner has confirmed it: else whoever holds a session takes the account over.
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    userPoolTier: threatProtection ? "PLUS" : "ESSENTIALS",
    userPoolAddOns: { advancedSecurityMode: threatProtection ? "ENFORCED" : "OFF" },
    emailConfiguration: mail
      ? { emailSendingAccount: "DEVELOPER", ...mail }
      : { emailSendingAccount: "COGNITO_DEFAULT" },
    deletionProtection: args.disposable ? "INACTIVE" : "ACTIVE",
  };
}

const mfaWords: { readonly [mode in MfaMode]: string } = {
  off: "OFF",
  optional: "OPTIONAL",
  required: "ON",
};

function clientArgs(
  settings: UserPoolClientSettings,
): Omit<aws.cognito.UserPoolClientArgs, "userPoolId"> {
  const { callbackUrls, logoutUrls, tokenMinutes = 60, refreshDays = 30 } = settings;
  return {
    generateSecret: false,
    explicitAuthFlows: settings.explicitAuthFlows ?? [
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    accessTokenValidity: tokenMinutes,
    idTokenValidity: tokenMinutes,
    refreshTokenValidity: refreshDays,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
    supportedIdentityProviders: ["COGNITO"],
    allowedOauthFlowsUserPoolClient: callbackUrls !== undefined,
    ...(callbackUrls
      ? {
          allowedOauthFlows: ["code"],
          allowedOauthScopes: settings.allowedOauthScopes ?? ["openid", "email", "profile"],
          callbackUrls,
          logoutUrls,
        }
      : {}),
  };
}
