/** A photo as the table holds it: one item a photo, written by index-uploads. */
export interface Photo {
  /** Hash key. */
  userId: string;
  /** Range key; ids sort by time, so that a query backwards gives the newest first. */
  photoId: string;
  /** Key of the object in the bucket of originals. */
  objectKey: string;
  bytes: number;
  eTag: string;
  /** ISO 8601, UTC: when S3 had stored the object. */
  uploadedAt: string;
  /** S3's order of events on this object, padded to one length so that strings compare. */
  sequencer: string;
}

/** Key of a photo's object in the bucket of originals. */
export function objectKeyOf(userId: string, photoId: string): string {
  return `${userId}/${photoId}`;
}

/** User and photo of an object's key; `undefined` where the object is not a photo of ours. */
export function photoOfKey(objectKey: string): { userId: string; photoId: string } | undefined {
  const slash = objectKey.lastIndexOf("/");
  const userId = objectKey.slice(0, Math.max(slash, 0));
  const photoId = objectKey.slice(slash + 1);
  return userId !== "" && photoIdPattern.test(photoId) ? { userId, photoId } : undefined;
}

/** UUID version 7, in lower case. */
export const photoIdPattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
