/** Words and pairs of arguments that Cognito asks for. */
import { oneOf, pattern, required } from "./base/checks";
import { cognito } from "./base/types/cognito";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals } from "./base/values";

const API = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference";

const usesOAuth = (inputs: Inputs) => equals(inputs, "allowedOauthFlowsUserPoolClient", true);
const contacts = ["email", "phone_number"];

export const resourceRules: readonly ResourceRule[] = [
  ...["allowedOauthFlows", "allowedOauthScopes"].map((argument) =>
    required(`COG-09-${argument}`, cognito.userPoolClient, argument, {
      when: usesOAuth,
      limit: "flows and scopes with allowedOauthFlowsUserPoolClient",
      source: `${API}/API_CreateUserPoolClient.html`,
      fix: 'Set allowedOauthFlows, such as ["code"], and allowedOauthScopes, such as ["openid", "email"].',
    }),
  ),
  // A scope of one's own has its resource server before it, with a slash between them.
  pattern(
    "COG-09-scope",
    cognito.userPoolClient,
    "allowedOauthScopes.*",
    /^(phone|email|openid|profile|aws\.cognito\.signin\.user\.admin|[^/]+\/.+)$/,
    {
      limit:
        "phone, email, openid, profile, aws.cognito.signin.user.admin, or <resource server>/<scope>",
      source: `${API}/API_CreateUserPoolClient.html`,
      fix: "Correct the scope's name.",
    },
  ),
  oneOf("COG-10", cognito.userPool, "autoVerifiedAttributes.*", contacts, {
    source: `${API}/API_CreateUserPool.html`,
    fix: "Use one of these.",
  }),
  oneOf("COG-10-name", cognito.userPool, "usernameAttributes.*", contacts, {
    source: `${API}/API_CreateUserPool.html`,
    fix: "Use one of these, or leave usernameAttributes out: people then have a name.",
  }),
  required("COG-10-mail", cognito.userPool, "emailConfiguration.sourceArn", {
    when: (inputs) => equals(inputs, "emailConfiguration.emailSendingAccount", "DEVELOPER"),
    limit: "the identity of SES that sends with DEVELOPER",
    source: `${API}/API_EmailConfigurationType.html`,
    fix: "Set sourceArn to the ARN of a verified identity.",
  }),
  ...[
    "verificationMessageTemplate.emailMessage",
    "verificationMessageTemplate.smsMessage",
    "smsAuthenticationMessage",
  ].map((path, index) =>
    pattern(`COG-10-code${index === 0 ? "" : `-${index}`}`, cognito.userPool, path, /\{####\}/, {
      limit: "{####}, in whose place the code stands",
      source: `${API}/API_VerificationMessageTemplateType.html`,
      fix: "Put {####} where the code should be.",
    }),
  ),
];
