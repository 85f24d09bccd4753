/** Who learns of a bucket's objects: queues, topics and functions, directly or through EventBridge. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { overlap } from "../../../rules/s3";
import { plainInputs } from "../../../rules/base/plain-inputs";
import { Component, MakeChild, Refuse } from "../../component";
import { Invocable, NotificationTarget, Trigger } from "../../contracts";
import { SharedDocument } from "../../shared-document";
import { EventRules, EventsArgs } from "../../wiring/event-rule";
import { permitCall } from "../../wiring/invoke-permission";
import { ObjectHappening, objectHappenings } from "../../wiring/object-happenings";
import { entryOf, Notification, notificationArgs, NotifyArgs } from "./notifications";

export interface ObjectArgs {
  /** Only keys that start so. Default: all. */
  prefix?: string;
  /** Only keys that end so. Default: all. */
  suffix?: string;
}

/** Through EventBridge, where several want the same objects, or an event must not be lost. */
export interface ObjectEventArgs extends ObjectArgs, EventsArgs {
  through: "event-bridge";
}

/** Straight to the function: sooner and for nothing, to one function an object. */
export interface ObjectNotificationArgs extends ObjectArgs {
  through?: "notification";
}

interface NotifyingBucket {
  readonly component: Component;
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** Region, where it is not the environment's. */
  readonly region?: string;
}

/** The one notification document of a bucket, and its rules at EventBridge. */
export class BucketNotifications {
  #document?: SharedDocument<Notification>;
  #rules?: EventRules;
  readonly #entries: Notification[] = [];
  /** What must stand before S3 tries whether it may send. */
  readonly #targets: pulumi.Resource[] = [];
  readonly #notified: NotificationTarget[] = [];
  readonly #callable = new Map<pulumi.Output<string>, pulumi.Resource>();

  constructor(
    private readonly bucket: NotifyingBucket,
    /** Settings of the bucket that are made before: S3 refuses parallel changes of one bucket. */
    private readonly before: () => readonly pulumi.Resource[],
    private readonly child: MakeChild,
    private readonly refuse: Refuse,
  ) {}

  /** @throws pulumi.RunError for a FIFO target, and for objects that another already learns of */
  notify(id: string, target: NotificationTarget, args: NotifyArgs): void {
    if (target.fifo) {
      throw this.refuse(
        `notification "${id}"`,
        `a FIFO ${target.notificationKind}`,
        `a standard ${target.notificationKind} (S3N-03)`,
        "leave out fifo, or go through EventBridge and a function",
      );
    }
    const { arn, component } = this.bucket;
    const { accountId } = component.environment;
    this.#targets.push(target.acceptFrom("s3.amazonaws.com", arn, accountId));
    this.#notified.push(target);
    this.add({ ...args, id, kind: target.notificationKind, arn: target.arn });
  }

  trigger(
    happening: ObjectHappening,
    args: ObjectNotificationArgs | ObjectEventArgs,
  ): Trigger<never, void> {
    if (this.bucket.region !== undefined) {
      throw this.refuse(
        `${happening}()`,
        `a bucket in ${this.bucket.region}`,
        "a bucket in the environment's region: S3 calls functions of its own region alone",
        "leave out the bucket's region, or replicate to a bucket beside the function",
      );
    }
    const { through } = args;
    return through === "event-bridge"
      ? this.throughEventBridge(happening, args)
      : {
          sourceArn: this.bucket.arn,
          connect: (target: Invocable) => {
            const { prefix, suffix } = args;
            this.permit(target);
            this.add({
              id: `${target.logicalName}-${happening}`,
              kind: "function",
              arn: target.arn,
              events: [...objectHappenings[happening].events],
              prefix,
              suffix,
            });
          },
        };
  }

  private throughEventBridge(
    happening: ObjectHappening,
    args: ObjectEventArgs,
  ): Trigger<never, void> {
    const { component } = this.bucket;
    const title = `bucket "${component.logicalName}"`;
    this.#rules ??= new EventRules(title, component, this.child);
    const pattern = this.bucket.name.apply((name) => ({
      source: ["aws.s3"],
      "detail-type": [objectHappenings[happening].detailType],
      detail: { bucket: { name: [name] }, ...keyPattern(args) },
    }));
    const trigger = this.#rules.trigger<never>(pattern, args);
    return {
      ...trigger,
      connect: (target) => {
        this.document();
        trigger.connect(target);
      },
    };
  }

  private permit(target: Invocable): void {
    if (this.#callable.has(target.arn)) return;
    const { arn, component } = this.bucket;
    const { accountId } = component.environment;
    const caller = { service: "s3.amazonaws.com", source: arn, account: accountId };
    const permission = permitCall(target, caller, this.child);
    this.#callable.set(target.arn, permission);
    this.#targets.push(permission);
  }

  private add(notification: Notification): void {
    const entry = plainInputs(entryOf(notification));
    const other = this.#entries.find(
      (each) => each.id === notification.id || overlap(plainInputs(entryOf(each)), entry),
    );
    if (other) {
      throw this.refuse(
        `notification "${notification.id}"`,
        `for objects that "${other.id}" learns of as well`,
        "one target for an object's event (S3N-02)",
        'keep prefixes or suffixes apart, notify a Topic that both subscribe to, or say through: "event-bridge"',
      );
    }
    this.#entries.push(notification);
    this.document().add(notification);
  }

  private document(): SharedDocument<Notification> {
    return (this.#document ??= this.make());
  }

  private make(): SharedDocument<Notification> {
    const title = `notifications of bucket "${this.bucket.component.logicalName}"`;
    const document = new SharedDocument<Notification>(title);
    // S3 checks that it may send when the document is set, so policies and permissions come first.
    const dependsOn: Promise<pulumi.Resource[]> = document.entries.then(() => [
      ...this.before(),
      ...this.#targets,
      // What a topic has no subscriber for yet is lost.
      ...this.#notified.flatMap((target) => target.subscribers?.() ?? []),
    ]);
    const eventbridge = document.entries.then(() => this.#rules !== undefined);
    this.child(
      aws.s3.BucketNotification,
      "notification",
      {
        ...notificationArgs(this.bucket.name, document.entries),
        eventbridge,
        region: this.bucket.region,
      },
      { dependsOn },
    );
    return document;
  }
}

/** Both ends of a key are one pattern: two in a list would be alternatives. */
function keyPattern({ prefix, suffix }: ObjectArgs) {
  if (prefix === undefined && suffix === undefined) return {};
  if (suffix === undefined) return { object: { key: [{ prefix }] } };
  if (prefix === undefined) return { object: { key: [{ suffix }] } };
  const literal = (text: string) => text.replace(/[\\*]/g, "\\$&");
  return { object: { key: [{ wildcard: `${literal(prefix)}*${literal(suffix)}` }] } };
}
