/** Names of the security group rules that connect a consumer. */
import * as pulumi from "@pulumi/pulumi";
import { Connectable, Connection } from "../contracts";

/** What rules towards prefix lists and the internet are named after. */
const taken = /^(s3|dynamodb|internet(-\d+)?)$/;

/**
 * The name of each connection's rules: `to-<target>` for its main port, `to-<target>-<port>` for
 * others. `connections` are all that a consumer has, each once.
 *
 * A name depends on target and port alone. If it depended on what else is connected, or in which
 * order, one more connection could rename a rule: Pulumi would make it under the new name before it
 * deletes the old one, and EC2 refuses the same rule twice (`InvalidPermission.Duplicate`). So a target
 * with several ports says which is the main one, and with a single one nothing need be said.
 *
 * @throws pulumi.RunError where two connections would have one name.
 */
export function ruleNames(
  from: { readonly name: string },
  connections: readonly Connection[],
): Map<Connection, string> {
  const named = new Map<Connection, string>();
  for (const connection of connections) {
    refuseTaken(from.name, connection.to);
    const name = ruleName(connection);
    const [namesake] = [...named].find(([, other]) => other === name) ?? [];
    if (namesake) {
      throw sameName(from.name, namesake, connection);
    }
    named.set(connection, name);
  }
  return named;
}

function ruleName({ to, port }: Connection): string {
  return `to-${to.connectionName}${isMain({ to, port }) ? "" : `-${port}`}`;
}

function isMain({ to, port }: Connection): boolean {
  return to.mainPort === undefined || to.mainPort === port;
}

function refuseTaken(from: string, { connectionName }: Connectable): void {
  if (taken.test(connectionName)) {
    throw new pulumi.RunError(
      `"${from}" connects to something named "${connectionName}"; allowed: any name but s3, dynamodb and internet, whose rules are named so\n` +
        "  fix: give it another name",
    );
  }
}

function sameName(from: string, one: Connection, other: Connection): pulumi.RunError {
  const name = one.to.connectionName;
  if (one.to === other.to) {
    const ports = [one.port, other.port].sort((a, b) => a - b).join(", ");
    return new pulumi.RunError(
      `"${from}" connects to "${name}" on ports ${ports}; allowed: several ports of what says by mainPort which of them is the main one\n` +
        `  fix: set mainPort of "${name}": its rules are named "${from}-to-${name}", those of others have their port added`,
    );
  }
  const things =
    name === other.to.connectionName
      ? `two things named "${name}"`
      : [one, other].map(inWords).sort().join(" and to ");
  return new pulumi.RunError(
    `"${from}" connects to ${things}; allowed: one name for each\n` +
      "  fix: give one of them another name",
  );
}

function inWords({ to, port }: Connection): string {
  return isMain({ to, port }) ? `"${to.connectionName}"` : `port ${port} of "${to.connectionName}"`;
}
