"""Makes the thumbnails that are missing. One of several copies of a job of AWS Batch."""

import io
import json
import os
import sys

import boto3
from PIL import Image, ImageOps, UnidentifiedImageError

from selection import fitted, missing, thumbnail_key

LONGEST = 320
QUALITY = 80
# A picture that claims to be larger is an attack on the memory.
Image.MAX_IMAGE_PIXELS = 80_000_000


def log(level, message, **more):
    print(json.dumps({"level": level, "message": message, **more}), flush=True)


def listed(storage, bucket):
    """Times of change by key."""
    pages = storage.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {item["Key"]: item["LastModified"] for page in pages for item in page.get("Contents", [])}


def thumbnail(data):
    with Image.open(io.BytesIO(data)) as photo:
        upright = ImageOps.exif_transpose(photo).convert("RGB")
        small = upright.resize(fitted(*upright.size, LONGEST), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    # Without the photo's metadata: where it was taken is nobody's business.
    small.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def main():
    originals, thumbnails = os.environ["ORIGINALS"], os.environ["THUMBNAILS"]
    index = int(os.environ.get("AWS_BATCH_JOB_ARRAY_INDEX", "0"))
    copies = int(os.environ.get("COPIES", "1"))
    storage = boto3.client("s3")
    wanted = missing(listed(storage, originals), listed(storage, thumbnails), index, copies)
    made = failed = 0
    for key in wanted:
        try:
            data = storage.get_object(Bucket=originals, Key=key)["Body"].read()
            storage.put_object(
                Bucket=thumbnails,
                Key=thumbnail_key(key),
                Body=thumbnail(data),
                ContentType="image/jpeg",
            )
            made += 1
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
            # One bad file must not keep the others without a thumbnail.
            failed += 1
            log("warn", "no thumbnail", key=key, reason=str(error))
    log("info", "thumbnails made", made=made, failed=failed, copy=index)
    return 1 if failed and not made else 0


if __name__ == "__main__":
    sys.exit(main())
