import type { Cases } from "./case";

const code = { allowedOauthFlows: ["code"] };
const app = { softwareTokenMfaConfiguration: { enabled: true } };

export const cognitoCases: Cases = {
  "COG-02": {
    pass: { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
    fail: { explicitAuthFlows: ["ALLOW_USER_SRP", "ALLOW_REFRESH_TOKEN_AUTH"] },
  },
  "COG-02-mixed": {
    pass: { explicitAuthFlows: ["USER_PASSWORD_AUTH"] },
    fail: { explicitAuthFlows: ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] },
  },
  "COG-03": { pass: code, fail: { allowedOauthFlows: ["authorization_code"] } },
  "COG-03-alone": {
    pass: { allowedOauthFlows: ["client_credentials"], generateSecret: true },
    fail: { allowedOauthFlows: ["client_credentials", "code"], generateSecret: true },
  },
  "COG-03-callback": {
    pass: { ...code, callbackUrls: ["https://www.example.com/"] },
    fail: code,
  },
  "COG-03-callbackUrls": {
    pass: { callbackUrls: ["http://localhost:8080/", "https://www.example.com/"] },
    fail: { callbackUrls: ["http://localhost.example.com/"] },
  },
  "COG-03-logoutUrls": {
    pass: { logoutUrls: ["myapp://signed-out"] },
    fail: { logoutUrls: ["https://www.example.com/#out"] },
  },
  "COG-04": { pass: { mfaConfiguration: "ON", ...app }, fail: { mfaConfiguration: "REQUIRED" } },
  "COG-04-factor": {
    pass: { mfaConfiguration: "OPTIONAL", ...app },
    fail: { mfaConfiguration: "OPTIONAL" },
  },
  "COG-05": {
    pass: { passwordPolicy: { minimumLength: 99 } },
    fail: { passwordPolicy: { minimumLength: 100 } },
  },
  "COG-05-temporary": {
    pass: { passwordPolicy: { temporaryPasswordValidityDays: 365 } },
    fail: { passwordPolicy: { temporaryPasswordValidityDays: 366 } },
  },
  "SEC-COG-password": {
    pass: { passwordPolicy: { minimumLength: 8 } },
    fail: { passwordPolicy: { minimumLength: 7 } },
  },
  "COG-06": {
    pass: { usernameAttributes: ["email"] },
    fail: { usernameAttributes: ["email"], aliasAttributes: ["email"] },
  },
  "COG-06-deletion": { pass: { deletionProtection: "ACTIVE" }, fail: { deletionProtection: "ON" } },
  "COG-07": {
    pass: { accessTokenValidity: 5, tokenValidityUnits: { accessToken: "minutes" } },
    fail: { accessTokenValidity: 4, tokenValidityUnits: { accessToken: "minutes" } },
  },
  "COG-07-hours": { pass: { accessTokenValidity: 24 }, fail: { accessTokenValidity: 25 } },
  "COG-07-refresh": {
    pass: { refreshTokenValidity: 3_650 },
    fail: { refreshTokenValidity: 3_651 },
  },
  "COG-08": {
    pass: { domain: "login.example.com", certificateArn: "arn" },
    fail: { domain: "my-cognito-login" },
  },
};
