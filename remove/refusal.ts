/** What can't be done, in words for who asked for it. */
export class Refusal extends Error {}
