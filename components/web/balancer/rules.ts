/** The rules of a load balancer's listeners: which requests go to which targets. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { conditionsOf, RequiredHeader } from "./conditions";
import { Priorities } from "./priorities";
import { RuleArgs, TargetsArgs } from "./target-groups";

interface RuleChoice {
  readonly listenerArn: pulumi.Output<string>;
  /** Of the listener for tests, where there is one. */
  readonly testListenerArn?: pulumi.Output<string>;
  readonly requiredHeader?: RequiredHeader;
}

/** A group, and its share of the requests. */
export type Share = readonly [group: aws.lb.TargetGroup, weight: number];

interface RuleOptions {
  readonly transform?: TargetsArgs["transform"];
  /** What must stand before requests are sent there. Default: nothing. */
  readonly dependsOn?: pulumi.Resource[];
}

/** Makes rules, each with a priority of its own. */
export class Rules {
  /** Every rule so far, but those for tests. */
  readonly made: aws.lb.ListenerRule[] = [];
  readonly #priorities: Priorities;

  constructor(
    private readonly choice: RuleChoice,
    private readonly child: MakeChild,
    private readonly refuse: Refuse,
  ) {
    this.#priorities = new Priorities(refuse);
  }

  /** A rule whose weights are ours. */
  make(
    name: string,
    args: RuleArgs,
    shares: readonly Share[],
    { transform = {}, dependsOn }: RuleOptions,
  ): aws.lb.ListenerRule {
    const rule = this.child(aws.lb.ListenerRule, name, this.argsOf(name, args, shares), {
      transform: transform.rule,
      dependsOn,
    });
    this.made.push(rule);
    return rule;
  }

  /**
   * A rule whose weights ECS changes while it shifts traffic; where there is a listener for tests, beside
   * one for the same requests there, which the new version gets first.
   */
  makeShifted(
    name: string,
    args: RuleArgs,
    shares: readonly Share[],
    transform: NonNullable<TargetsArgs["transform"]>,
  ): { rule: aws.lb.ListenerRule; test?: aws.lb.ListenerRule } {
    const ignored = { ignoreChanges: ["actions"] };
    const ruleArgs = this.argsOf(name, args, shares);
    const rule = this.child(aws.lb.ListenerRule, name, ruleArgs, {
      transform: transform.rule,
      ...ignored,
    });
    this.made.push(rule);
    const { testListenerArn } = this.choice;
    if (!testListenerArn) return { rule };
    const test = this.child(
      aws.lb.ListenerRule,
      `${name}-test`,
      { ...ruleArgs, listenerArn: testListenerArn },
      { transform: transform.testRule, ...ignored },
    );
    return { rule, test };
  }

  private argsOf(
    name: string,
    { when, priority }: RuleArgs,
    shares: readonly Share[],
  ): aws.lb.ListenerRuleArgs {
    const { listenerArn, requiredHeader } = this.choice;
    const label = `rule "${name}"`;
    return {
      listenerArn,
      priority: this.#priorities.take(label, priority, when !== undefined),
      conditions: conditionsOf(label, when ?? {}, requiredHeader, this.refuse),
      actions: [
        {
          type: "forward",
          forward: {
            targetGroups: shares.map(([{ arn }, weight]) => ({ arn, weight })),
            stickiness: { enabled: false, duration: 1 },
          },
        },
      ],
    };
  }
}
