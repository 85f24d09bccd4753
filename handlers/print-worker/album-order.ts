/** What is agreed on between the function that takes an order and the container that works it off. */
import * as z from "zod/mini";
import { photoIdPattern } from "../photo";
import { printWish } from "../partner/print-order";

export const mostPhotos = 100;

const photosAllowed = `1 to ${mostPhotos} ids of photos, each once`;

/** The body of POST /albums/print: prints of one size of several photos. */
export const albumWish = z.object({
  ...printWish.shape,
  photoIds: z.array(z.string().check(z.regex(photoIdPattern, { error: photosAllowed }))).check(
    z.minLength(1, { error: photosAllowed }),
    z.maxLength(mostPhotos, { error: photosAllowed }),
    z.refine((ids) => new Set(ids).size === ids.length, { error: photosAllowed }),
  ),
});

/** One message: one photo of the album. */
export interface PrintJob {
  objectKey: string;
  size: string;
  copies: number;
  /** The lab prints once for each. */
  idempotencyKey: string;
}
