import unittest

from selection import fitted, missing, share_of, thumbnail_key


class Selection(unittest.TestCase):
    photos = {f"ann/{number}": 1 for number in range(200)}

    def test_copies_share_all_photos_and_none_twice(self):
        shares = [missing(self.photos, {}, index, 4) for index in range(4)]
        self.assertEqual(sorted(sum(shares, [])), sorted(self.photos))
        self.assertTrue(all(len(share) > 20 for share in shares))

    def test_a_photo_stays_with_its_copy(self):
        self.assertEqual(share_of("ann/1", 4), share_of("ann/1", 4))
        self.assertEqual(share_of("ann/1", 1), 0)

    def test_thumbnails_that_are_there_and_newer_are_not_made_again(self):
        thumbnails = {thumbnail_key("ann/1"): 5, thumbnail_key("ann/2"): 5}
        photos = {"ann/1": 4, "ann/2": 6, "ann/3": 1}
        self.assertEqual(missing(photos, thumbnails, 0, 1), ["ann/2", "ann/3"])

    def test_a_copy_that_is_none_is_refused(self):
        with self.assertRaisesRegex(ValueError, "allowed: 0 to 3"):
            missing(self.photos, {}, 4, 4)

    def test_sizes_fit_and_never_grow(self):
        self.assertEqual(fitted(4000, 3000, 320), (320, 240))
        self.assertEqual(fitted(3000, 4000, 320), (240, 320))
        self.assertEqual(fitted(100, 50, 320), (100, 50))
        self.assertEqual(fitted(10000, 1, 320), (320, 1))
        with self.assertRaises(ValueError):
            fitted(0, 10, 320)


if __name__ == "__main__":
    unittest.main()
