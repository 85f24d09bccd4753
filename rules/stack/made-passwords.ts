/** Passwords that a program has made, for services that refuse some characters. */
import { elasticache } from "../base/types/elasticache";
import { mq } from "../base/types/mq";
import { random } from "../base/types/random";
import { rds } from "../base/types/rds";
import { redshift } from "../base/types/redshift";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, textAt } from "../base/values";
import { graphOf } from "./graph";

/** What RandomPassword takes from where `overrideSpecial` says nothing: https://www.pulumi.com/registry/packages/random/api-docs/randompassword/ */
const DEFAULT_SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

interface Taker {
  readonly id: string;
  readonly type: string;
  readonly argument: string;
  /** The special characters that the service refuses. */
  readonly refused: RegExp;
  readonly words: string;
  /** All that a password may have of them. */
  readonly right: string;
  readonly source: string;
}

const takers: readonly Taker[] = [
  {
    ...{ id: "RDS-16", type: rds.databaseInstance, argument: "password" },
    ...{ refused: /[/@" ]/, words: 'no /, @, " or space', right: "!#$%&*()-_=+[]{}<>:?" },
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html",
  },
  {
    ...{ id: "RDS-16-cluster", type: rds.databaseCluster, argument: "masterPassword" },
    ...{ refused: /[/@" ]/, words: 'no /, @, " or space', right: "!#$%&*()-_=+[]{}<>:?" },
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html",
  },
  {
    ...{ id: "EC-08", type: elasticache.replicationGroup, argument: "authToken" },
    ...{ refused: /[^!&#$^<>-]/, words: "no special character but ! & # $ ^ < > -", right: "!&#$^<>-" },
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
  },
  {
    ...{ id: "MQ-11", type: mq.broker, argument: "users" },
    ...{ refused: /[,:=]/, words: "no comma, colon or equals sign", right: "!@#$%&*()-_+[]{}<>?" },
    source: "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html",
  },
  {
    ...{ id: "RS-09", type: redshift.namespace, argument: "adminUserPassword" },
    ...{ refused: /[/@"'\\ ]/, words: "no /, @, \", ', \\ or space", right: "!#$%&*()-_=+[]{}<>:?" },
    source: "https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateCluster.html",
  },
]; // prettier-ignore

export const stackRules: readonly StackRule[] = takers.map(
  ({ id, type, argument, refused, words, right, source }) => ({
    ...{ id, type, source },
    // A program may take the characters out again, which can't be seen here.
    severity: "warning",
    limit: `${words}: the password that was made may hold one, and then the service refuses it`,
    fix: `Set overrideSpecial of the RandomPassword to "${right}", or special to false; better, let the service keep the password in Secrets Manager.`,
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return graph.ofType(type).flatMap((taker): StackProblem[] =>
        graph
          .candidates(taker, argument, random.password)
          .filter((made) => [...specialOf(made)].some((character) => refused.test(character)))
          .map((made) => ({
            ...{ urn: taker.urn, argument },
            found: `made of ${specialOf(made)} by ${made.name}`,
          })),
      );
    },
  }),
);

/** The special characters that it may hold; none where that is not known. */
function specialOf({ values }: StackResource): string {
  if (equals(values, "special", false)) return "";
  if (isAbsent(values, "overrideSpecial")) return DEFAULT_SPECIAL;
  return textAt(values, "overrideSpecial") ?? "";
}
