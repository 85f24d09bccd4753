/** What a new version of the API's functions must answer before it gets any traffic. */
import type { ReleaseCheck, ReleasedVersion } from "../../components/compute";
import type { HttpResponse } from "../http-response";

/** Nobody's photos: no token has this subject, and nothing is stored under it. */
const subject = "release-check";

/** GET /photos: reads the table, and refuses what is no page. */
export const listsPhotos: ReleaseCheck = async (release) => {
  const { photos } = await answerOf<{ photos?: unknown }>(release, request({}), 200);
  if (!Array.isArray(photos)) throw new Error("the answer has no list of photos");
  await answerOf(release, request({ queryStringParameters: { limit: "many" } }), 400);
};

/** POST /photos: signs an upload, which nobody makes, and refuses what is no photo. */
export const createsPhotos: ReleaseCheck = async (release) => {
  const photo = JSON.stringify({ contentType: "image/jpeg", bytes: 1 });
  const answer = await answerOf<{ upload?: { url?: string } }>(
    release,
    request({ body: photo }),
    201,
  );
  if (!/[?&]X-Amz-Signature=/.test(answer.upload?.url ?? "")) {
    throw new Error("the answer has no signed URL");
  }
  await answerOf(release, request({ body: JSON.stringify({ contentType: "text/html" }) }), 400);
};

/** As the HTTP API hands it over (payload format 2.0), as far as the handlers read it. */
function request(parts: object): object {
  const authorizer = { jwt: { claims: { sub: subject }, scopes: [] } };
  return { version: "2.0", headers: {}, requestContext: { authorizer }, ...parts };
}

async function answerOf<Body>(
  release: ReleasedVersion,
  event: object,
  expected: number,
): Promise<Body> {
  const { statusCode, body } = await release.invoke<HttpResponse>(event);
  if (statusCode !== expected) {
    throw new Error(`answered ${statusCode} where ${expected} is right: ${body ?? "nothing"}`);
  }
  return JSON.parse(body ?? "null") as Body;
}
