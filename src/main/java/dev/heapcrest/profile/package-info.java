/**
 * In: what a pass over a capture found out. Out: a profile as a value of its own: header, coverage, frames, stacks and
 * the figures of each view. It can be kept, compared and sent long after its capture is closed.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.profile;

import org.jspecify.annotations.NullMarked;
