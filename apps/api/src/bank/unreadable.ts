/** Says what in a statement cannot be read, for the person who sent it. */
export class Unreadable extends Error {}
