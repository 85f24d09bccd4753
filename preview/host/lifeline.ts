/** How a process that the preview starts learns that the preview is gone, however that ended. */

/**
 * For the environment of a process that loads `ends-with-parent.js`; its fifth descriptor has to be a
 * pipe to this process.
 */
export const endsWithThisProcess = { STRATA_PREVIEW_PROCESS: String(process.pid) } as const;
