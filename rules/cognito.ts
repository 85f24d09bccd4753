import { custom, excludes, oneOf, range, refuses, type Range } from "./base/checks";
import { cognito } from "./base/types/cognito";
import type { Inputs, Plain, ResourceRule } from "./base/rule";
import { equals, isAbsent, listOf, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference";
const GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide";
const CLIENT = `${API}/API_CreateUserPoolClient.html`;
const POOL = `${API}/API_CreateUserPool.html`;

/** Ways to sign in that a client may allow. */
export const authFlows = [
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const;
/** Their names of before 2019, which may not stand beside the others. */
const formerAuthFlows = ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"];

const pool = cognito.userPool;
const client = cognito.userPoolClient;

/** The unit that counts where none is given. */
const usualUnits: Readonly<Record<string, string>> = { accessToken: "hours", refreshToken: "days" };

/** How long a token holds, in the unit of the range; 0 is the provider's word for the default. */
function validity(
  id: string,
  token: string,
  allowed: Range & { readonly unit: string },
  fix: string,
) {
  return range(
    id,
    client,
    `${token}Validity`,
    { ...allowed, also: [0] },
    {
      source: CLIENT,
      fix,
      when: (inputs) =>
        equals(inputs, `tokenValidityUnits.${token}`, allowed.unit) ||
        (usualUnits[token] === allowed.unit && isAbsent(inputs, "tokenValidityUnits")),
    },
  );
}

export const sections = { COG: "User pools" };

export const resourceRules: readonly ResourceRule[] = [
  oneOf("COG-02", client, "explicitAuthFlows.*", [...authFlows, ...formerAuthFlows], {
    limit: authFlows.join(", "),
    source: CLIENT,
    fix: "Correct the name: the flows begin with ALLOW_ and end with _AUTH.",
  }),
  custom(
    "COG-02-mixed",
    client,
    {
      limit: "flows that begin with ALLOW_, or those of before, not both",
      source: CLIENT,
      fix: `Replace the former names: ${formerAuthFlows.join(", ")}.`,
    },
    (inputs) => {
      const flows = textsAt(inputs, "explicitAuthFlows");
      const former = flows.filter((flow) => formerAuthFlows.includes(flow));
      return former.length > 0 && flows.some((flow) => flow.startsWith("ALLOW_"))
        ? { argument: "explicitAuthFlows", found: former }
        : undefined;
    },
  ),
  oneOf("COG-03", client, "allowedOauthFlows.*", ["code", "implicit", "client_credentials"], {
    source: CLIENT,
    fix: "Use code: tokens of the implicit flow stand in the browser's history.",
  }),
  custom(
    "COG-03-alone",
    client,
    {
      limit: "client_credentials alone, for a client with a secret",
      source: CLIENT,
      fix: "Make a client of its own for programs that sign in as themselves, with generateSecret.",
    },
    (inputs) => {
      const flows = textsAt(inputs, "allowedOauthFlows");
      const secret = valueAt(inputs, "generateSecret");
      const isOpen = secret === undefined || secret === null || secret === false;
      return flows.includes("client_credentials") && (flows.length > 1 || isOpen)
        ? { argument: "allowedOauthFlows", found: flows }
        : undefined;
    },
  ),
  custom(
    "COG-03-callback",
    client,
    {
      limit: "callbackUrls for flows that send people back",
      source: CLIENT,
      fix: "Name in callbackUrls where the login pages send people.",
    },
    (inputs) =>
      textsAt(inputs, "allowedOauthFlows").some((flow) => ["code", "implicit"].includes(flow)) &&
      (isAbsent(inputs, "callbackUrls") ||
        (Array.isArray(valueAt(inputs, "callbackUrls")) &&
          listOf(valueAt(inputs, "callbackUrls")).length === 0))
        ? { argument: "callbackUrls", found: undefined }
        : undefined,
  ),
  ...["callbackUrls", "logoutUrls"].map((argument) =>
    refuses(
      `COG-03-${argument}`,
      client,
      `${argument}.*`,
      /#|^http:\/\/(?!localhost(?=[:/]|$)|127\.0\.0\.1(?=[:/]|$)|\[::1\])/,
      {
        limit: "URLs with https, or http on localhost, without #",
        source: CLIENT,
        fix: "Use https.",
      },
    ),
  ),
  oneOf("COG-04", pool, "mfaConfiguration", ["OFF", "OPTIONAL", "ON"], {
    source: POOL,
    fix: "Use OPTIONAL or ON, with softwareTokenMfaConfiguration.",
  }),
  custom(
    "COG-04-factor",
    pool,
    {
      limit: "a second factor: by app, text message or mail",
      source: `${GUIDE}/user-pool-settings-mfa.html`,
      fix: "Set softwareTokenMfaConfiguration to { enabled: true }.",
      when: (inputs) =>
        equals(inputs, "mfaConfiguration", "ON") || equals(inputs, "mfaConfiguration", "OPTIONAL"),
    },
    (inputs) =>
      isAbsent(inputs, "smsConfiguration") &&
      isAbsent(inputs, "emailMfaConfiguration") &&
      (isAbsent(inputs, "softwareTokenMfaConfiguration") ||
        equals(inputs, "softwareTokenMfaConfiguration.enabled", false))
        ? { argument: "mfaConfiguration", found: textAt(inputs, "mfaConfiguration") }
        : undefined,
  ),
  range(
    "COG-05",
    pool,
    "passwordPolicy.minimumLength",
    { min: 6, max: 99, unit: "characters" },
    { source: `${API}/API_PasswordPolicyType.html`, fix: "Set 12." },
  ),
  range(
    "COG-05-temporary",
    pool,
    "passwordPolicy.temporaryPasswordValidityDays",
    { min: 0, max: 365, unit: "days" },
    { source: `${API}/API_PasswordPolicyType.html`, fix: "Set 7 days." },
  ),
  custom(
    "SEC-COG-password",
    pool,
    {
      severity: "warning",
      limit: "8 characters or more, which is what NIST SP 800-63B asks for",
      source: `${GUIDE}/managing-users-passwords.html`,
      fix: "Set passwordPolicy.minimumLength to 12.",
    },
    (inputs) => {
      const length = valueAt(inputs, "passwordPolicy.minimumLength");
      return typeof length === "number" && length < 8
        ? { argument: "passwordPolicy.minimumLength", found: length }
        : undefined;
    },
  ),
  excludes("COG-06", pool, "usernameAttributes", "aliasAttributes", {
    source: POOL,
    fix: "Keep usernameAttributes for sign-in by email, aliasAttributes for names of their own as well.",
  }),
  oneOf("COG-06-deletion", pool, "deletionProtection", ["ACTIVE", "INACTIVE"], {
    source: POOL,
    fix: "Set ACTIVE.",
  }),
  validity("COG-07", "accessToken", { min: 5, max: 1_440, unit: "minutes" }, "Set 60 minutes."),
  validity(
    "COG-07-hours",
    "accessToken",
    { min: 1, max: 24, unit: "hours" },
    "Set 1 hour, or another unit in tokenValidityUnits.",
  ),
  validity("COG-07-refresh", "refreshToken", { min: 1, max: 3_650, unit: "days" }, "Set 30 days."),
  refuses(
    "COG-08",
    cognito.userPoolDomain,
    "domain",
    /^(?![a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$)|aws|amazon|cognito/,
    {
      when: (inputs) => isAbsent(inputs, "certificateArn"),
      limit:
        "1 to 63 lower-case letters, digits and hyphens, without the words aws, amazon and cognito",
      source: `${API}/API_CreateUserPoolDomain.html`,
      fix: "Choose another prefix, or give a certificate for a name of your own.",
    },
  ),
];

/** The known texts of a list. */
function textsAt(inputs: Inputs, path: string): string[] {
  return listOf(valueAt(inputs, path)).filter((value: Plain) => typeof value === "string");
}
