/** What happens to objects of a bucket, in the words of S3 and in those of EventBridge. */
export const objectHappenings = {
  created: { events: ["s3:ObjectCreated:*"], detailType: "Object Created" },
  removed: {
    events: ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"],
    detailType: "Object Deleted",
  },
} as const;
export type ObjectHappening = keyof typeof objectHappenings;
