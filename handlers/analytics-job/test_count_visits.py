import contextlib
import io
import unittest
from unittest import mock

import count_visits
from count_visits import counted, parsed, partition

GOOD = ["--events", "s3://lake/events/", "--counts", "s3://lake/counts/", "--day", "2026-11-23"]


class Arguments(unittest.TestCase):
    def refused(self, *arguments):
        said = io.StringIO()
        with contextlib.redirect_stderr(said), self.assertRaises(SystemExit):
            parsed(arguments)
        return said.getvalue()

    def test_good_ones(self):
        args = parsed(GOOD)
        self.assertEqual((args.events, args.day), ("s3://lake/events/", "2026-11-23"))

    def test_a_moment_means_the_day_before(self):
        for moment, day in [
            ("2026-11-23T02:30:00Z", "2026-11-22"),
            ("2026-03-01T02:30:00Z", "2026-02-28"),
            ("2027-01-01T02:30:00+00:00", "2026-12-31"),
        ]:
            self.assertEqual(parsed([*GOOD[:-1], moment]).day, day)

    def test_bad_ones(self):
        self.assertIn("is no day", self.refused(*GOOD[:-1], "yesterday"))
        self.assertIn("is no folder", self.refused("--events", "lake/events/", *GOOD[2:]))
        self.assertIn("is no folder", self.refused("--events", "s3://lake/events", *GOOD[2:]))
        self.assertIn("required", self.refused(*GOOD[:4]))

    def test_a_day_has_the_lakes_folder(self):
        self.assertEqual(partition("s3://lake/events/", "2026-11-23"), "s3://lake/events/day=2026-11-23/")


class Counting(unittest.TestCase):
    def test_groups_by_page_and_hour_and_orders_by_number(self):
        visits, functions = mock.MagicMock(), mock.MagicMock()
        result = counted(visits, functions)
        grouped = visits.where.return_value.groupBy
        functions.hour.assert_called_once_with("at")
        self.assertEqual(grouped.call_args.args[0], "page")
        ordered = grouped.return_value.agg.return_value.orderBy
        self.assertEqual(ordered.call_args.args, (functions.desc.return_value, "page", "hour"))
        self.assertIs(result, ordered.return_value)


class Run(unittest.TestCase):
    """With a stand-in for Spark, which is not here."""

    def run_with(self, read):
        class AnalysisException(Exception):
            pass

        spark = mock.MagicMock()
        spark.read.parquet.side_effect = read(AnalysisException)
        sql = mock.MagicMock()
        sql.SparkSession.builder.appName.return_value.getOrCreate.return_value = spark
        utils = mock.MagicMock(AnalysisException=AnalysisException)
        modules = {"pyspark": mock.MagicMock(sql=sql), "pyspark.sql": sql, "pyspark.sql.utils": utils}
        said = io.StringIO()
        with mock.patch.dict("sys.modules", modules), contextlib.redirect_stdout(said):
            return count_visits.main(GOOD), said.getvalue(), spark

    def test_a_day_is_read_and_counted(self):
        visits = mock.MagicMock()
        code, said, spark = self.run_with(lambda _: [visits])
        self.assertEqual((code, said), (0, "counted the visits of 2026-11-23\n"))
        spark.read.parquet.assert_called_once_with("s3://lake/events/day=2026-11-23/")
        visits.where.assert_called_once()

    def test_a_day_without_visits_is_no_failure(self):
        code, said, _ = self.run_with(lambda error: error("[PATH_NOT_FOUND] Path does not exist"))
        self.assertEqual((code, said), (0, "no visits on 2026-11-23\n"))

    def test_what_else_fails_fails(self):
        with self.assertRaises(Exception):
            self.run_with(lambda error: error("[UNABLE_TO_INFER_SCHEMA]"))


if __name__ == "__main__":
    unittest.main()
