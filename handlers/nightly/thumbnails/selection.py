"""Which photos one copy of the job makes thumbnails of. No dependencies."""

import hashlib

PREFIX = "thumbnails/"
SUFFIX = ".jpg"


def share_of(key, copies):
    """The copy whose photo this is, the same on every run: copies never do each other's work."""
    digest = hashlib.sha256(key.encode("utf-8")).digest()
    return int.from_bytes(digest[:8], "big") % copies


def thumbnail_key(key):
    """Where a photo's thumbnail lies."""
    return f"{PREFIX}{key}{SUFFIX}"


def missing(photos, thumbnails, index, copies):
    """Keys of this copy's photos whose thumbnail is not there or older than the photo, in order.

    photos, thumbnails: times of change by key.
    """
    if not 0 <= index < copies:
        raise ValueError(f"copy {index} of {copies}: allowed: 0 to {copies - 1}")
    return [
        key
        for key, changed in sorted(photos.items())
        if share_of(key, copies) == index
        and (thumbnail_key(key) not in thumbnails or thumbnails[thumbnail_key(key)] < changed)
    ]


def fitted(width, height, longest):
    """The size within a square of this length, never larger than the photo."""
    if width <= 0 or height <= 0:
        raise ValueError(f"{width} by {height} is no size")
    scale = min(1, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
