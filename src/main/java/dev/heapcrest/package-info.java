/**
 * The door for other programs. In: a capture. Out: its profile, a call tree, a page or an export, by the same stages as on
 * the command line.
 *
 * <p>API are the types that bear {@code @API}, here and in the packages below; within 0.x their changes are told in the
 * changelog. All others are internal: they are public for other packages of this program alone and may change without a
 * word.
 */
@NullMarked
package dev.heapcrest;

import org.jspecify.annotations.NullMarked;
