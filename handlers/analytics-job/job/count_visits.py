"""Counts the visits of a day by page and hour. A job of Spark on EMR Serverless:

    count_visits.py --events s3://lake/events/ --counts s3://lake/counts/ --day 2026-11-23
"""

import argparse
import datetime
import sys

DAY = "%Y-%m-%d"


def parsed(arguments):
    """The job's arguments; ends the program where they are wrong."""
    parser = argparse.ArgumentParser(description="Counts the visits of a day by page and hour.")
    parser.add_argument("--events", required=True, type=folder, help="where the lake has its days")
    parser.add_argument("--counts", required=True, type=folder, help="where the counts go")
    parser.add_argument("--day", required=True, type=day, help="as YYYY-MM-DD, or a moment in ISO 8601")
    return parser.parse_args(arguments)


def folder(text):
    if not text.startswith(("s3://", "/")) or not text.endswith("/"):
        raise argparse.ArgumentTypeError(f"{text} is no folder: allowed: s3://bucket/folder/")
    return text


def day(text):
    """The day of a moment: a schedule gives the time at which it started the job, which counts the day before."""
    try:
        if "T" in text:
            moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            return (moment - datetime.timedelta(days=1)).strftime(DAY)
        return datetime.datetime.strptime(text, DAY).strftime(DAY)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day: allowed: 2026-11-23") from error


def partition(base, of_day):
    """The folder of one day, as the lake names it."""
    return f"{base}day={of_day}/"


def counted(visits, functions):
    """Visits by page and hour, the most visited first. `functions` are those of pyspark.sql."""
    hour = functions.hour("at").alias("hour")
    return (
        visits.where(functions.col("page").isNotNull())
        .groupBy("page", hour)
        .agg(functions.count("*").alias("visits"))
        .orderBy(functions.desc("visits"), "page", "hour")
    )


def main(arguments):
    args = parsed(arguments)
    # Here, so that the rest is tested where there is no Spark.
    from pyspark.sql import SparkSession, functions
    from pyspark.sql.utils import AnalysisException

    spark = SparkSession.builder.appName("count-visits").getOrCreate()
    try:
        visits = spark.read.parquet(partition(args.events, args.day))
    except AnalysisException as error:
        if "PATH_NOT_FOUND" not in str(error):
            raise
        print(f"no visits on {args.day}", flush=True)
        return 0
    # One file: a day has few pages. Written anew, so that a job that runs twice counts once.
    counted(visits, functions).coalesce(1).write.mode("overwrite").parquet(
        partition(args.counts, args.day)
    )
    print(f"counted the visits of {args.day}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
