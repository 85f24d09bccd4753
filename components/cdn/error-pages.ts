/** Pages in place of errors. */
import * as aws from "@pulumi/aws";

type ErrorResponse = aws.types.input.cloudfront.DistributionCustomErrorResponse;

/** S3 answers 403 for an object that is missing to those who may not list the bucket. */
export const MISSING_OBJECT_CODES: readonly number[] = [403, 404];

export interface ErrorPage {
  /** Path of the page, such as `/sorry.html`; an origin answers it by the usual rules. */
  page: `/${string}`;
  /** Status that viewers get with it. Default: that of the error. */
  status?: number;
  /** Seconds that the error is kept before the origin is asked again. Default: 10, CloudFront's own. */
  seconds?: number;
}

/** By the status of the origin's answer (rule CF-10). */
export type ErrorPages = Readonly<Record<number, ErrorPage>>;

/** @param notFoundPage page for what is missing, with status 404 */
export function errorResponses(
  notFoundPage: string | undefined,
  pages: ErrorPages = {},
): ErrorResponse[] | undefined {
  const missing = notFoundPage
    ? MISSING_OBJECT_CODES.map((errorCode) => ({
        errorCode,
        responseCode: 404,
        responsePagePath: notFoundPage,
      }))
    : [];
  const others = Object.entries(pages).map(([status, { page, status: shown, seconds }]) => ({
    errorCode: Number(status),
    responseCode: shown ?? Number(status),
    responsePagePath: page,
    errorCachingMinTtl: seconds,
  }));
  const all: ErrorResponse[] = [...missing, ...others];
  return all.length > 0 ? all : undefined;
}
