/** Payloads of functions that are invoked through Lambda's API; nothing else, so that handlers can import it. */

/** Longest payload of a synchronous invocation, each way: 6 MB (Lambda quotas). */
export const synchronousPayloadBytes = 6 * 1024 * 1024;

/** Longest payload of an asynchronous invocation: 1 MB (Lambda quotas, since October 2025). */
export const asynchronousPayloadBytes = 1024 * 1024;
