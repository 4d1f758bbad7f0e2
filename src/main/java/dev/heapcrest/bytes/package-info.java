/**
 * In: a file or a pipe. Out: the stream of header and records in it, decompressed and without padding, as windows of
 * bytes, and which rule of its container is broken where the stream ends early.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.bytes;

import org.jspecify.annotations.NullMarked;
