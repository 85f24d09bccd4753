/** What shows how the stack is doing: log groups, and the topic of its alarms. */
export * from "./alarm-topic";
export * from "./alarms/alarms";
export * from "./log-group";
