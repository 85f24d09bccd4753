/** Clients with the credentials that the environment names, once the account is known to be the right one. */
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsSession } from "./deployment-inputs";

export interface ReleaseClients {
  readonly codeDeploy: CodeDeployClient;
  /** Tries once: what it starts may have begun where the answer was lost. */
  readonly codeDeployOnce: CodeDeployClient;
  readonly lambda: LambdaClient;
}

/** As CodeDeploy throttles every caller of an account together, patience pays: the SDK's own is 3. */
const MAX_ATTEMPTS = 8;

/**
 * @throws Error where there are no credentials, or they are for another account than the environment's
 */
export async function openSession(session: AwsSession): Promise<ReleaseClients> {
  const configuration = await openAccount(session);
  return {
    codeDeploy: new CodeDeployClient(configuration),
    codeDeployOnce: new CodeDeployClient({ ...configuration, maxAttempts: 1 }),
    lambda: new LambdaClient(configuration),
  };
}

/**
 * What a client of the SDK is made with.
 *
 * @throws Error where there are no credentials, or they are for another account than the environment's
 */
export async function openAccount(session: AwsSession) {
  const { region, profile, account } = session;
  const own = { region, ...(profile === undefined ? {} : { profile }), maxAttempts: MAX_ATTEMPTS };
  const sts = new STSClient(own);
  const configuration = { ...own, ...roleCredentials(sts, session) };
  await refuseOtherAccount(new STSClient(configuration), account);
  return configuration;
}

/** The SDK asks again when they are about to expire: a linear release outlives a role's hour. */
function roleCredentials(sts: STSClient, { roleArn, externalId }: AwsSession) {
  if (roleArn === undefined) {
    return {};
  }
  const credentials = async () => {
    const asked = { RoleArn: roleArn, RoleSessionName: "strata", ExternalId: externalId };
    const { Credentials: given } = await sts.send(new AssumeRoleCommand(asked));
    return {
      accessKeyId: given?.AccessKeyId ?? "",
      secretAccessKey: given?.SecretAccessKey ?? "",
      sessionToken: given?.SessionToken,
      expiration: given?.Expiration,
    };
  };
  return { credentials };
}

async function refuseOtherAccount(sts: STSClient, account: string): Promise<void> {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  if (identity.Account !== account) {
    throw new Error(
      `the credentials at hand are those of account ${String(identity.Account)} (${String(identity.Arn)}); ` +
        `the environment's is ${account}\n` +
        "  fix: give the process that runs Pulumi credentials of that account, or name profile or role in the Environment (strata:environment)",
    );
  }
}
