/**
 * What a handler needs and gets at run time, such as a table's name. While deploying it is an
 * Output, which the bundler turns into an environment variable; in a test it is
 * `{ get: () => "photos" }`.
 */
export interface Value {
  get(): string;
}
