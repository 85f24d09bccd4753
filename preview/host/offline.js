// Refuses connections of this process that would leave the machine. Plain JavaScript: what loads it
// comes before anything that could compile TypeScript.
"use strict";
const net = require("node:net");

/** Starts the message of the error that a blocked connection gets; program-result.ts has the same text. */
const OFFLINE = "offline preview:";

/** From now on only loopback connections (the monitor, a program's own servers) and local pipes; tells each that is refused. */
exports.stayOffline = function stayOffline(tell) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const isOptions = typeof first === "object" && first !== null;
    const options = isOptions ? first : { port: first, host: args[1] };
    const isPipe = options.path || (typeof first === "string" && Number.isNaN(Number(first)));
    const host = typeof options.host === "string" ? options.host : "localhost";
    if (isPipe || /^(localhost|127\..*|::1)$/.test(host)) {
      return connect.apply(this, args);
    }
    const target = `${host}:${String(options.port)}`;
    const error = new Error(`${OFFLINE} connection to ${target} refused`);
    tell(target, error.stack ?? "");
    return this.destroy(error);
  };
};
