import assert from "node:assert/strict";
import fc from "fast-check";
import { objectKeyOf, photoIdPattern, photoOfKey } from "./photo";
import { newPhotoId } from "./photo-id";

describe("photo ids", () => {
  it("are UUIDs of version 7 which sort by time", () => {
    const milliseconds = fc.nat({ max: 2 ** 48 - 1 });
    fc.assert(
      fc.property(milliseconds, milliseconds, (one, other) => {
        const [first, second] = [newPhotoId(one), newPhotoId(other)];
        assert.match(first, photoIdPattern);
        assert.equal(Number.parseInt(first.replace("-", "").slice(0, 12), 16), one);
        if (one !== other) {
          assert.equal(first < second, one < other);
        }
      }),
    );
  });

  it("differ within a millisecond", () => {
    const ids = Array.from({ length: 100 }, () => newPhotoId(1_795_435_200_000));
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe("object keys", () => {
  it("lead back to user and photo, whatever the user's id holds", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (userId) => {
        const photoId = newPhotoId();
        assert.deepEqual(photoOfKey(objectKeyOf(userId, photoId)), { userId, photoId });
      }),
    );
  });

  for (const key of ["", "photo.jpg", "public/photo.jpg", `/${newPhotoId()}`, newPhotoId()]) {
    it(`are not those of photos: ${JSON.stringify(key.replace(/[0-9a-f-]{36}/, "<id>"))}`, () => {
      assert.equal(photoOfKey(key), undefined);
    });
  }
});
