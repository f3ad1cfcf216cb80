/** A patch that isn't one: its body doesn't have the form of its media type. */
export class MalformedPatch extends Error {}

/** A patch that can't be applied to the object. */
export class PatchFailed extends Error {}
