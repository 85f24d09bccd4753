/** What shows how the stack is doing: log groups, and the topic of its alarms. */
export * from "./alarm-topic";
export * from "./log-group";
