/**
 * In: a memray capture as windows of bytes. Out: its header, then its records as calls on a sink, then how much of the
 * capture could be read.
 *
 * <p>API are the types that bear {@code @API}; all others are internal.
 */
@NullMarked
package dev.heapcrest.capture;

import org.jspecify.annotations.NullMarked;
