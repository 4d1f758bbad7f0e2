/**
 * In: columns of numbers. Out: their bytes, LEB128 and zigzag, and back. Pages and profiles are written in it.
 *
 * <p>Internal.
 */
@NullMarked
package dev.heapcrest.columns;

import org.jspecify.annotations.NullMarked;
