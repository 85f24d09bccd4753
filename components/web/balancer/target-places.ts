/** The places behind an application load balancer: groups of targets with the rules that send them requests. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { Connectable, Target } from "../../contracts";
import { Rules } from "./rules";
import { GroupArgs, healthPortOf, RuleArgs, targetGroupArgs, TargetsArgs } from "./target-groups";

interface Balancer {
  readonly vpcId: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  /** What the targets let in. */
  readonly from: Connectable;
}

/** Makes the places of one load balancer. */
export class TargetPlaces {
  /** Every group so far, by its name. */
  readonly groups = new Map<string, aws.lb.TargetGroup>();

  constructor(
    private readonly balancer: Balancer,
    private readonly rules: Rules,
    private readonly child: MakeChild,
    private readonly refuse: Refuse,
  ) {}

  /** One place, or two between which ECS shifts traffic itself. */
  targets(name: string, args: TargetsArgs): Target {
    const { transform = {} } = args;
    const group = this.makeGroup(name, args, transform);
    const second = args.alternate
      ? this.makeGroup(`${name}-alternate`, args, transform)
      : undefined;
    if (!second) {
      return this.targetOf(
        group,
        [this.rules.make(name, args, [[group, 100]], { transform })],
        args,
      );
    }
    const shares = [
      [group, 100],
      [second, 0],
    ] as const;
    const { rule, test } = this.rules.makeShifted(name, args, shares, transform);
    return {
      ...this.targetOf(group, test ? [rule, test] : [rule], args),
      alternate: {
        targetGroupArn: second.arn,
        productionListenerRule: rule.arn,
        testListenerRule: test?.arn,
      },
    };
  }

  /** Several places that share the same requests by weight. */
  split<Name extends string>(
    name: string,
    groups: Readonly<Record<Name, GroupArgs & { weight: number }>>,
    args: RuleArgs & Pick<TargetsArgs, "transform">,
  ): Readonly<Record<Name, Target>> {
    const { transform = {} } = args;
    const names = (Object.keys(groups) as Name[]).sort();
    this.refuseWeights(
      name,
      names.map((each) => groups[each].weight),
    );
    const made = names.map(
      (each) => [each, this.makeGroup(`${name}-${each}`, groups[each], transform)] as const,
    );
    const shares = made.map(([each, group]) => [group, groups[each].weight] as const);
    const rule = this.rules.make(name, args, shares, { transform });
    return Object.fromEntries(
      made.map(([each, group]) => [each, this.targetOf(group, [rule], groups[each])]),
    ) as Record<Name, Target>;
  }

  private makeGroup(
    name: string,
    args: GroupArgs,
    { targetGroup }: NonNullable<TargetsArgs["transform"]>,
  ): aws.lb.TargetGroup {
    const group = this.child(aws.lb.TargetGroup, name, targetGroupArgs(this.balancer.vpcId, args), {
      transform: targetGroup,
    });
    this.groups.set(name, group);
    return group;
  }

  private targetOf(
    group: aws.lb.TargetGroup,
    ready: readonly pulumi.Resource[],
    { port, targetType = "ip", healthCheck }: GroupArgs,
  ): Target {
    const { arnSuffix, from } = this.balancer;
    return {
      targetGroupArn: group.arn,
      targetType,
      port,
      healthPort: healthPortOf(healthCheck),
      from,
      requestCountLabel: pulumi.interpolate`${arnSuffix}/${group.arnSuffix}`,
      ready,
    };
  }

  private refuseWeights(name: string, weights: readonly number[]): void {
    const isWeight = (weight: number) => Number.isInteger(weight) && weight >= 0 && weight <= 999;
    if (!weights.every(isWeight) || weights.every((weight) => weight === 0)) {
      throw this.refuse(
        `split "${name}" weights`,
        weights,
        "whole numbers from 0 to 999, one of them above 0",
        "give shares such as 90 and 10",
      );
    }
  }
}
