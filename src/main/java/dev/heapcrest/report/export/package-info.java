/**
 * In: a call tree. Out: the same figures in the file formats of other programs, streamed.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.report.export;

import org.jspecify.annotations.NullMarked;
