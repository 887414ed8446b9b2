/** Emulated time has jumped or passes otherwise than before. A notification: who misses it finds out by looking. */
export class ClockChangedEvent {}
