/** What a user pool is told. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Transforms } from "../component";
import type { Certificate } from "../contracts";

/** `off`; `optional`: who wants it; `required`: everyone, from the first sign-in. By authenticator app. */
export const mfaModes = ["off", "optional", "required"] as const;
export type MfaMode = (typeof mfaModes)[number];

/** What people sign in with. */
export const signInNames = ["email", "username"] as const;
export type SignInName = (typeof signInNames)[number];

export interface UserPoolClientSettings {
  /**
   * Where the login pages may send people back to: https, or http on localhost. With one the client uses
   * the pages of the pool's domain, by authorization code. Default: none, the program signs people in itself.
   */
  callbackUrls?: pulumi.Input<string>[];
  /** Where the login pages may send people after signing out. Default: none. */
  logoutUrls?: pulumi.Input<string>[];
  /** What tokens of the login pages are good for. Default: `openid`, `email`, `profile`. */
  allowedOauthScopes?: pulumi.Input<string>[];
  /** How the program may sign people in. Default: SRP, where no password travels, and refresh tokens (rule COG-02). */
  explicitAuthFlows?: pulumi.Input<string>[];
  /** Minutes that access and id tokens hold: who has one is let in until then. Default: 60. Limit: 5 to 1,440. */
  tokenMinutes?: number;
  /** Days that a session can be refreshed. Default: 30. Limit: 1 to 3,650. */
  refreshDays?: number;
}

export interface UserGroupSettings {
  description?: string;
  /** The lower, the more it counts where roles or claims differ. Default: none. */
  precedence?: number;
  /** Role that members get through an identity pool. Default: none. */
  roleArn?: pulumi.Input<string>;
}

export interface UserPoolArgs<Clients extends string = string> {
  /** What people sign in with. Default: `email`, whose capital letters don't matter. Cannot be changed later: another pool would have no users. */
  signIn?: SignInName;
  /** True where everyone may sign up; else administrators make users. Default: false. */
  selfSignUp?: boolean;
  /** A second factor by authenticator app. Default: `optional`. */
  mfa?: MfaMode;
  /** Shortest password; lower and upper case letters, digits and symbols are asked for as well. Default: 12. Limit: 8 to 99. */
  minimumPasswordLength?: number;
  /** True to stop stolen passwords and odd sign-ins, on the Plus plan ($0.02 a monthly user). Default: false, the Essentials plan ($0.015 beyond 10,000 monthly users). */
  threatProtection?: boolean;
  /** Sender of mails: an identity of SES that is verified. Default: Cognito's own, for 50 mails a day. */
  mail?: { fromEmailAddress: pulumi.Input<string>; sourceArn: pulumi.Input<string> };
  /** Name of the login pages: a prefix of AWS's domain, or a name of one's own with its certificate in us-east-1. Default: none. */
  domain?: { prefix: string } | { name: string; certificate: Certificate };
  /** The programs that sign people in, by name. None has a secret: browsers and phones keep none. */
  clients?: { readonly [Name in Clients]: UserPoolClientSettings };
  /** Groups of users, by name; a token says them as `cognito:groups`. Default: none. */
  groups?: Readonly<Record<string, UserGroupSettings>>;
  /** Key that encrypts codes for the triggers that send themselves. Default: the environment's for secrets, where there is one. */
  senderKeyArn?: pulumi.Input<string>;
  /** True to let the pool go with its stack, users and all. Default: false: protected, and retained when removed. */
  disposable?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    userPool: aws.cognito.UserPoolArgs;
    domain: aws.cognito.UserPoolDomainArgs;
    client: aws.cognito.UserPoolClientArgs;
    group: aws.cognito.UserGroupArgs;
    permission: aws.lambda.PermissionArgs;
  }>;
}
