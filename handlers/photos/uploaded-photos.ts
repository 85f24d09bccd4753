/** What S3 tells of uploads, as it comes through a topic or a queue. */
import * as z from "zod/mini";
import { log } from "../log";
import { type Photo, photoOfKey } from "../photo";

/** S3 sends this once, when notifications are configured. It has no Records. */
const testEvent = z.object({ Event: z.literal("s3:TestEvent") });

const objectCreated = z.object({
  eventName: z.string().check(z.startsWith("ObjectCreated:")),
  eventTime: z.iso.datetime(),
  s3: z.object({
    object: z.object({
      key: z.string().check(z.minLength(1)),
      size: z.number(),
      eTag: z.string(),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/)),
    }),
  }),
});

const notification = z.object({ Records: z.array(objectCreated).check(z.minLength(1)) });

/**
 * Photos that a message tells of; none for S3's test message.
 *
 * @throws Error for any other message, and for an object that is no photo of ours
 */
export function uploadedPhotos(body: string): Photo[] {
  const message: unknown = JSON.parse(body);
  if (z.safeParse(testEvent, message).success) {
    log("info", "S3 tested the notification");
    return [];
  }
  return z.parse(notification, message).Records.map(({ eventTime, s3: { object } }) => {
    const objectKey = decodeKey(object.key);
    const owner = photoOfKey(objectKey);
    if (!owner) {
      throw new Error(`The object ${objectKey} is not a photo: its key is not <user>/<photo id>.`);
    }
    return {
      ...owner,
      objectKey,
      bytes: object.size,
      eTag: object.eTag,
      uploadedAt: eventTime,
      // Sequencers differ in length; S3's manual says to pad the shorter with zeros on the right
      // before comparing (S3 User Guide, "Event message structure").
      sequencer: object.sequencer.toUpperCase().padEnd(64, "0"),
    };
  });
}

/** In notifications keys are form-encoded: `red+flower.jpg`. */
export function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
